"""Which year, month or week is meant where a text names only a part of a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from standoff.dates.moment import Moment
from standoff.dates.tense import Tense

_AGAINST_TENSE = 12
"""How many times as far a date counts that lies on the other side of today than the tense says."""


def nearest_weekday(weekday: int, today: date, tense: Tense) -> date:
    """Return the day of that name (1 Monday to 7 Sunday) last past, today or, in the future tense, next to come."""
    past = today - timedelta(days=(today.isoweekday() - weekday) % 7)
    return past if tense != "future" or past == today else past + timedelta(days=7)


def nearest(moments: Iterable[Moment], today: date, tense: Tense) -> Moment:
    """Return the moment closest to today, where those against the tense count as further away."""

    def distance(moment: Moment) -> tuple[float, date]:
        same = moment.value == Moment(moment.unit, today).value
        days = 0 if same else (moment.day - today).days
        against = (tense == "past" and days > 0) or (tense == "future" and days < 0)
        return abs(days) * (_AGAINST_TENSE if against else 1), moment.day

    return min(moments, key=distance)


def in_years(month: int, day: int, today: date) -> list[date]:
    """Return the month and day in the years around today's in which they exist."""
    days = []
    for year in range(max(today.year - 4, 1), min(today.year + 4, 9999) + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return days
