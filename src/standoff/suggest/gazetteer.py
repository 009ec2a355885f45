"""The tables of states, organisations, groups and people, and where their names stand in a text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any, Final, Literal

from standoff.suggest.lexicon import lexicon

Role = Literal["name", "seat", "adjective", "people"]

_SHORT: Final = 3
"""Surnames up to this length are too often something else."""

_FAR: Final = 10
"""So many years from when a person was in the news, the surname is still that person's."""

_FUTURE: Final = 9999

# An adjective that is a name too ("U.S.") is looked up as the name, so names come last.
_COLUMNS: Final[tuple[tuple[Role, str], ...]] = (
    ("people", "people"),
    ("adjective", "adjectives"),
    ("seat", "seats"),
    ("name", "names"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of an actor.

    Parameters
    ----------
    role
        ``name`` names the actor itself, ``seat`` is a capital or building that can stand for it, ``adjective`` its
        adjective of nationality, ``people`` its people.
    kind
        ``state``, ``organization``, ``armed_group``, ``people`` or ``person``.
    country
        ISO 3166-1 alpha-3, or nothing.
    source
        Where in a dictionary of the user it stands; empty for our own tables.
    """

    role: Role
    kind: str
    country: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name where it stands in a text."""

    start: int
    end: int
    entry: Entry


class Gazetteer:
    """All names, in an automaton that finds the longest ones."""

    def __init__(self) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        entries = dict(_entries())
        self._entries = list(entries.values())
        self._automaton: Any = AhoCorasick(list(entries), matchkind=MatchKind.LeftmostLongest)

    @cached_property
    def _people(self) -> Mapping[str, list[tuple[int, int, str]]]:
        """By the last part of a name: the years from and to which people are in the news, and their country."""
        found: dict[str, list[tuple[int, int, str]]] = {}
        for row in _rows("leaders.csv"):
            first, _, last = row["years"].partition("-")
            name = row["name"].split(" ")[-1]
            for form in {name, name.removeprefix("al-")}:
                if len(form) > _SHORT and form not in lexicon().everyday:
                    found.setdefault(form, []).append((int(first), int(last or _FUTURE), row["country"]))
        return found

    @lru_cache  # noqa: B019 - there is one gazetteer
    def surnames(self, year: int) -> Mapping[str, Mapping[str, str]]:
        """Return the attributes of each person by the last part of the name, in an article of that year.

        Those in the news in that year come before those who were or will be within ten years; where these are not all
        of one country, the name is nobody's.
        """
        known = {}
        for name, people in self._people.items():
            near = min((_distance(year, first, last) for first, last, _ in people), default=_FAR)
            countries = {country for first, last, country in people if _distance(year, first, last) <= near}
            if near <= _FAR and len(countries) == 1:
                known[name] = {"kind": "person", "mention": "name", "country": countries.pop()}
        return known

    @cached_property
    def countries(self) -> frozenset[str]:
        """The codes of all states."""
        return frozenset(entry.country for entry in self._entries)

    def hits(self, text: str) -> list[Hit]:
        """Return the names in a text that begin and end at word boundaries, without overlaps."""
        plain = _plain(text)
        return [
            Hit(start, end, self._entries[index])
            for index, start, end in self._automaton.find_matches_as_indexes(plain)
            if not is_inside_word(plain, start, end)
        ]


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with the package."""
    return Gazetteer()


def _distance(year: int, first: int, last: int) -> int:
    """Return how many years a year is away from others."""
    return max(first - year, year - last, 0)


def is_inside_word(text: str, start: int, end: int) -> bool:
    """Say whether a word goes on before or behind an interval; "US$" is one word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or after == "$" or (before == "-" and text[start].islower())


def _entries() -> Iterator[tuple[str, Entry]]:
    """Return every name with its entry; of entries with one name the last counts."""
    states = _rows("states.csv")
    for role, column in _COLUMNS:
        for row in states:
            for name in filter(None, row[column].split("|")):
                yield _plain(name), Entry(role, "people" if role == "people" else "state", row["code"])
    for row in _rows("leaders.csv"):
        yield _plain(row["name"]), Entry("name", "person", row["country"])
    for row in _rows("groups.csv"):
        for name in row["names"].split("|"):
            yield _plain(name), Entry("name", row["kind"], row["country"])


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("\n", " ")


def _rows(name: str) -> list[dict[str, str]]:
    lines = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
