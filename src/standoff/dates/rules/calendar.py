"""Dates of the calendar, whole ("May 1, 2021") or in part ("May", "the third quarter")."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from standoff.dates.expression import Expression, Meaning
from standoff.dates.holidays import holiday
from standoff.dates.moment import SEASON_MONTHS, Moment, Unit
from standoff.dates.nearest import in_years, nearest
from standoff.dates.rule import Rule, always, never
from standoff.dates.rules.years import OF_YEAR, in_century, year_of
from standoff.dates.vocabulary import context_words

_LONG_TENS: Final = re.compile(r"[12]\d\d0'?s")

_BARE_YEARS: Final = range(1890, 2060)
"""Years that need no word before them."""


def iso(found: Expression) -> Meaning | None:
    """Read ``2021-05-01`` and ``2021/05/01``."""
    moment = Moment.of(found.value("ISO").replace("/", "-"))
    return Meaning("DATE", moment.value) if moment else None


def stamp(found: Expression) -> Meaning:
    """Read ``2021-05-01T14:30``."""
    return Meaning("TIME", found.value("STAMP").upper())


def slashed(found: Expression) -> Meaning | None:
    """Read ``5/1/2021``, in American order unless the first number is above 12, and ``1.5.2021``, the day first."""
    written = found.value("SLASH")
    month, day, year = (int(part) for part in re.split(r"[/.-]", written))
    if month > 12 or "." in written:
        month, day = day, month
    return _day(in_century(year, found) if year < 100 else year, month, day)


def month_day(found: Expression) -> Meaning | None:
    """Read a month and a day, with a year or in the nearest one."""
    month, day = found.number("MONTH", "ABBREVIATION"), found.number("NTHDAY", "DAY")
    year = year_of(found)
    if year is not None:
        return _day(year, month, day)
    if (month, day) == (9, 11) and found.after in ("attack", "attacks", "terror", "terrorist", "hijackings"):
        return Meaning("DATE", "2001-09-11")
    days = in_years(month, day, found.created)
    if "WEEKDAY" in found or "SHORTDAY" in found:
        days = [one for one in days if one.isoweekday() == found.number("WEEKDAY", "SHORTDAY")] or days
    return _nearest("D", days, found)


def month(found: Expression) -> Meaning | None:
    """Read a month, with a year or in the nearest one, unless it is somebody's name."""
    if len(found.words) == 1 and _is_name(found):
        return None
    return _in_year_or_nearest("M", found.number("MONTH", "ABBREVIATION"), found)


def season(found: Expression) -> Meaning | None:
    """Read a season, with a year or in the nearest one, unless it is part of a name ("the Winter Games")."""
    if found.text[found.end - 1].istitle() and found.after[:1].isupper():
        return None
    return _in_year_or_nearest("S", SEASON_MONTHS[found.value("SEASON")], found)


def year(found: Expression) -> Meaning | None:
    """Read a year."""
    number = year_of(found)
    return Meaning("DATE", f"{number:04}") if number else None


def short_year(found: Expression) -> Meaning | None:
    """Read "'98", but not "'98 percent" in quotation marks."""
    return None if found.after in ("percent", "per") else year(found)


def bare_year(found: Expression) -> Meaning | None:
    """Read a number as a year, unless the words around make it something else."""
    number = found.number("YEAR")
    counts = number % 100 == 0 and _counts(found)
    is_year = number in _BARE_YEARS and not counts and found.before not in context_words("not_before_years")
    return year(found) if is_year else None


def years(found: Expression) -> Meaning | None:
    """Read ``2012-13`` as the year that it begins in, as long as the second one follows the first."""
    first, second = re.split(r"[/-]", found.value("YEARS"))
    is_range = int(second[-2:]) > int(first[-2:]) or first.endswith("99")
    return Meaning("DATE", first) if is_range and found.before not in context_words("not_before_years") else None


def before_christ(found: Expression) -> Meaning | None:
    """Read "500 B.C."."""
    number = found.number("DIGITS")
    return Meaning("DATE", f"BC{number:04}") if 0 < number < 10_000 else None


def tens(found: Expression) -> Meaning | None:
    """Read a decade in digits, "the 1990s" or "the '90s", or a century, "the 1800s"; "80s" only in "1970s and 80s"."""
    written = found.value("TENS")
    digits = "".join(char for char in written if char.isdigit())
    if written.startswith(digits) and len(digits) == 2 and not _LONG_TENS.fullmatch(found.word(-2)):
        return None
    if len(digits) == 4 and digits.endswith("00") and digits < "2000":
        return Meaning("DATE", digits[:2])
    year = int(digits) if len(digits) == 4 else in_century(int(digits), found)
    return Meaning("DATE", f"{year // 10}")


def decade(found: Expression) -> Meaning:
    """Read a decade in words, "the nineties"."""
    return Meaning("DATE", f"{in_century(found.number('DECADE') * 10, found) // 10}")


def century(found: Expression) -> Meaning | None:
    """Read a century, "the 19th century", but not "his 50th century", which is a score."""
    number = found.number("ORD")
    if found.before in ("his", "her", "their"):
        return None
    era = "BC" if "ERA" in found else ""
    return Meaning("DATE", f"{era}{number - 1:02}") if 0 < number < 100 else None


def festive_day(found: Expression) -> Meaning | None:
    """Read a holiday, with a year, "last" or "next", or in the nearest year, or the weekend beside it."""
    rule, stated, now = found.value("HOLIDAY"), year_of(found), found.created.year
    years = [stated] if stated is not None else range(max(now - 1, 1), min(now + 1, 9999) + 1)
    days = [holiday(rule, year) for year in years]
    if found.words[0] == "this" and "WHICH" in found:
        days = [day for day in days if day.year == now]
    elif "WHICH" in found and "YEAR" not in found and (sign := found.number("WHICH")):
        days = [day for day in days if (day - found.created).days * sign > 0]
    meaning = _nearest("D", days, found)
    if meaning and found.words[-1] == "weekend":
        day = date.fromisoformat(meaning.value)
        # The Memorial Day weekend ends with that Monday, the Thanksgiving weekend begins with that Thursday.
        return Meaning.on("WE", Moment("WE", day - timedelta(days=3) if day.isoweekday() < 3 else day))
    return meaning


def nth_of_month(found: Expression) -> Meaning | None:
    """Read "the first week of May", "the last Monday in May"."""
    first = _in_year_or_nearest("M", found.number("MONTH"), found)
    month = Moment.of(first.value) if first else None
    which = -1 if found.has("last", "final") else found.number("ORD")
    if month is None or not (which == -1 or 1 <= which <= 31):
        return None
    if "WEEKDAY" in found or found.has("weekend"):
        weekday = found.number("WEEKDAY") or 6
        day = holiday(f"{month.day.month} {weekday} {which}", month.day.year)
        is_there = day.month == month.day.month
        return Meaning.on("WE" if found.has("weekend") else "D", Moment("D", day)) if is_there else None
    if found.has("week"):
        day = month.step(1).day - timedelta(days=1) if which < 0 else month.day + timedelta(days=7 * (which - 1))
        return Meaning.on("W", Moment("D", day))
    return _day(month.day.year, month.day.month, which if which > 0 else (month.step(1).day - timedelta(days=1)).day)


def week_of_day(found: Expression) -> Meaning | None:
    """Read "the week of May 3"."""
    day = month_day(found)
    moment = Moment.of(day.value) if day else None
    return Meaning.on("WE" if found.has("weekend") else "W", moment) if moment else None


def _counts(found: Expression) -> bool:
    """Say whether a round number counts what follows: "2000 soldiers", "2000-strong"."""
    noun = "".join(found.text[found.end + 1 : found.end + 2]) if found.after == "-" else found.after
    return noun.islower() and (found.after == "-" or noun.endswith("s") or noun in context_words("counted"))


def _is_name(found: Expression) -> bool:
    """Say whether a month is a name or a verb: "Theresa May", "May told them", "May they rest", "a March on Rome"."""
    word = found.words[0]
    if word == "march" and found.before in context_words("determiners") and found.after == "on":
        return True
    if word not in ("march", "april", "may", "june", "august") or found.before in context_words("before_months"):
        return False
    is_speaking = found.after in (*context_words("says"), *context_words("subjects")) or found.after.endswith("ed")
    is_surname = found.before_as_written[:1].isupper() or (word == "may" and is_speaking)
    if word == "march":
        return is_surname or found.after in ("For", "On")
    return is_surname or (found.after.isalpha() and found.after[0].isupper())


def _day(year: int, month: int, day: int) -> Meaning | None:
    moment = Moment.of(f"{year:04}-{month:02}-{day:02}")
    return Meaning("DATE", moment.value) if moment else None


def _nearest(unit: Unit, days: list[date], found: Expression) -> Meaning | None:
    moment = nearest((Moment(unit, day) for day in days), found.created, found.tense)
    return Meaning("DATE", moment.value) if moment else None


def _in_year_or_nearest(unit: Unit, first_month: int, found: Expression) -> Meaning | None:
    year = year_of(found)
    if year is not None:
        return Meaning.on(unit, Moment(unit, date(year, first_month, 1)))
    return _nearest(unit, in_years(first_month, 1, found.created), found)


_IN = "(in | since | by | of | until | till | from | to | between | during | before | after | around | through | for)"

# fmt: off
RULES = (
    Rule("iso date", "ISO", iso, "signed [2021-05-01]", "DATE 2021-05-01"),
    Rule("iso date and time", "STAMP (ZONE)?", stamp, "sent [2021-05-01T14:30]", "TIME 2021-05-01T14:30"),
    Rule("slashed date", "SLASH", slashed, "signed [5/1/2021]", "DATE 2021-05-01"),
    Rule("month day", f"((WEEKDAY | SHORTDAY) (,)?)? (MONTH | ABBREVIATION) (the)? NTHDAY {OF_YEAR}?", month_day,
         "leave by [May 1]", "DATE 2021-05-01"),
    Rule("day month", f"((WEEKDAY | SHORTDAY) (,)?)? ((the)? NTHDAY of | NTHDAY) (MONTH | ABBREVIATION) {OF_YEAR}?",
         month_day, "signed on [29 February 2020]", "DATE 2020-02-29"),
    Rule("days of a month", f"MONTH DAY - DAY {OF_YEAR}", month_day, "on [May 3-5, 2019]", "DATE 2019-05-03"),
    Rule("day-month-year", "DAY - (MONTH | ABBREVIATION) - YEAR", month_day, "on [29-Feb-2020]", "DATE 2020-02-29"),
    Rule("month", f"MONTH {OF_YEAR}?", month, "since [July 2019]", "DATE 2019-07"),
    Rule("nth of a month", f"(the)? (ORD | last | final) (WEEKDAY | week | weekend | day) (of | in) MONTH {OF_YEAR}?",
         nth_of_month, "on [the last Friday of May 2020]", "DATE 2020-05-29"),
    Rule("week of a day", f"(the)? (week | weekend) of MONTH NTHDAY {OF_YEAR}?", week_of_day,
         "in [the week of May 6, 2020]", "DATE 2020-W19"),
    Rule("abbreviated month", f"ABBREVIATION {OF_YEAR}", month, "since [Dec 2019]", "DATE 2019-12"),
    Rule("season", f"(the)? SEASON {OF_YEAR}", season, "in [the summer of 2019]", "DATE 2019-SU"),
    Rule("bare season", "(in | over | during | by | since | until | for | of | through | into) [ the SEASON ]", season,
         "began in [the fall]", "DATE 2020-FA"),
    Rule("season of no article", "(in | by | since | until | through) [ SEASON ]", season,
         "began in [winter]", "DATE 2020-WI"),
    Rule("early season", "(early | late | mid) (-)? [ SEASON ]", season, "began in [late summer]", "DATE 2020-SU END"),
    Rule("fall of something", "the SEASON of", never, "the fall of the city", ""),
    Rule("years", "YEARS", years, "in the [2019-20] season", "DATE 2019"),
    Rule("before Christ", "DIGITS ERA", before_christ, "built in [500 B.C.]", "DATE BC0500"),
    Rule("year", "(the year)? YEAR", bare_year, "the [2015] agreement", "DATE 2015"),
    Rule("old year", f"{_IN} (at least)? [ YEAR ]", year, "built in [1743]", "DATE 1743"),
    Rule("fiscal year", "(the)? (fiscal | financial | calendar | fy) (year)? (YEAR | YEARS)", year,
         "for [fiscal 2020]", "DATE 2020"),
    Rule("short year", "SHORTYEAR", short_year, "the class of ['98]", "DATE 1998"),
    Rule("spelled year", "(nineteen | eighteen | two thousand (and)? | twenty) SPELLED", year,
         "since [nineteen ninety-four]", "DATE 1994"),
    Rule("decade in digits", "(the)? TENS", tens, "in [the 1990s]", "DATE 199"),
    Rule("decade in words", "(the | nineteen) DECADE", decade, "in [the nineties]", "DATE 199"),
    Rule("part of a decade", "the (early | mid | late | swinging | roaring) (-)? [ DECADE ]", decade,
         "since [the late eighties]", "DATE 198 END"),
    Rule("film maker", "(the)? ORD century fox", never, "a film of 20th Century Fox", ""),
    Rule("century", "(the)? ORD (-)? (century | centuries) (ERA)?", century, "in [the 19th century]", "DATE 18"),
    Rule("holiday", f"(WHICH | this (past | coming))? HOLIDAY (weekend | {OF_YEAR})?", festive_day,
         "a truce over [Christmas]", "DATE 2020-12-25"),
    Rule("9/11", "9/11", always(Meaning("DATE", "2001-09-11")), "since [9/11]", "DATE 2001-09-11"),
)
# fmt: on
