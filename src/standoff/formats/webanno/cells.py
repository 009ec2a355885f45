"""The cells and texts of WebAnno TSV: what is escaped, how values are stacked, and the numbers behind them."""

from __future__ import annotations

import re
from typing import Final

NOTHING, EMPTY = "_", "*"
"""What a cell holds where there is no annotation, and where an annotation has no value."""

_RESERVED: Final = re.compile(r"->|[\\\[\]|_;\t\n*]")
_CONTROL: Final = re.compile(r"[\\\t\n\f\r\b\x00-\x07\x0e-\x1f]")
_NAMED: Final = {"\t": "t", "\n": "n", "\f": "f", "\r": "r", "\b": "b"}
_CHARACTERS: Final = {name: char for char, name in _NAMED.items()}
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_NUMBERED: Final = re.compile(r"(.*)\[(\d+(?:_\d+)?)\]", re.DOTALL)


def escape_value(value: str) -> str:
    """Return a feature value as it stands in a cell; a carriage return cannot be escaped there."""
    return _RESERVED.sub(_escape, value)


def escape_text(text: str) -> str:
    """Return a line of a sentence as it stands behind ``#Text=``."""
    return _CONTROL.sub(_escape, text)


def unescape(value: str) -> str:
    r"""Return a value or a text without escapes; versions before 3.2 have ``\uXXXX`` for each UTF-16 code unit."""
    plain = _ESCAPED.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else _CHARACTERS.get(match[2], match[2]), value
    )
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def split(cell: str, separator: str) -> list[str]:
    r"""Return the parts of a cell between separators that are not escaped.

    >>> split(r"a\|b|c", "|")
    ['a\\|b', 'c']
    """
    parts = [""]
    for piece in re.findall(r"\\.|.", cell, re.DOTALL):
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def unnumbered(value: str) -> tuple[str, str]:
    """Return a value without the number in brackets behind it, and that number; empty where there is none.

    >>> unnumbered("actor[2]"), unnumbered("1-4[0_2]"), unnumbered("*")
    (('actor', '2'), ('1-4', '0_2'), ('*', ''))
    """
    match = _NUMBERED.fullmatch(value)
    return (match[1], match[2]) if match else (value, "")


def _escape(match: re.Match[str]) -> str:
    return f"\\{_NAMED.get(match[0], match[0])}"
