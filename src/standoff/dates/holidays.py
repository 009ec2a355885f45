"""When holidays fall."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

_HEGIRA: Final = date(622, 7, 19).toordinal()
"""The first day of the Islamic calendar."""


def holiday(rule: str, year: int) -> date:
    """Return the day of a holiday.

    Parameters
    ----------
    rule
        ``MM-DD``; or month, weekday and which one in the month (-1: the last), such as ``11 4 4``, and then the days
        that it is later; or ``easter``, ``passover`` or ``tishri`` (the Jewish new year) and the days after it; or
        ``islamic`` and the month and day of the Islamic calendar, which the moon can make a day earlier or later.

    Raises
    ------
    OverflowError
        If the calendar did not exist in that year.

    >>> holiday("12-25", 2020).isoformat(), holiday("11 4 4", 2020).isoformat(), holiday("easter 1", 2021).isoformat()
    ('2020-12-25', '2020-11-26', '2021-04-05')
    """
    kind, *numbers = rule.split()
    if "-" in kind:
        month, day = kind.split("-")
        return date(year, int(month), int(day))
    values = [int(number) for number in numbers]
    match kind:
        case "easter":
            return _easter(year) + timedelta(days=values[0])
        case "islamic":
            return _islamic(year, *values)
        case "tishri":
            return _jewish_new_year(year) + timedelta(days=values[0])
        case "passover":
            # From Passover to the next new year there are always 163 days.
            return _jewish_new_year(year) + timedelta(days=values[0] - 163)
        case _:
            return _nth_weekday(year, int(kind), *values[:2]) + timedelta(days=sum(values[2:]))


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


def _islamic(year: int, month: int, day: int) -> date:
    """Return the first such day of a year in the tabular Islamic calendar (Reingold and Dershowitz's formula)."""
    new_year = date(year, 1, 1).toordinal()
    first = (new_year - _HEGIRA) * 30 // 10631
    if first < 1:
        raise OverflowError(f"there was no Islamic calendar in {year}")
    days = (
        _HEGIRA - 1 + (islamic - 1) * 354 + (3 + 11 * islamic) // 30 + 29 * (month - 1) + month // 2 + day
        for islamic in range(first, first + 4)
    )
    return date.fromordinal(next(number for number in days if number >= new_year))


def _jewish_new_year(year: int) -> date:
    """Return the day on which the Jewish year begins that does so in a year (Reingold and Dershowitz's formula)."""
    before, here, after = (_days_of_jewish_years(year + 3760 + offset) for offset in range(3))
    delay = 2 if after - here == 356 else 1 if here - before == 382 else 0
    number = here + delay - 1373427
    if number < 1:
        raise OverflowError(f"the year {year} is outside the calendar")
    return date.fromordinal(number)


def _days_of_jewish_years(year: int) -> int:
    months = (235 * year - 234) // 19
    days = 29 * months + (12084 + 13753 * months) // 25920
    return days + ((3 * (days + 1)) % 7 < 3)
