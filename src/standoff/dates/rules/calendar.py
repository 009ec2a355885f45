"""Dates of the calendar, whole ("May 1, 2021") or in part ("May", "the third quarter")."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from standoff.dates.moment import Moment, Unit
from standoff.dates.nearest import in_years, nearest
from standoff.dates.rule import Captures, Context, Meaning, Rule, on


def iso(found: Captures, at: Context) -> Meaning | None:
    """``2021-05-01``."""
    moment = Moment.of(found.text("ISO"))
    return moment and Meaning("DATE", moment.value)


def slashed(found: Captures, at: Context) -> Meaning | None:
    """``5/1/2021``, in American order unless the day is above 12."""
    month, day, year = (int(part) for part in found.text("SLASH").split("/"))
    if month > 12:
        month, day = day, month
    return _whole(year if year > 99 else _century(year, at) + year, month, day)


def month_day(found: Captures, at: Context) -> Meaning | None:
    """A month and a day, with a year or in the nearest one."""
    month, day = found.int("MONTH"), found.int("NTHDAY")
    year = _year(found, at)
    if year is not None:
        return _whole(year, month, day)
    if (month, day) == (9, 11) and at.after in ("attack", "attacks", "terror", "terrorist", "hijackings"):
        return Meaning("DATE", "2001-09-11")
    days = in_years(month, day, at.created)
    if "WEEKDAY" in found:
        days = [d for d in days if d.isoweekday() == found.int("WEEKDAY")] or days
    return on("D", nearest((Moment("D", d) for d in days), at.created, at.tense)) if days else None


def month(found: Captures, at: Context) -> Meaning | None:
    """A month, with a year or in the nearest one."""
    number = found.int("MONTH")
    year = _year(found, at)
    if year is not None:
        return on("M", Moment("M", date(year, number, 1)))
    months = (Moment("M", day) for day in in_years(number, 1, at.created))
    return on("M", nearest(months, at.created, at.tense))


def season(found: Captures, at: Context) -> Meaning | None:
    """A season, with a year or in the nearest one."""
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[found.text("SEASON")]
    year = _year(found, at)
    if year is not None:
        return on("S", Moment("S", date(year, first, 1)))
    seasons = (Moment("S", day) for day in in_years(first, 15, at.created))
    return on("S", nearest(seasons, at.created, at.tense))


def year(found: Captures, at: Context) -> Meaning | None:
    """A year that stands alone."""
    number = _year(found, at)
    return None if number is None or number == 0 else Meaning("DATE", f"{number:04}")


def bare_year(found: Captures, at: Context) -> Meaning | None:
    """A number that is a year: a recent one anywhere, an older one only behind a preposition."""
    return year(found, at) if 1890 <= found.int("YEAR") <= 2059 else None


def tens(found: Captures, at: Context) -> Meaning | None:
    """A decade in digits, "the 1990s"; without a century, the one of this or the last."""
    digits = "".join(char for char in found.text("TENS") if char.isdigit())
    return Meaning("DATE", digits[:-1] if len(digits) == 4 else f"{_century(int(digits), at) // 100}{digits[0]}")


def decade(found: Captures, at: Context) -> Meaning | None:
    """A decade in words, "the nineties"."""
    number = found.int("DECADE")
    return Meaning("DATE", f"{_century(number * 10, at) // 100}{number}")


def century(found: Captures, at: Context) -> Meaning | None:
    """A century by its number, "the 19th century"."""
    number = found.int("ORD")
    return Meaning("DATE", f"{number - 1:02}") if 0 < number < 100 else None


def quarter(found: Captures, at: Context) -> Meaning | None:
    """A quarter or half of a year, with its year or in the nearest one."""
    length, unit = (6, "H") if found.has("half") else (3, "Q")
    number = 12 // length if "ORD" not in found else found.int("ORD")
    if not 1 <= number <= 12 // length:
        return None
    first = length * (number - 1) + 1
    stated = _year(found, at)
    named: Unit = "H" if unit == "H" else "Q"
    if stated is not None:
        return on(named, Moment(named, date(stated, first, 1)))
    last = first + length - 1
    ends = (Moment(named, day.replace(month=last, day=28)) for day in in_years(first, 1, at.created))
    return on(named, nearest(ends, at.created, at.tense))


def holiday(found: Captures, at: Context) -> Meaning | None:
    """A holiday, with a year or in the nearest one."""
    day_in = _holiday_rule(found.text("HOLIDAY"))
    stated = _year(found, at)
    if stated is not None:
        return on("D", Moment("D", day_in(stated)))
    years = range(max(1, at.created.year - 1), min(9999, at.created.year + 1) + 1)
    return on("D", nearest((Moment("D", day_in(y)) for y in years), at.created, at.tense))


def september_11(found: Captures, at: Context) -> Meaning | None:
    """Return the day of the attacks that are named by it."""
    return Meaning("DATE", "2001-09-11")


def _whole(year: int, month: int, day: int) -> Meaning | None:
    try:
        return on("D", Moment("D", date(year, month, day)))
    except ValueError:
        return None


def _century(two_digits: int, at: Context) -> int:
    """Return the century that puts two digits of a year closest to the present, at most 20 years ahead."""
    century = at.created.year // 100 * 100
    return century if century + two_digits <= at.created.year + 20 else century - 100


def _year(found: Captures, at: Context) -> int | None:
    """Return the year that the expression names, if it does."""
    if "YEAR" in found:
        return found.int("YEAR")
    if "SHORTYEAR" in found:
        digits = int(found.text("SHORTYEAR")[1:])
        return _century(digits, at) + digits
    if "SPELLED" in found:
        return _spelled_year(found)
    if "WHICH" in found:
        return at.created.year + found.int("WHICH")
    if found.has("that", "same"):
        return at.anchor.day.year
    return None


def _spelled_year(found: Captures) -> int | None:
    """Return the year that ends the expression in words, "nineteen ninety-four"."""
    head, tail = found.words[-len(found.named["SPELLED"]) - 1], found.int("SPELLED")
    if head in ("eighteen", "nineteen", "twenty"):
        return {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[head] + tail if 10 <= tail <= 99 else None
    return 2000 + tail if tail <= 99 else None


def _holiday_rule(rule: str) -> Callable[[int], date]:
    if rule.startswith("easter"):
        return lambda year: _easter(year) + timedelta(days=int(rule.split()[1]))
    if "-" in rule[:3]:
        return lambda year: date(year, int(rule[:2]), int(rule[3:]))
    month, weekday, which = (int(part) for part in rule.split())
    return lambda year: _nth_weekday(year, month, weekday, which)


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


_OF_YEAR = "((,)? (of)? (the)? (YEAR | SHORTYEAR | (nineteen | twenty) SPELLED | WHICH year | that year | the same year))"
_PREPOSITION = "(in | since | by | of | until | till | from | to | between | during | before | after | around | circa | through | for)"

RULES = (
    Rule("iso date", "ISO", iso, "signed [2021-05-01]", "DATE 2021-05-01"),
    Rule("slashed date", "SLASH", slashed, "signed [5/1/2021]", "DATE 2021-05-01"),
    Rule("month day", f"(WEEKDAY (,)?)? MONTH (the)? NTHDAY {_OF_YEAR}?", month_day,
         "leave by [May 1]", "DATE 2021-05-01"),
    Rule("day month", f"(WEEKDAY (,)?)? ((the)? NTHDAY of | NTHDAY) MONTH {_OF_YEAR}?", month_day,
         "signed on [29 February 2020]", "DATE 2020-02-29"),
    Rule("month", f"MONTH {_OF_YEAR}?", month, "since [July 2019]", "DATE 2019-07"),
    Rule("season", f"(the)? SEASON {_OF_YEAR}", season, "in [the summer of 2019]", "DATE 2019-SU"),
    Rule("bare season", "(in | over | during | by | since | until | for | of | through | into | this) [ the SEASON ]", season,
         "began in [the fall]", "DATE 2020-FA"),
    Rule("season of no article", "(in | by | since | until | through) [ SEASON ]", season, "began in [winter]", "DATE 2020-WI"),
    Rule("year", "(the year)? YEAR", bare_year, "the [2015] agreement", "DATE 2015"),
    Rule("old year", f"{_PREPOSITION} [ YEAR ]", year, "built in [1743]", "DATE 1743"),
    Rule("fiscal year", "(the)? (fiscal | financial) (year)? YEAR", year, "for [fiscal 2020]", "DATE 2020"),
    Rule("short year", "SHORTYEAR", year, "the class of ['98]", "DATE 1998"),
    Rule("spelled year", "(nineteen | eighteen | two thousand (and)? | twenty) SPELLED", year,
         "since [nineteen ninety-four]", "DATE 1994"),
    Rule("period of a year", "(the)? YEAR (period | quarter | fiscal year)", year, "in [the 2020 period]", "DATE 2020"),
    Rule("decade in digits", "(the)? TENS", tens, "in [the 1990s]", "DATE 199"),
    Rule("decade in words", "(the | nineteen) DECADE", decade, "in [the nineties]", "DATE 199"),
    Rule("century", "(the)? ORD (-)? century", century, "in [the 19th century]", "DATE 18"),
    Rule("quarter", f"(the | its | their)? (fiscal)? ORD (fiscal)? quarter {_OF_YEAR}?", quarter,
         "in [the third quarter]", "DATE 2020-Q3"),
    Rule("quarter as adjective", "[ (fiscal)? ORD - quarter ]", quarter, "the [third-quarter] loss", "DATE 2020-Q3"),
    Rule("quarter of a year", "(the)? (fiscal)? (YEAR | WHICH year) ('s)? ORD (-)? quarter", quarter,
         "in [last year's third quarter]", "DATE 2020-Q3"),
    Rule("half", f"(the)? ORD (-)? half {_OF_YEAR}", quarter, "in [the first half of 2020]", "DATE 2020-H1"),
    Rule("last half", f"(the)? last half {_OF_YEAR}", quarter, "in [the last half of 2020]", "DATE 2020-H2"),
    Rule("holiday", f"HOLIDAY {_OF_YEAR}?", holiday, "a truce over [Christmas]", "DATE 2020-12-25"),
    Rule("9/11", "9/11", september_11, "since [9/11]", "DATE 2001-09-11"),
)
