"""Seed files and rows in which nothing is odd, read in a fraction of the time: most of a million are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson

from standoff.articles.fields import LONGEST_TEXT, is_id, is_storable
from standoff.articles.model import Columns, Entry, Stored
from standoff.articles.tables import parse_json_lines
from standoff.errors import Finding
from standoff.text import canonical

# What `standoff.articles.seed` takes for a header, as most are written.
_HEADER = re.compile(rb"date ([0-9]{4}-[0-9]{2}-[0-9]{2})(?=[ \n])")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REPLACEMENT = "\ufffd".encode()
_PRINTABLE_ASCII = range(0x21, 0x7F)


def plain_seed(data: bytes) -> tuple[date, bytes] | None:
    """Return the day and the canonical text, as UTF-8, of a seed file, or None where only `parse_seed` can tell.

    They are what `parse_seed` makes of its bytes, where that finds no fault.
    """
    header = _HEADER.match(data)
    if header is None or b"\r" in data or len(data) > LONGEST_TEXT or _is_odd(data):
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


class PlainRows:
    """Makes articles of rows: JSON objects, as `orjson` reads them.

    Parameters
    ----------
    origin
        That of articles whose row names none.
    """

    def __init__(self, columns: Columns, origin: str) -> None:
        self._required: Callable[[Any], tuple[Any, Any, Any]] = itemgetter(*columns.required)
        self._names = (columns.title, columns.source, columns.url, columns.origin)
        self._origin = origin
        self._may_be_plain = is_storable(origin)

    def article(self, row: object, line: int) -> Stored | None:
        """Return the article of a row, or None where only `standoff.articles.tables` can tell.

        It is what that makes of the row, where it finds no fault.
        """
        try:
            id_, day, text = self._required(row)
        except (KeyError, TypeError, IndexError):
            return None
        if not type(id_) is type(day) is type(text) is str or not is_id(id_) or not self._may_be_plain:
            return None
        when, data = _day_of(day), canonical(text).encode()
        more = list(map(row.get, self._names))  # type: ignore[attr-defined]  # only an object has these values
        if when is None or not 0 < len(data) <= LONGEST_TEXT or _is_odd(data) or not all(map(_is_plain, more)):
            return None
        title, source, url, origin = (value or "" for value in more)
        return Stored(id_, when, data, line, title, source, url, origin or self._origin)


def read_lines(
    data: bytes, path: str, columns: Columns, origin: str = "", first_line: int = 1
) -> Iterator[Stored | Finding]:
    """Yield the articles and faults of some lines of a file, of which the first has the number `first_line`.

    They are those that `standoff.articles.tables.parse_json_lines` yields.
    """
    rows = PlainRows(columns, origin)
    for number, line in enumerate(data.split(b"\n"), first_line):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            row = None
        article = rows.article(row, number)
        if article is not None:
            yield article
        else:
            for item in parse_json_lines(line, path, columns, origin, number):
                yield Stored.of(item) if isinstance(item, Entry) else item


def _is_odd(data: bytes) -> bool:
    # One byte is found in a sixth of the time.
    return b"\0" in data or (_REPLACEMENT[:1] in data and _REPLACEMENT in data)


def _is_plain(value: object) -> bool:
    return value is None or (type(value) is str and is_storable(value))


def _day_of(value: str) -> date | None:
    return _day(value.encode()) if _DAY.fullmatch(value) else None


@lru_cache(maxsize=10_000)
def _day(value: bytes) -> date | None:
    try:
        return date.fromisoformat(value.decode())
    except ValueError:
        return None
