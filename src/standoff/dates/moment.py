"""Stretches of the calendar of one unit, such as a day, a week or a decade, and steps between them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, Self, cast

Unit = Literal["D", "WE", "W", "M", "Q", "S", "H", "Y", "DE", "CE", "ML"]
"""Day, weekend, week, month, quarter, season, half-year, year, decade, century, millennium."""

_DAYS: Final = {"D": 1, "WE": 7, "W": 7}
_MONTHS: Final = {"M": 1, "Q": 3, "S": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_SEASONS: Final = ("SP", "SU", "FA", "WI")
_VALUE = re.compile(r"(\d{4})(?:-(?:W(\d\d)(-WE)?|Q(\d)|H(\d)|(SP|SU|FA|WI)|(\d\d)(?:-(\d\d))?))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar.

    Parameters
    ----------
    unit
        How long it is.
    day
        A day in it: the one that it was made from, so that narrowing it again loses nothing.
    """

    unit: Unit
    day: date

    @classmethod
    def of(cls, value: str) -> Self | None:
        """Return the moment that a TIMEX3 value of a date or time names, or None where it names no single one."""
        match = _VALUE.fullmatch(value.partition("T")[0])
        if match is None:
            return None
        year, week, weekend, quarter, half, season, month, day = match.groups()
        try:
            if week:
                return cls("WE" if weekend else "W", date.fromisocalendar(int(year), int(week), 6 if weekend else 1))
            unit = "D" if day else "M" if month else "Q" if quarter else "H" if half else "S" if season else "Y"
            first = month or quarter and 3 * int(quarter) - 2 or half and 6 * int(half) - 5
            first = first or season and {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season] or 1
            return cls(cast("Unit", unit), date(int(year), int(first), int(day or 1)))
        except ValueError:
            return None

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        year, month = self.day.year, self.day.month
        if self.unit in ("W", "WE"):
            iso = self.day.isocalendar()
            return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if self.unit == "WE" else "")
        if self.unit == "S":
            # A winter has the name of the year that it begins in.
            return f"{year - (month < 3):04}-{_SEASONS[(month - 3) % 12 // 3]}"
        return {
            "D": f"{year:04}-{month:02}-{self.day.day:02}",
            "M": f"{year:04}-{month:02}",
            "Q": f"{year:04}-Q{(month + 2) // 3}",
            "H": f"{year:04}-H{(month + 5) // 6}",
            "Y": f"{year:04}",
            "DE": f"{year // 10:03}",
            "CE": f"{year // 100:02}",
            "ML": f"{year // 1000}XXX",
        }[self.unit]

    def to(self, unit: Unit) -> Moment:
        """Return the moment of another unit around the same day."""
        return replace(self, unit=unit)

    def step(self, count: int, unit: Unit | None = None) -> Moment:
        """Return the moment as many units later, of the same unit as this one.

        Raises
        ------
        OverflowError
            If that is outside the years 1 to 9999.
        """
        unit = unit or self.unit
        if unit in _DAYS:
            return replace(self, day=self.day + timedelta(days=count * _DAYS[unit]))
        months = self.day.year * 12 + self.day.month - 1 + count * _MONTHS[unit]
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError("outside the calendar")
        return replace(self, day=date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1])))
