"""The words of the grammar, from ``words.toml``, each with a symbol of one character that patterns can match."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

SHAPES: Final = {
    "ISO": r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\d-])",
    "SLASH": r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])",
    "CLOCK": r"[012]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])",
    "TENS": r"(?:'|[12]\d)\d0'?s\b",
    "NTH": r"\d{1,2}(?:st|nd|rd|th)\b",
    "NOISE": r"[$£€¥#]\s?\d[\d,.]*|\d[\d,.]*\s?%|\d+(?:[./]\d+){2,}",
    "TWOYEARS": r"[12]\d{3}[-–/]\d\d(?!\d)",
    "YEAR": r"[12]\d{3}(?!\d|[.,]\d)",
    "SHORTYEAR": r"'\d\d(?![\d\w])",
    "DAY": r"(?:0?[1-9]|[12]\d|3[01])(?!\d|[.,/]\d)",
    "INT": r"\d+(?:,\d{3})*(?:\.\d+)?",
}
"""Tokens that have a digit, by their form; the first that fits names the token."""

UNKNOWN: Final = " "
"""The symbol of every word that no pattern names."""

_FIRST_SYMBOL = 0x100


@dataclass(frozen=True)
class Vocabulary:
    """Every word that the grammar knows.

    Parameters
    ----------
    symbols
        The symbol of a word in lower case, or of a shape in capitals.
    classes
        The words of a class with their values.
    names
        Words that count only with a capital letter.
    """

    symbols: Mapping[str, str]
    classes: Mapping[str, Mapping[str, int | str]]
    names: frozenset[str]

    @property
    def phrases(self) -> list[str]:
        """Words that the plain form of a word, letters only, would not match whole; longest first."""
        return sorted((word for word in self.symbols if not word.isalpha() and len(word) > 2), key=lambda w: (-len(w), w))

    def symbol(self, word: str) -> str:
        """Return the symbol of a word as it stands in a text."""
        lower = word.lower()
        if lower in self.names and word == lower:
            return UNKNOWN
        return self.symbols.get(lower, UNKNOWN)


@cache
def vocabulary(literals: frozenset[str]) -> Vocabulary:
    """Return the vocabulary: ``words.toml`` and the words that patterns have in lower case.

    Parameters
    ----------
    literals
        The words that stand in patterns themselves.
    """
    table = tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
    name_classes = table.pop("names")
    known = {*SHAPES, *literals, *(word for words in table.values() for word in words)}
    return Vocabulary(
        symbols={word: chr(_FIRST_SYMBOL + index) for index, word in enumerate(sorted(known))},
        classes=table,
        names=frozenset(word for name in name_classes for word in table[name]) - literals,
    )
