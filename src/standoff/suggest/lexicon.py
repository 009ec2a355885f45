"""The words by which actors are recognised where no table names them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

TITLE: Final = "T"
RANK: Final = "R"
HEAD: Final = "H"
INSIDE: Final = "M"
NUMBER: Final = "N"
SUFFIX: Final = "S"
CAPITAL: Final = "C"
OTHER: Final = "w"

LONGEST: Final = 4
"""How many words an entry has at most."""


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of the lexicon.

    Parameters
    ----------
    symbol
        What it is to the patterns of actors (see `standoff.suggest.actor_patterns`).
    kind
        The kind of actor that it makes of a phrase, where it does.
    """

    symbol: str
    kind: str = ""


@dataclass(frozen=True)
class Lexicon:
    """Words and phrases.

    Parameters
    ----------
    lower
        Entries that match with or without a capital, by their form in lower case.
    exact
        Entries that match only as they stand.
    particles, given, everyday, others, openers, plurals, determiners, weak, reigns, speech, places, venues,
    whereabouts, journeys, verbs, acts, quantities
        As explained in ``words.toml``.
    """

    lower: Mapping[str, Word]
    exact: Mapping[str, Word]
    particles: frozenset[str]
    given: frozenset[str]
    everyday: frozenset[str]
    others: frozenset[str]
    openers: frozenset[str]
    plurals: frozenset[str]
    determiners: frozenset[str]
    weak: frozenset[str]
    reigns: frozenset[str]
    speech: frozenset[str]
    places: frozenset[str]
    venues: frozenset[str]
    whereabouts: frozenset[str]
    journeys: frozenset[str]
    verbs: frozenset[str]
    acts: frozenset[str]
    quantities: frozenset[str]

    def entry(self, phrase: str) -> Word | None:
        """Return the entry of a phrase as it stands in a text."""
        return self.exact.get(phrase) or self.lower.get(phrase.lower())


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    table: dict[str, Any] = tomllib.loads(
        (resources.files(__package__) / "data" / "words.toml").read_text(encoding="utf-8")
    )
    lower = {word: Word(NUMBER) for word in _list(table["inside"]["numbers"])}
    lower |= {word: Word(INSIDE) for word in _list(table["inside"]["words"])}
    lower |= {word: Word(RANK) for word in _list(table["ranks"])}
    lower |= {word: Word(HEAD, kind) for kind, words in table["heads"].items() for word in _list(words)}
    lower |= {word: Word(TITLE, "person") for word in _list(table["titles"])}
    exact = {word: Word(SUFFIX, kind) for kind, words in table["suffixes"].items() for word in _list(words)}
    exact |= {word: Word(TITLE, "person") for word in _list(table["forms"])}
    exact |= {word: Word(CAPITAL) for word in _list(table["names"].pop("starts"))}
    lower |= {phrase: Word(OTHER) for phrase in _list(table["names"].pop("phrases"))}
    return Lexicon(
        lower=lower,
        exact=exact,
        **{name: frozenset(_list(words)) for name, words in {**table["names"], **table["context"]}.items()},
    )


def _list(text: str) -> Iterator[str]:
    return (word.strip() for word in text.split(",") if word.strip())
