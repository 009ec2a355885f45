"""The tables of states, organisations, groups and people, and where their names stand in a text."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final, Literal

Role = Literal["name", "seat", "adjective", "people"]

_SHORT: Final = 3
"""Surnames up to this length are too often something else."""

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
    def surnames(self) -> Mapping[str, Mapping[str, str]]:
        """The attributes of each person by the last part of the name, where those who have it are of one country."""
        countries: dict[str, set[str]] = {}
        for row in _rows("leaders.csv"):
            countries.setdefault(row["name"].split(" ")[-1], set()).add(row["country"])
        return {
            name: {"kind": "person", "mention": "name", "country": found.pop()}
            for name, found in countries.items()
            if len(found) == 1 and len(name) > _SHORT
        }

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


def is_inside_word(text: str, start: int, end: int) -> bool:
    """Say whether a word goes on before or behind an interval."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or after.isalnum() or (before == "-" and text[start].islower())


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
    return text.replace("’", "'")


def _rows(name: str) -> list[dict[str, str]]:
    lines = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
