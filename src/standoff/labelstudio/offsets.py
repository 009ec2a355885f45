"""The one place where the offsets of a server and ours meet."""

from __future__ import annotations

from typing import Literal

from standoff.text import Utf16Map

OffsetUnit = Literal["code-point", "utf-16"]
"""What a server counts: code points, as Label Studio 1.23 does, or UTF-16 code units, as a browser does."""


def units_agree(text: str) -> bool:
    """Say whether every offset into a text is the same in both units: no character is outside the basic plane."""
    return max(text, default="") <= "\uffff"


class Offsets:
    """Offsets into one text, as a server counts them and as we do (in code points).

    Parameters
    ----------
    text
        The canonical text that the offsets point into.
    unit
        What the server counts.
    """

    def __init__(self, text: str, unit: OffsetUnit = "code-point") -> None:
        self._map = Utf16Map(text) if unit == "utf-16" else None

    def to_server(self, offset: int) -> int:
        """Return the server's offset for ours."""
        return self._map.to_utf16(offset) if self._map else offset

    def from_server(self, offset: int) -> int:
        """Return our offset for the server's.

        Raises
        ------
        InputError
            If the server counts UTF-16 code units and the offset is out of range or within a surrogate pair.
        """
        return self._map.from_utf16(offset) if self._map else offset
