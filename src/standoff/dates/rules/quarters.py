"""Quarters and halves of years: "the third quarter", "the second half of 2020"."""

from __future__ import annotations

from datetime import date
from typing import Final

from standoff.dates.expression import Expression, Meaning
from standoff.dates.moment import Moment, Unit
from standoff.dates.nearest import in_years, nearest
from standoff.dates.rule import Rule
from standoff.dates.rules.years import OF_YEAR, year_of
from standoff.dates.vocabulary import context_words

_REACH: Final = 20
"""How many words around a quarter can say that it is one of a game."""


def quarter(found: Expression) -> Meaning | None:
    """Read a quarter of a year, with the year or in the nearest one, but not one of a game."""
    around = found.text[max(found.begin - _REACH, 0) : found.end + _REACH]
    if year_of(found) is None and context_words("sports").intersection(around):
        return None
    return _part_of_year("Q", 3, 4 if _is_last(found) else found.number("ORD", "QUARTER"), found)


def quarter_of_months(found: Expression) -> Meaning | None:
    """Read "the October-December quarter" and "the December quarter"."""
    months = [int(found.classes["MONTH"][word]) for word in found.words if word in found.classes["MONTH"]]
    first, last = months[0] if len(months) > 1 else months[0] - 2, months[-1]
    return _part_of_year("Q", 3, last // 3, found) if last % 3 == 0 and last == first + 2 else None


def half(found: Expression) -> Meaning | None:
    """Read a half of a year."""
    return _part_of_year("H", 6, 2 if _is_last(found) else found.number("ORD", "HALFYEAR"), found)


def _is_last(found: Expression) -> bool:
    """Say whether a part is the last one: "the final quarter of 2019", not "the first quarter of last year"."""
    return "ORD" not in found and found.has("last", "final", "closing")


def _part_of_year(unit: Unit, months: int, number: int, found: Expression) -> Meaning | None:
    if not 1 <= number <= 12 // months:
        return None
    year = year_of(found)
    if found.words[-2:] == ["the", "year"]:
        is_ahead = months * (number - 1) >= found.created.month < 3
        year = found.created.year - (is_ahead and found.tense == "past")
    if year:
        return Meaning.on(unit, Moment(unit, date(year, months * number, 1)))
    # Reports on a quarter come out soon after its end, and often say what is expected: "a loss for the quarter".
    is_when = found.before in ("in", "by", "during", "through", "until", "into")
    moments = (Moment(unit, day) for day in in_years(months * number, 28, found.created))
    moment = nearest(moments, found.created, "future" if is_when and found.tense == "future" else "open")
    return Meaning("DATE", moment.value) if moment else None


_OR_THIS = f"({OF_YEAR} | of the year)"

# fmt: off
RULES = (
    Rule("quarter", f"(the | its | their)? (fiscal)? ORD (fiscal)? quarter {_OR_THIS}?", quarter,
         "in [the third quarter]", "DATE 2020-Q3"),
    Rule("quarter by its months", f"(the)? (MONTH - MONTH (quarter | period) | MONTH quarter) {OF_YEAR}?",
         quarter_of_months,
         "in [the October-December quarter]", "DATE 2020-Q4"),
    Rule("final quarter", f"(the)? (final | last | closing) quarter {_OR_THIS}", quarter,
         "in [the final quarter of 2019]", "DATE 2019-Q4"),
    Rule("quarter as adjective", f"[ (fiscal)? ORD - quarter {OF_YEAR}? ]", quarter,
         "the [third-quarter] loss", "DATE 2020-Q3"),
    Rule("quarter of a year", "(the)? (fiscal)? (YEAR | WHICH year) ('s)? ORD (-)? quarter", quarter,
         "in [last year's third quarter]", "DATE 2020-Q3"),
    Rule("quarter by its number", f"QUARTER {OF_YEAR}?", quarter, "in [Q3 2020]", "DATE 2020-Q3"),
    Rule("half", f"(the)? (ORD | last) (-)? half {_OR_THIS}", half,
         "in [the first half of 2020]", "DATE 2020-H1"),
    Rule("half by its number", f"HALFYEAR {OF_YEAR}?", half, "in [H1 2020]", "DATE 2020-H1"),
    Rule("half as adjective", "[ ORD - half ] (net | operating)? (pretax)? RESULT", half,
         "a [second-half] loss", "DATE 2020-H2"),
)
# fmt: on
