"""When holidays fall."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def holiday(rule: str, year: int) -> date:
    """Return the day of a holiday.

    Parameters
    ----------
    rule
        ``MM-DD``; or month, weekday and which one in the month (-1: the last), such as ``11 4 4``, and then the
        days that it is later; or ``easter`` and a number of days after Easter Sunday.

    >>> holiday("12-25", 2020).isoformat(), holiday("11 4 4", 2020).isoformat(), holiday("easter 1", 2021).isoformat()
    ('2020-12-25', '2020-11-26', '2021-04-05')
    """
    if rule.startswith("easter"):
        return _easter(year) + timedelta(days=int(rule.split()[1]))
    if "-" in rule.split(maxsplit=1)[0]:
        month, day = rule.split("-")
        return date(year, int(month), int(day))
    month_, weekday, which, *after = (int(part) for part in rule.split())
    return _nth_weekday(year, month_, weekday, which) + timedelta(days=sum(after))


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
