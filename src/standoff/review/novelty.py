"""How much of an article stands in those that were seen before it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_WORD: Final = re.compile(r"\w+")
_ROW: Final = 5
"""So many words in a row seldom stand in two articles by chance."""
_DIGEST: Final = 8


@dataclass(frozen=True, slots=True)
class Content:
    """What an article consists of.

    Parameters
    ----------
    rows
        Digests of every five words in a row, without regard to case; of a shorter text, of all of it.
    """

    rows: frozenset[bytes]

    @classmethod
    def of(cls, text: str) -> Content:
        """Return the content of a text."""
        words = _WORD.findall(text.lower())
        return cls(frozenset(_digests(words)))


class Seen:
    """The rows of words of all articles that were seen."""

    def __init__(self) -> None:
        self._rows: set[bytes] = set()

    def add(self, content: Content) -> None:
        """See an article."""
        self._rows |= content.rows

    def copied(self, content: Content) -> float:
        """Return the share of an article's rows of words that were seen: near 1 for a near-copy (0 … 1)."""
        return len(content.rows & self._rows) / len(content.rows) if content.rows else 0.0


def _digests(words: list[str]) -> Iterator[bytes]:
    for start in range(max(1, len(words) - _ROW + 1)) if words else ():
        row = " ".join(words[start : start + _ROW])
        yield hashlib.blake2b(row.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()
