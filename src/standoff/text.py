"""The canonical text of an article, its sha256, and the conversion between code point and UTF-16 offsets."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right

from standoff.errors import InputError

_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(text: str) -> str:
    r"""Return the canonical text: byte order mark and outer white space removed, ``\r\n`` and ``\r`` made ``\n``.

    Nothing else changes; in particular there is no Unicode normalisation. The function is idempotent.

    >>> canonical("\ufeff date\r\nbody \n")
    'date\nbody'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    while text.startswith("\ufeff"):
        text = text.lstrip("\ufeff").lstrip()
    return text


def sha256_hex(text: str) -> str:
    """Return the sha256 of the UTF-8 form of `text` as 64 lower-case hexadecimal digits.

    Raises
    ------
    InputError
        If `text` holds a lone surrogate, which has no UTF-8 form.
    """
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise InputError(
            f"lone surrogate U+{ord(text[error.start]):04X} at code point {error.start}",
            hint="replace it; it cannot be stored as UTF-8",
        ) from None


def first_lone_surrogate(text: str) -> int | None:
    """Return the code point offset of the first lone surrogate in `text`, or None."""
    match = _SURROGATE.search(text)
    return match.start() if match else None


def line_of(text: str, offset: int) -> int:
    """Return the 1-based line of the code point at `offset`."""
    return text.count("\n", 0, offset) + 1


def has_edge_space(surface: str) -> bool:
    """Say whether `surface` begins or ends with white space (which includes the empty string: it has no edges)."""
    return surface != surface.strip() or not surface


class Utf16Map:
    """Offsets of one text in code points and in UTF-16 code units, either way in O(log n).

    Parameters
    ----------
    text
        The text that the offsets point into.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = [index for index, char in enumerate(text) if char > "\uffff"]
        self._astral_utf16 = [index + rank for rank, index in enumerate(self._astral)]

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 offset of the code point offset `offset` (0 … len(text)).

        Raises
        ------
        InputError
            If `offset` is out of range.
        """
        if not 0 <= offset <= self._length:
            raise InputError(f"code point offset {offset} is outside 0 … {self._length}")
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, offset_utf16: int) -> int:
        """Return the code point offset of the UTF-16 offset `offset_utf16`.

        Raises
        ------
        InputError
            If `offset_utf16` is out of range or lies within a surrogate pair.
        """
        length_utf16 = self._length + len(self._astral)
        if not 0 <= offset_utf16 <= length_utf16:
            raise InputError(f"UTF-16 offset {offset_utf16} is outside 0 … {length_utf16}")
        before = bisect_left(self._astral_utf16, offset_utf16)
        if before and self._astral_utf16[before - 1] == offset_utf16 - 1:
            raise InputError(f"UTF-16 offset {offset_utf16} lies within a surrogate pair")
        return offset_utf16 - bisect_right(self._astral_utf16, offset_utf16 - 1)
