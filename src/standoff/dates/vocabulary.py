"""The words of the grammar, from ``words.toml``, each with a symbol of one character that patterns can match."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

SHAPES: Final = {
    "STAMP": r"\d{4}-(?:0[1-9]|1[0-2])-\d\dT[012]\d:[0-5]\d(?::[0-5]\d)?",
    "ISO": r"\d{4}-(?:0[1-9]|1[0-2])-\d\d(?![\d-])|\d{4}/(?:0[1-9]|1[0-2])/\d\d(?![\d/])",
    "SLASH": r"\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])|\d{1,2}-\d{1,2}-\d{4}(?![\d-])|\d{1,2}\.\d{1,2}\.\d{4}(?![\d.])",
    "CLOCK": r"[012]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])",
    "TENS": r"(?:'|[12]\d)?\d0'?s\b",
    "NTH": r"\d{1,2}(?:st|nd|rd|th)\b",
    "NOISE": r"[$£€¥#]\s?\d[\d,.]{0,20}|\d[\d,.]{0,20}\s?%|\d{1,9}(?:\.\d{1,9}){2,}",
    "YEARS": r"[12]\d{3}[/-]\d\d(?![\d/-])|[12]\d{3}/[12]\d{3}(?![\d/-])",
    "YEAR": r"[12]\d{3}(?!\w|[.,]\d)",
    "SHORTYEAR": r"'\d\d(?![\d\w])",
    "MIXED": r"\d{1,3}[ -][13]/[24](?![\d/])",
    "DAY": r"(?:0?[1-9]|[12]\d|3[01])(?!\d|[.,/]\d)",
    "INT": r"\d+(?:,\d{3})*(?:\.\d+)?",
}
"""Tokens that have a digit, by their form; the first that fits names the token."""

UNKNOWN: Final = " "
"""The symbol of every word that no pattern names."""

_FIRST_SYMBOL: Final = 0x100


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

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Entries that are more than one word or have a mark in them, the longest first."""
        phrases = {word for word in self.symbols if len(word) > 2 and not word.isalnum()}
        return tuple(sorted(phrases, key=lambda word: (-len(word), word)))

    def symbol(self, word: str) -> str:
        """Return the symbol of a word as it stands in a text."""
        lower = " ".join(word.lower().split())
        return UNKNOWN if word == lower and lower in self.names else self.symbols.get(lower, UNKNOWN)


def vocabulary(literals: Iterable[str]) -> Vocabulary:
    """Return the vocabulary: the classes of ``words.toml`` and the words that stand in patterns themselves."""
    table = dict(_table())
    name_classes = table.pop("names")
    del table["context"]
    words = {*SHAPES, *literals, *(word for members in table.values() for word in members)}
    return Vocabulary(
        symbols={word: chr(_FIRST_SYMBOL + index) for index, word in enumerate(sorted(words))},
        classes=table,
        names=frozenset(word for name in name_classes for word in table[name]),
    )


@cache
def context_words(name: str) -> frozenset[str]:
    """Return one of the lists of words that say how to read an expression near them."""
    return frozenset(word.strip() for word in _table()["context"][name].split(","))


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "words.toml").read_text(encoding="utf-8"))
