"""The year that an expression names, in digits, in words or as "last year"."""

from __future__ import annotations

from typing import Final

from standoff.dates.expression import Expression

_AHEAD: Final = 20
"""How many years ahead of the present two digits of a year may lie."""

_NAME = "(YEARS | YEAR | SHORTYEAR | (nineteen | twenty) SPELLED | WHICH year | that year | the same year)"
OF_YEAR = f"((,)? (of)? (the)? (fiscal)? {_NAME})"


def year_of(found: Expression) -> int | None:
    """Return the year that the expression names, if it does and the calendar has it."""
    year = _stated_year(found)
    return year if year and 1 <= year <= 9999 else None


def in_century(two_digits: int, found: Expression) -> int:
    """Return the year that two digits stand for, in this century unless that is far ahead."""
    year = found.created.year // 100 * 100 + two_digits
    return year if year <= found.created.year + _AHEAD else year - 100


def _stated_year(found: Expression) -> int | None:
    if "YEAR" in found:
        return found.number("YEAR")
    if "YEARS" in found:
        return int(found.value("YEARS")[:4])
    if "SHORTYEAR" in found:
        return in_century(int(found.value("SHORTYEAR")[1:]), found)
    if "SPELLED" in found:
        return _spelled_year(found)
    if "WHICH" in found and found.has("year"):
        return found.created.year + found.number("WHICH")
    return found.anchor.day.year if found.has("that", "same") else None


def _spelled_year(found: Expression) -> int | None:
    """Return the year in words that ends the expression, "nineteen ninety-four"."""
    head, tail = found.words[-len(found.named["SPELLED"]) - 1], found.number("SPELLED")
    if head in ("eighteen", "nineteen", "twenty"):
        return {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[head] + tail if 10 <= tail <= 99 else None
    return 2000 + tail if tail <= 99 else None
