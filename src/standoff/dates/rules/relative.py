"""Dates that are counted from today, or from the date before them."""

from __future__ import annotations

from datetime import date
from typing import Final

from standoff.dates.expression import Expression, Meaning
from standoff.dates.moment import SEASON_MONTHS, UNITS, Moment, Unit
from standoff.dates.nearest import nearest_weekday
from standoff.dates.rule import Rule, always
from standoff.dates.rules.periods import year_ago
from standoff.dates.vocabulary import context_words

_YEARS: Final = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}
"""How many years a unit has."""

_PAST, _FUTURE = Meaning("DATE", "PAST_REF"), Meaning("DATE", "FUTURE_REF")


def near_day(found: Expression) -> Meaning | None:
    """Read "yesterday", "the day after tomorrow", but not "USA Today" and "on “Today”"."""
    written = found.text[found.begin]
    if (written.istitle() or written.isupper()) and (found.before_as_written.isupper() or found.names_show):
        return None
    return Meaning.on("D", found.today.step(found.number("DEICTIC") * (2 if found.has("before", "after") else 1)))


def nth_day(found: Expression) -> Meaning | None:
    """Read "the second day" of something that goes on, as the day that was last named."""
    return None if found.number("ORD") < 2 else Meaning.on("D", found.anchor_day)


def day_of_month(found: Expression) -> Meaning | None:
    """Read "the 15th" as the one of this month, or of the one beside it that the tense asks for."""
    number = found.number("NTH")
    if found.after.isalpha() and found.after.lower() not in context_words("after_days"):
        return None
    is_next = found.tense == "future" and number < found.created.day
    is_last = found.tense == "past" and number > found.created.day
    month = found.today.step(is_next - is_last, "M")
    moment = Moment.of(f"{month.to('M').value}-{number:02}")
    return Meaning("DATE", moment.value) if moment else None


def which_month(found: Expression) -> Meaning | None:
    """Read "last September", but not "this May 23 vote"."""
    if found.after.isdigit():
        return None
    return _towards_from_today(found, Moment("M", date(found.created.year, found.number("MONTH"), 1)))


def which_season(found: Expression) -> Meaning:
    """Read "this past winter"."""
    month, year = SEASON_MONTHS[found.value("SEASON")], found.created.year
    # In January and February "this winter" is the one that began the year before.
    began_before = month == SEASON_MONTHS["WI"] and found.created.month < 3 and year > 1
    return _towards_from_today(found, Moment("S", date(year - began_before, month, 1)))


def that_month(found: Expression) -> Meaning:
    """Read "the following September", counted from the last date."""
    own = Moment("M", found.anchor.day.replace(month=found.number("MONTH"), day=1))
    sign = 0 if found.has("that") else -1 if found.has("previous", "preceding", "prior") else 1
    return Meaning("DATE", _towards(own, found.anchor.day, sign).value)


def which_unit(found: Expression) -> Meaning | None:
    """Read "last year", "this week", "the coming year", but not "the last day of it"."""
    unit = found.calendar_unit
    if unit == "D" and found.has("last", "past"):
        return None
    steps = 0 if found.has("this") else 1 if found.has("coming", "upcoming") else found.number("WHICH")
    return Meaning.on(unit, found.today.to(unit).step(steps)) if unit else None


def that_unit(found: Expression) -> Meaning | None:
    """Read "that day", "the following week", "the day before", counted from the last date."""
    unit = found.calendar_unit
    if unit is None or (found.words[-1] in ("before", "after", "prior") and _goes_on(found)):
        return None
    steps = (
        1
        if found.has("following", "next", "after")
        else -1
        if found.has("previous", "preceding", "prior", "before")
        else 0
    )
    is_longer = UNITS.index(found.anchor.unit) > UNITS.index(unit)
    return Meaning.on(unit, (found.anchor_day if unit == "D" or is_longer else found.anchor).to(unit).step(steps))


def _goes_on(found: Expression) -> bool:
    """Say whether "the day before" goes on with what it was before."""
    is_clause = found.after == "that" and context_words("subjects").intersection(
        found.text[found.end + 1 : found.end + 2]
    )
    return found.after[:1].isalnum() and not is_clause


def that_date(found: Expression) -> Meaning | None:
    """Read "that date"."""
    return Meaning.on("D", found.history.day) if found.history.day else None


def present_unit(found: Expression) -> Meaning | None:
    """Read "the month" where the words around show that the present one is meant."""
    unit = found.calendar_unit
    # "The news of the day" and "the player of the year" name no day or year.
    is_prize = found.before == "of" and (
        found.word(-2) in context_words("before_of_the_year") or found.after in ("award", "awards", "prize", "title")
    )
    is_idiom = (unit == "D" and found.before in ("of", "for")) or found.text[found.end - 1].istitle() or is_prize
    if unit in (None, "Q", "CE", "ML") or is_idiom or found.after in ("ended", "ending"):
        return None
    return Meaning.on(unit, found.today)


def end_of_unit(found: Expression) -> Meaning | None:
    """Read "year-end"."""
    unit = found.calendar_unit
    return Meaning.on(unit, found.today, "END") if unit else None


def middle_of_unit(found: Expression) -> Meaning:
    """Read "mid-year" and "midweek"."""
    unit: Unit = "Y" if found.words[-1].endswith("year") else "W" if found.words[-1].endswith("week") else "M"
    return Meaning.on(unit, found.today, "MID")


def weekend(found: Expression) -> Meaning | None:
    """Read "the weekend": the last one, or the next one in the future tense or behind "through"; no show."""
    if found.text[found.begin].istitle() and found.before_as_written[:1].isupper():
        return None
    is_ahead = found.before in ("through", "until", "by", "into")
    return Meaning.on("WE", nearest_weekday(6, found.created, "future" if is_ahead else found.tense))


def ago(found: Expression) -> Meaning:
    """Read "two weeks ago", "two weeks from now"."""
    sign = 1 if found.has("now", "today") else -1
    if _is_one_year(found) and sign < 0:
        return year_ago(found)
    unit, count = found.steps
    if unit is None or count is None:
        return _PAST if sign < 0 else _FUTURE
    if unit in _YEARS and sign < 0 and count * _YEARS[unit] >= found.created.year:
        return Meaning("DATE", _long_past(count * _YEARS[unit], found.created.year))
    return Meaning.on(unit, found.today.step(sign * count, unit))


def quarter_century_ago(found: Expression) -> Meaning:
    """Read "a quarter of a century ago"."""
    return Meaning.on("Y", found.today.step(-25, "Y"))


def one_ago(found: Expression) -> Meaning | None:
    """Read "a year ago" behind an amount."""
    if found.calendar_unit == "Y":
        return year_ago(found)
    return Meaning.on(found.calendar_unit, found.today.step(-1, found.calendar_unit)) if found.calendar_unit else None


def from_last_date(found: Expression) -> Meaning | None:
    """Read "two days later", "a year earlier", counted from the last date; "minutes later" is just a duration."""
    if found.has("before", "prior") and found.after[:1].isalnum():
        return None
    sign = -1 if found.has("earlier", "before", "prior") else 1
    if _is_one_year(found) and sign < 0:
        return year_ago(found)
    (unit, count), anchor = found.steps, found.anchor
    # Nothing that is told is later than today: without a date before it, "two years later" is just a duration too.
    if unit is None or count is None or (sign > 0 and found.history.last is None):
        return None
    if UNITS.index(anchor.unit) > UNITS.index(unit):
        if found.history.day is None:
            return Meaning("DATE", "XXXX-XX-XX")
        anchor = found.history.day
    # "A week later" than a day is a day, "a month later" a month.
    return Meaning.on("D" if anchor.unit == "D" and unit == "W" else unit, anchor.step(sign * count, unit))


def _long_past(years: int, now: int) -> str:
    """Return the value of a year before Christ, or of one so long ago that it is counted in thousands or millions."""
    if years < 10_000:
        return f"BC{years - now + 1:04}"
    size, letter = next(pair for pair in ((10**9, "G"), (10**6, "M"), (10**3, "K")) if years >= pair[0])
    return f"{letter}A{years / size:g}"


def _is_one_year(found: Expression) -> bool:
    return found.unit == "Y" and found.count == 1 and found.history.quarter is not None


def _towards_from_today(found: Expression, own: Moment) -> Meaning:
    sign = -1 if found.has("past") else 1 if found.has("coming") else found.number("WHICH")
    return Meaning("DATE", _towards(own, found.created, sign).value)


def _towards(own: Moment, anchor: date, sign: int) -> Moment:
    """Return a month or season itself if it lies on that side of the anchor, or else the one a year further."""
    is_same = own.value == Moment(own.unit, anchor).value
    is_beyond = not is_same and (own.day - anchor).days * sign > 0
    return own if is_beyond or not sign else own.step(sign, "Y")


_EDGE = "(end | beginning | start | middle | rest | remainder | half | part | earlier | later | most)"
_NEXT = "(following | next | previous | preceding | prior)"
_THEN = "(later | earlier | before | prior | afterward | afterwards)"

# fmt: off
RULES = (
    Rule("near day", "DEICTIC", near_day, "signed [yesterday]", "DATE 2021-03-26"),
    Rule("day after tomorrow", "(the)? day (before | after) DEICTIC", near_day,
         "due [the day after tomorrow]", "DATE 2021-03-29"),
    Rule("nth day", "[ (the)? ORD day ] of", nth_day, "on [the third day] of the siege", "DATE 2021-03-27"),
    Rule("day of the month", "(on | by | until | since) [ the NTH ]", day_of_month,
         "they met on [the 15th]", "DATE 2021-03-15"),
    Rule("which month", "(this)? WHICH MONTH", which_month, "began [last September]", "DATE 2020-09"),
    Rule("that month", f"(that | the {_NEXT}) MONTH", that_month,
         "Begun in July 2019 and over [the following May]", "DATE 2020-05"),
    Rule("which season", "(this | the)? WHICH SEASON", which_season, "met [this past winter]", "DATE 2020-WI"),
    Rule("which unit",
         "(WHICH | the (current | coming | upcoming) | this WHICH) (fiscal | calendar | financial)? UNIT",
         which_unit, "began [last year]", "DATE 2020"),
    Rule("that unit", f"((that | the) same | that | the {_NEXT}) UNIT", that_unit,
         "Due on May 1 and over on [the following day]", "DATE 2021-05-02"),
    Rule("the day after", "the UNIT (before | after | prior)", that_unit,
         "Due on May 1 and over [the day after]", "DATE 2021-05-02"),
    Rule("later in the day", "(later | earlier) in [ the day ]", that_unit,
         "met them later in [the day]", "DATE 2021-03-27"),
    Rule("later in the unit", "(later | earlier | late | early) in [ the UNIT ]", present_unit,
         "met them earlier in [the week]", "DATE 2021-W12"),
    Rule("that date", "(that | the same) date", that_date, "by May 1; before [that date]", "DATE 2021-05-01"),
    Rule("ago", "COUNT (-)? ANYUNIT (HALF)? (-)? (ago | back)", ago, "began [two years ago]", "DATE 2019"),
    Rule("units ago", "(MANY of)? (MANY of)? UNITS ago", always(_PAST), "[Years ago] they met", "DATE PAST_REF"),
    Rule("quarter of a century ago", "(a)? quarter (-)? (of a)? century ago", quarter_century_ago,
         "began [a quarter of a century ago]", "DATE 1996"),
    Rule("from now", "COUNT ANYUNIT from (now | today)", ago, "due [two weeks from now]", "DATE 2021-W14"),
    Rule("ago behind an amount", "(NOISE (CARDINAL)? | DIGITS | SPELLED) [ a UNIT (ago | earlier) ]", one_ago,
         "rose from $5 million [a year earlier]", "DATE 2020"),
    Rule("later", f"COUNT (-)? ANYUNIT (HALF)? (-)? {_THEN}", from_last_date,
         "Due on May 1 and over [two days later]", "DATE 2021-05-03"),
    Rule("edge of the unit", f"{_EDGE} (of)? [ the UNIT ]", present_unit,
         "by [the end of the month]", "DATE 2021-03 END"),
    Rule("for the unit", "(for | of | so far | throughout | during) [ the (calendar)? UNIT ]", present_unit,
         "the best for [the year]", "DATE 2021"),
    Rule("year-end", "((the)? UNIT ('s)? (-)? end | end of year)", end_of_unit, "by [year-end]", "DATE 2021 END"),
    Rule("mid-year", "(midyear | midweek | midmonth | mid - (year | week | month))", middle_of_unit,
         "by [mid-year]", "DATE 2021 MID"),
    Rule("the weekend", "(the)? weekend", weekend, "over [the weekend]", "DATE 2021-W12-WE"),
)
# fmt: on
