"""Dates that are counted from today, or from the date before them."""

from __future__ import annotations

from typing import cast

from standoff.dates.moment import Moment, Unit
from standoff.dates.nearest import nearest_weekday
from standoff.dates.numbers import plain
from standoff.dates.rule import Captures, Context, Meaning, Rule, on

_CALENDAR_UNITS = ("D", "WE", "W", "M", "Q", "Y", "DE", "CE", "ML")


def deictic(found: Captures, at: Context) -> Meaning | None:
    """Today, yesterday, tomorrow."""
    steps = found.int("DEICTIC") * (2 if found.has("before", "after") else 1)
    return on("D", at.today.step(steps))


def weekday(found: Captures, at: Context) -> Meaning | None:
    """A weekday: the last one, or the next one in the future tense."""
    return on("D", Moment("D", nearest_weekday(found.int("WEEKDAY"), at.created, at.tense)))


def which_weekday(found: Captures, at: Context) -> Meaning | None:
    """A weekday with "last", "this" or "next"."""
    number, which = found.int("WEEKDAY"), found.int("WHICH")
    if which < 0 or found.has("past"):
        yesterday = at.today.step(-1).day
        return on("D", Moment("D", nearest_weekday(number, yesterday, "past")))
    if which > 0 or found.has("coming"):
        tomorrow = at.today.step(1).day
        return on("D", Moment("D", nearest_weekday(number, tomorrow, "future")))
    return weekday(found, at)


def weekday_of_week(found: Captures, at: Context) -> Meaning | None:
    """A weekday of the last, this or the next week."""
    monday = at.today.step(1 - at.created.isoweekday())
    return on("D", monday.step(found.int("WHICH"), "W").step(found.int("WEEKDAY") - 1))


def which_month(found: Captures, at: Context) -> Meaning | None:
    """A month with "last", "this" or "next"."""
    return _nearest_in_years(found, at, "M", found.int("MONTH"))


def which_season(found: Captures, at: Context) -> Meaning | None:
    """A season with "last", "this" or "next"."""
    return _nearest_in_years(found, at, "S", {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[found.text("SEASON")])


def which_unit(found: Captures, at: Context) -> Meaning | None:
    """A week, month, year with "last", "this" or "next"."""
    unit = cast("Unit", found.unit)
    if unit not in _CALENDAR_UNITS:
        return None
    steps = 0 if found.has("this") else found.int("WHICH")
    return on(unit, at.today.to(unit).step(steps))


def anaphoric_unit(found: Captures, at: Context) -> Meaning | None:
    """A week, month, year counted from the last date: "that day", "the following week"."""
    unit = cast("Unit", found.unit)
    if unit not in _CALENDAR_UNITS or (found.has("before", "after") and at.after.isalnum()):
        return None
    steps = 1 if found.has("following", "next", "after") else -1 if found.has("previous", "preceding", "before") else 0
    anchor = at.anchor_day if unit == "D" else at.anchor
    return on(unit, anchor.to(unit).step(steps))


def that_date(found: Captures, at: Context) -> Meaning | None:
    """The last date itself."""
    return on("D", at.history.day) if at.history.day else None


def ago(found: Captures, at: Context) -> Meaning | None:
    """So many units before today, or after it with "from now"."""
    if found.unit == "Y" and found.count == 1 and at.history.quarter:
        return year_ago(found, at)
    return _steps(found, at.today, 1 if found.has("now", "today", "hence") else -1, narrow=True)


def year_ago(found: Captures, at: Context) -> Meaning | None:
    """The same time one year before: of the quarter that was last named, or else the year."""
    return on("Q", at.history.quarter.step(-1, "Y")) if at.history.quarter else on("Y", at.today.step(-1, "Y"))


def the_quarter(found: Captures, at: Context) -> Meaning | None:
    """The quarter that was last named, or else the last one that is over."""
    return on("Q", at.history.quarter or at.today.to("Q").step(-1))


def from_anchor(found: Captures, at: Context) -> Meaning | None:
    """So many units before or after the last date: "two days later", "a year earlier"."""
    if found.has("earlier") and found.unit == "Y" and found.count == 1 and at.history.quarter:
        return year_ago(found, at)
    later = found.has("later", "after", "afterwards", "afterward", "on")
    return _steps(found, at.anchor, 1 if later else -1, narrow=False)


def the_unit(found: Captures, at: Context) -> Meaning | None:
    """The present year, month or week, where the words around show that it is meant ("the end of the month")."""
    unit = cast("Unit", found.unit)
    return on(unit, at.today) if unit in _CALENDAR_UNITS and at.after not in ("ended", "ending") else None


def year_end(found: Captures, at: Context) -> Meaning | None:
    """The end of the present year, month, week or quarter."""
    return on(cast("Unit", found.unit), at.today, "END")


def weekend(found: Captures, at: Context) -> Meaning | None:
    """The last weekend, or the next one in the future tense."""
    saturday = nearest_weekday(6, at.created, at.tense)
    return on("WE", Moment("D", saturday))


def _nearest_in_years(found: Captures, at: Context, unit: Unit, first: int) -> Meaning:
    """Return the last (before this one), this year's or the next (after this one) stretch that begins in that month."""
    this = at.today.to(unit)
    which = found.int("WHICH")
    own = Moment(unit, this.day.replace(month=first, day=1))
    if which < 0 or found.has("past"):
        return on(unit, own if own.day < this.day and own.value != this.value else own.step(-1, "Y"))
    if which > 0 or found.has("coming"):
        return on(unit, own if own.day > this.day and own.value != this.value else own.step(1, "Y"))
    return on(unit, own)


def _steps(found: Captures, start: Moment, sign: int, *, narrow: bool) -> Meaning | None:
    count, unit = found.count, found.unit
    if count is None:
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit.startswith("T"):
        return Meaning("TIME", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit not in _CALENDAR_UNITS or count != int(count):
        return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    step_unit = cast("Unit", unit)
    moved = start.step(sign * int(count), step_unit)
    # "Two weeks ago" is a day, or nearly so; "two years ago" is a year, unless it is counted from a named date.
    if narrow or start.unit == "D":
        return on(step_unit, moved)
    coarse = _CALENDAR_UNITS.index(start.unit if start.unit in _CALENDAR_UNITS else "Q") > _CALENDAR_UNITS.index(step_unit)
    return Meaning("DATE", "XXXX-XX-XX") if coarse else on(start.unit, moved)


RULES = (
    Rule("near day", "DEICTIC", deictic, "signed [yesterday]", "DATE 2021-03-26"),
    Rule("day after tomorrow", "(the)? day (before | after) DEICTIC", deictic, "due [the day after tomorrow]", "DATE 2021-03-29"),
    Rule("weekday", "WEEKDAY", weekday, "they met on [Thursday]", "DATE 2021-03-25"),
    Rule("which weekday", "(this past | this coming | this | this WHICH | the (coming | past) | WHICH) WEEKDAY", which_weekday,
         "they met [last Saturday]", "DATE 2021-03-20"),
    Rule("weekday of a week", "WEEKDAY (of)? WHICH week", weekday_of_week, "on [Monday of next week]", "DATE 2021-03-29"),
    Rule("which month", "(this)? WHICH MONTH", which_month, "began [last September]", "DATE 2020-09"),
    Rule("which season", "(this | the)? WHICH SEASON", which_season, "met [this past winter]", "DATE 2020-WI"),
    Rule("which unit", "(WHICH | the (current | coming | upcoming) | this WHICH) (fiscal | calendar | financial)? UNIT", which_unit,
         "began [last year]", "DATE 2020"),
    Rule("that unit", "((that | the) same | that | the (following | next | previous | preceding)) UNIT", anaphoric_unit,
         "Due on May 1 and over on [the following day]", "DATE 2021-05-02"),
    Rule("the day after", "the day (before | after)", anaphoric_unit, "Due on May 1 and over [the day after]", "DATE 2021-05-02"),
    Rule("that date", "(that | the same) date", that_date, "by May 1; before [that date]", "DATE 2021-05-01"),
    Rule("ago", "COUNT (-)? ANYUNIT (-)? ago", ago, "began [two years ago]", "DATE 2019"),
    Rule("from now", "COUNT ANYUNIT from (now | today)", ago, "due [two weeks from now]", "DATE 2021-W14"),
    Rule("later", "COUNT (-)? ANYUNIT (-)? (later | earlier | afterward | afterwards)", from_anchor,
         "Due on May 1 and over [two days later]", "DATE 2021-05-03"),
    Rule("edge of the unit", "(end | beginning | start | middle | rest | remainder | half | part | earlier | later | most) (of)? [ the UNIT ]",
         the_unit, "by [the end of the month]", "DATE 2021-03 END"),
    Rule("year-ago", "(the | a)? (comparable)? year (-)? (ago | earlier) (period | quarter)?", year_ago, "[the year-ago period]", "DATE 2020"),
    Rule("the quarter", "(the | that) (latest | most recent)? quarter", the_quarter, "in [the latest quarter]", "DATE 2020-Q4"),
    Rule("later in the day", "(later | earlier) in [ the day ]", anaphoric_unit, "he met them later in [the day]", "DATE 2021-03-27"),
    Rule("so far the unit", "(for | so far | throughout | during) [ the (calendar)? UNIT ]", the_unit, "the best for [the year]", "DATE 2021"),
    Rule("year-end", "(the)? UNIT ('s)? (-)? end", year_end, "by [year-end]", "DATE 2021 END"),
    Rule("the weekend", "(the)? weekend", weekend, "over [the weekend]", "DATE 2021-W12-WE"),
)
