"""Which year, month or week is meant where a text names only a part of a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from standoff.dates.moment import Moment
from standoff.dates.tense import Tense

_AGAINST_TENSE: Final = 12
"""How many times as far a date counts that lies on the other side of today than the tense says."""

_LEAP_CYCLE: Final = 8
"""How many years may lie between two February 29ths."""


def nearest_weekday(weekday: int, today: date, tense: Tense) -> Moment:
    """Return the day of that name (1 Monday to 7 Sunday) last past, today or, in the future tense, next to come."""
    back = (today.isoweekday() - weekday) % 7
    return Moment("D", today + timedelta(days=7 - back if tense == "future" and back else -back))


def nearest(moments: Iterable[Moment], today: date, tense: Tense) -> Moment | None:
    """Return the moment closest to today, where those against the tense count as further away; None of none."""

    def distance(moment: Moment) -> tuple[int, date]:
        days = 0 if moment.value == Moment(moment.unit, today).value else (moment.day - today).days
        against = (tense == "past" and days > 0) or (tense == "future" and days < 0)
        return abs(days) * (_AGAINST_TENSE if against else 1), moment.day

    return min(moments, key=distance, default=None)


def in_years(month: int, day: int, today: date) -> list[date]:
    """Return the month and day in the years around today's in which they exist."""
    years = range(max(today.year - _LEAP_CYCLE, 1), min(today.year + _LEAP_CYCLE, 9999) + 1)
    return [date(year, month, day) for year in years if _exists(year, month, day)]


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
