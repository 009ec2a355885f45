"""What a well-formed TIMEX3 value is.

Source: TimeML annotation guidelines 1.2.1 (Saurí et al. 2006), section 2.2, and the TIDES 2005 standard on which its
values are built, both of them extensions of ISO 8601. ``X`` stands for a digit that the text leaves open.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import Final

TYPES: Final = ("DATE", "TIME", "DURATION", "SET")
"""The values of the TIMEX3 attribute ``type``."""

MODS: Final = (
    "BEFORE",
    "AFTER",
    "ON_OR_BEFORE",
    "ON_OR_AFTER",
    "LESS_THAN",
    "MORE_THAN",
    "EQUAL_OR_LESS",
    "EQUAL_OR_MORE",
    "START",
    "MID",
    "END",
    "APPROX",
)
"""The values of the TIMEX3 attribute ``mod``."""

_REFERENCES = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")

_DATE = re.compile(
    r"""(?:BC)?(?:
        (?P<year>[\dX]{4})-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?   # 2021-03-27, XXXX-05-01, 2021-03
      | [\dX]{4}-W(?P<week>\d\d|XX)(?:-(?:[1-7X]|WE))?                # 2021-W12, XXXX-WXX-6, 2021-W12-WE
      | [\dX]{4}-(?:SP|SU|FA|WI|Q[1-4X]|H[12X])                       # seasons, quarters, halves
      | (?:FY)?[\dX]{4} | \d{3}X? | \d{2}(?:XX)?                      # year, decade, century
      | [KMG]A\d+(?:\.\d+)?                                          # thousands, millions, billions of years ago
    )""",
    re.VERBOSE,
)
_CLOCK = re.compile(
    r"""T(?: MO | MI | AF | EV | NI | DT | PM | AM
      | (?P<hour>\d\d|XX)(?::(?P<minute>\d\d|XX)(?::(?P<second>\d\d|XX)(?:\.\d+)?)?)?
        (?:Z|[+-]\d\d(?::?\d\d)?)?
    )""",
    re.VERBOSE,
)
_NUMBER = r"(?:\d+(?:\.\d+)?|X{1,2})"
# PXX is how TimeBank 1.2 writes "a while": neither number nor unit is known.
_DURATION = re.compile(
    rf"""PXX | P(?=.)(?:{_NUMBER}(?:ML|CE|DE|Y|Q|H|M|WE|W|D|SP|SU|FA|WI))*
        (?:T(?=.)(?:{_NUMBER}(?:H|M|S|MO|AF|EV|NI|DT))+)?""",
    re.VERBOSE,
)


@lru_cache(maxsize=10_000)
def is_value(value: str, type_: str | None = None) -> bool:
    """Say whether `value` is a well-formed TIMEX3 value, and one that fits `type_` where that is given.

    Months, days, weeks and clock times must exist in the calendar (February 29 in leap years only).

    >>> is_value("2021-03-27", "DATE"), is_value("2021-02-30"), is_value("P2W", "DATE")
    (True, False, False)
    """
    if type_ == "DURATION":
        return _is_duration(value)
    if type_ == "DATE":
        return value in _REFERENCES or _is_date(value)
    if type_ == "TIME":
        return value in _REFERENCES or _is_time(value)
    return value in _REFERENCES or _is_date(value) or _is_time(value) or _is_duration(value)


def _is_duration(value: str) -> bool:
    return _DURATION.fullmatch(value) is not None


def _is_time(value: str) -> bool:
    date, mark, _ = value.partition("T")
    if not mark or (date and not _is_date(date)):
        return False
    clock = _CLOCK.fullmatch(value, len(date))
    return clock is not None and all(
        found in (None, "XX") or int(found) <= limit
        for found, limit in ((clock["hour"], 24), (clock["minute"], 59), (clock["second"], 60))
    )


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    week, month, day = match["week"], match["month"], match["day"]
    if week not in (None, "XX") and not 1 <= int(week) <= 53:
        return False
    if month in (None, "XX"):
        return day in (None, "XX") or 1 <= int(day) <= 31
    if not 1 <= int(month) <= 12:
        return False
    # An open year may be a leap year.
    year = int(match["year"]) if match["year"].isdigit() and int(match["year"]) > 0 else 2000
    return day in (None, "XX") or 1 <= int(day) <= calendar.monthrange(year, int(month))[1]
