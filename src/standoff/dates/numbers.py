"""Numbers in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_DIGITS: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:[ -](\d)/([1-9]))?")
_MULTIPLIERS: Final = ("dozen", "hundred")
_THOUSAND: Final = 1000


def number_value(words: Iterable[str], values: Mapping[str, int | str]) -> float | None:
    """Return the number that a row of words names, 1 where none of them is a number, None for a vague one.

    Parameters
    ----------
    words
        Words in lower case; those without a value, such as "and", are passed over.
    values
        The values of number words: ``three`` 3, ``third`` 3, ``several`` ``"X"``.

    >>> number_value("two hundred and twenty - one".split(), {"two": 2, "hundred": 100, "twenty": 20, "one": 1})
    221.0
    >>> number_value(["2 1/2"], {}), number_value(["half", "a"], {}), number_value(["a"], {})
    (2.5, 0.5, 1.0)
    """
    thousands, group, half = 0.0, 0.0, 0.0
    found = False
    for word in words:
        if word == "half":
            half = 0.5
        elif digits := _DIGITS.match(word):
            whole, above, below = digits.groups()
            group += float(whole.replace(",", "")) + (int(above) / int(below) if above else 0)
            found = True
        elif word in values:
            if values[word] == "X":
                return None
            number, found = float(values[word]), True
            if number >= _THOUSAND:
                thousands, group = thousands + (group or 1) * number, 0.0
            else:
                group = (group or 1) * number if word in _MULTIPLIERS else group + number
    return thousands + group + half if found or half else 1.0


def plain(number: float) -> str:
    """Return a number as it stands in a TIMEX3 value, without a needless fraction.

    >>> plain(2.0), plain(2.5)
    ('2', '2.5')
    """
    return str(int(number)) if number == int(number) else f"{number:g}"
