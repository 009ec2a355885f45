"""Quarters and other periods as reports on business compare them: "the latest quarter", "the year-earlier period"."""

from __future__ import annotations

from datetime import date

from standoff.dates.expression import Expression, Meaning
from standoff.dates.moment import Moment
from standoff.dates.nearest import in_years, nearest
from standoff.dates.rule import Rule


def quarter_before(found: Expression) -> Meaning:
    """Read "the latest quarter": the one that was last named, or else the last one that is over.

    Where none was, the month of "the quarter ended March 31" says which it is.
    """
    month = found.classes["MONTH"].get("".join(found.text[found.end + 1 : found.end + 2]).lower())
    if found.after in ("ended", "ending") and month and found.history.quarter is None:
        days = in_years(int(month), 28, found.created)
        moment = nearest(
            (Moment("Q", day) for day in days), found.created, "past" if found.after == "ended" else "open"
        )
        return Meaning.on("Q", moment or found.today)
    return Meaning.on("Q", found.history.quarter or found.today.to("Q").step(-1))


def latest_unit(found: Expression) -> Meaning | None:
    """Read "the latest fiscal year"."""
    unit = found.calendar_unit
    return Meaning.on(unit, found.today.step(-1, unit)) if unit else None


def year_ago(found: Expression) -> Meaning:
    """Read "a year ago" where quarters are compared, "the year-earlier period": the same quarter of the year before."""
    if found.history.quarter or found.has("quarter"):
        return Meaning.on("Q", (found.history.quarter or found.today.to("Q").step(-1)).step(-1, "Y"))
    return Meaning.on("Y", found.today.step(-1, "Y"))


def quarter_of_year_ago(found: Expression) -> Meaning | None:
    """Read "the year-ago third quarter"."""
    number = found.number("ORD")
    year = (found.history.quarter or found.today).day.year - 1
    return Meaning.on("Q", Moment("Q", date(year, 3 * number, 1))) if 1 <= number <= 4 and year > 0 else None


def period_of_year(found: Expression) -> Meaning | None:
    """Read "the 2020 period": the quarter that was last named, or else the whole year."""
    if found.before == "-":
        return None
    year, quarter = found.number("YEAR"), found.history.quarter
    if quarter and not found.has("year"):
        return Meaning.on("Q", quarter.step(year - quarter.day.year, "Y"))
    return Meaning("DATE", f"{year:04}")


def same_period(found: Expression) -> Meaning | None:
    """Read "the same period last year": what was last named, in another year."""
    last = found.history.quarter or found.history.last
    if found.has("month"):
        last = found.history.last.to("M") if found.history.last else found.today.to("M")
    elif found.has("quarter") and not found.history.quarter:
        last = found.today.to("Q").step(-1)
    base = last or found.today.to("Y")
    if "YEAR" in found:
        return Meaning("DATE", base.step(found.number("YEAR") - base.day.year, "Y").value)
    years = found.created.year + found.number("WHICH") - base.day.year if "WHICH" in found else -1
    return Meaning("DATE", base.step(years, "Y").value)


_AGO = "year (-)? (ago | earlier)"
_SAME = "(same | corresponding | comparable | equivalent | year - ago)"

# fmt: off
RULES = (
    Rule("the quarter", "(the | that) (latest | most recent)? quarter", quarter_before,
         "in [the latest quarter]", "DATE 2020-Q4"),
    Rule("latest period", "the (latest | most recent) period", quarter_before,
         "in [the latest period]", "DATE 2020-Q4"),
    Rule("latest unit", "the (latest | most recent) (fiscal)? UNIT", latest_unit,
         "in [the latest fiscal year]", "DATE 2020"),
    Rule("year-ago", f"(the | a)? (comparable)? {_AGO} (period | quarter)?", year_ago,
         "in [the year-ago period]", "DATE 2020"),
    Rule("quarter of the year before", f"(the | a)? {_AGO} ORD (-)? quarter", quarter_of_year_ago,
         "in [the year-ago third quarter]", "DATE 2020-Q3"),
    Rule("period of a year", "(the)? YEAR (period | quarter | fiscal year)", period_of_year,
         "in [the 2020 period]", "DATE 2020"),
    Rule("same period",
         f"(the | a) {_SAME} (fiscal)? (period | quarter | month) (of | in | a)? (WHICH year | YEAR | {_AGO})",
         same_period, "in [the same period last year]", "DATE 2020"),
)
# fmt: on
