"""Numbers in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def number_value(words: Iterable[str], values: Mapping[str, int | str]) -> float | None:
    """Return the number that a row of words names, or None where it is a vague one.

    Parameters
    ----------
    words
        Words in lower case; those without a value, such as "and", are passed over.
    values
        The values of number words: ``three`` 3, ``third`` 3, ``several`` ``"X"``.

    >>> number_value("two hundred and twenty - one".split(), {"two": 2, "hundred": 100, "twenty": 20, "one": 1})
    221.0
    """
    total, group, found = 0.0, 0.0, False
    halves = 0.0
    for word in words:
        digits = _DIGITS.match(word)
        value: float | str | None = float(digits.group().replace(",", "")) if digits else values.get(word)
        if word == "half":
            halves = 0.5
        elif value == "X":
            return None
        elif value is not None:
            found, number = True, float(value)
            if number >= 1000 and digits is None:
                total, group = total + (group or 1) * number, 0.0
            elif number == 100 and digits is None:
                group = (group or 1) * number
            else:
                group += number
    return (total + group if found else 1.0 if not halves else 0.0) + halves


def plain(number: float) -> str:
    """Return a number as it stands in a TIMEX3 value, without a needless fraction."""
    return str(int(number)) if number == int(number) else f"{number:g}"
