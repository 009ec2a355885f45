"""Stretches of the calendar of one unit, such as a day, a week or a decade, and steps between them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, Self

Unit = Literal["D", "WE", "W", "M", "Q", "S", "H", "Y", "DE", "CE", "ML"]
"""Day, weekend, week, month, quarter, season, half-year, year, decade, century, millennium; the shorter first."""

UNITS: Final[tuple[Unit, ...]] = ("D", "WE", "W", "M", "Q", "S", "H", "Y", "DE", "CE", "ML")
SEASON_MONTHS: Final = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which each season begins."""
FRACTIONS: Final[dict[Unit, tuple[Unit, int]]] = {"W": ("D", 7), "Y": ("M", 12), "DE": ("Y", 10), "CE": ("Y", 100)}
"""The unit in which parts of a unit are counted, and how many of it there are."""

_DAYS: Final = {"D": 1, "WE": 7, "W": 7}
_MONTHS: Final = {"M": 1, "Q": 3, "S": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_FORMS: Final[dict[Unit, re.Pattern[str]]] = {
    "D": re.compile(r"(\d{4})-(\d\d)-(\d\d)"),
    "WE": re.compile(r"(\d{4})-W(\d\d)-WE"),
    "W": re.compile(r"(\d{4})-W(\d\d)"),
    "M": re.compile(r"(\d{4})-(\d\d)"),
    "Q": re.compile(r"(\d{4})-Q(\d)"),
    "S": re.compile(r"(\d{4})-(SP|SU|FA|WI)"),
    "H": re.compile(r"(\d{4})-H(\d)"),
    "Y": re.compile(r"(\d{4})"),
}


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
        for unit, form in _FORMS.items():
            if match := form.fullmatch(value.partition("T")[0]):
                try:
                    return cls(unit, _day_in(unit, int(match[1]), *match.groups()[1:]))
                except ValueError:
                    return None
        return None

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        year, month = self.day.year, self.day.month
        match self.unit:
            case "W" | "WE":
                iso = self.day.isocalendar()
                return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if self.unit == "WE" else "")
            case "D":
                return self.day.isoformat()
            case "M":
                return f"{year:04}-{month:02}"
            case "Q":
                return f"{year:04}-Q{(month + 2) // 3}"
            case "S":
                # A winter has the name of the year that it begins in.
                return f"{year - (month < 3):04}-{tuple(SEASON_MONTHS)[(month - 3) % 12 // 3]}"
            case "H":
                return f"{year:04}-H{(month + 5) // 6}"
            case "Y":
                return f"{year:04}"
            case "DE":
                return f"{year // 10:03}"
            case "CE":
                return f"{year // 100:02}"
            case "ML":
                return f"{year // 1000}XXX"

    def to(self, unit: Unit) -> Moment:
        """Return the moment of another unit around the same day."""
        return replace(self, unit=unit)

    def step(self, count: int, unit: Unit | None = None) -> Moment:
        """Return the moment that many units later, of the same unit as this one.

        Raises
        ------
        OverflowError
            If that is outside the years 1 to 9999.
        """
        unit = unit or self.unit
        if unit in _DAYS:
            return replace(self, day=self.day + timedelta(days=count * _DAYS[unit]))
        year, month = divmod(self.day.year * 12 + self.day.month - 1 + count * _MONTHS[unit], 12)
        if not 1 <= year <= 9999:
            raise OverflowError(f"the year {year} is outside the calendar")
        return replace(self, day=date(year, month + 1, min(self.day.day, monthrange(year, month + 1)[1])))


def _day_in(unit: Unit, year: int, *parts: str) -> date:
    """Return the first day of the stretch that the parts of a value name."""
    match unit:
        case "D":
            return date(year, int(parts[0]), int(parts[1]))
        case "W":
            return date.fromisocalendar(year, int(parts[0]), 1)
        case "WE":
            return date.fromisocalendar(year, int(parts[0]), 6)
        case "S":
            return date(year, SEASON_MONTHS[parts[0]], 1)
        case "M":
            return date(year, int(parts[0]), 1)
        case "Q":
            return date(year, 3 * int(parts[0]) - 2, 1)
        case "H":
            return date(year, 6 * int(parts[0]) - 5, 1)
        case _:
            return date(year, 1, 1)
