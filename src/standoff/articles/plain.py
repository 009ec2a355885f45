"""Seed files in which nothing is odd, read in a fraction of the time: most of a million are."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from standoff.text import canonical

# What `standoff.articles.seed` takes for a header, as most are written.
_HEADER = re.compile(rb"date ([0-9]{4}-[0-9]{2}-[0-9]{2})(?=[ \n])")
_REPLACEMENT = "\ufffd".encode()
_PRINTABLE_ASCII = range(0x21, 0x7F)


def plain_seed(data: bytes) -> tuple[date, bytes] | None:
    """Return the day and the canonical text, as UTF-8, of a seed file, or None where only `parse_seed` can tell.

    They are what `parse_seed` makes of its bytes, where that finds no fault.
    """
    header = _HEADER.match(data)
    if header is None or b"\r" in data or b"\0" in data:
        return None
    if _REPLACEMENT[:1] in data and _REPLACEMENT in data:  # one byte is found in a sixth of the time
        return None
    day, text = _day(header[1]), data[header.end() :].strip()
    if day is None or not text:
        return None
    try:
        if not text.isascii() or text[0] not in _PRINTABLE_ASCII or text[-1] not in _PRINTABLE_ASCII:
            decoded = text.decode()
            # There is other white space than that of ASCII.
            if canonical(decoded) != decoded:
                return None
    except UnicodeDecodeError:
        return None
    return day, text


@lru_cache(maxsize=10_000)
def _day(value: bytes) -> date | None:
    try:
        return date.fromisoformat(value.decode())
    except ValueError:
        return None
