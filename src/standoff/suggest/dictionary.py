"""Names of actors that users bring along, found in a text beside those of our own tables."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Final

from standoff.errors import Finding
from standoff.suggest.gazetteer import Entry, Hit, gazetteer, is_inside_word
from standoff.suggest.petrarch import DictionaryEntry, read_entries

_ACRONYM: Final = 3
"""Names up to this length must stand in capitals: "UN", but not "it"."""

_STATE, _PERSON, _ARMED = "state", "person", "armed_group"


@dataclass(frozen=True)
class ActorDictionary:
    """Actors of one or more dictionaries.

    Parameters
    ----------
    entries
        Of entries with one name the first that has a code on the day of an article counts.
    """

    entries: Sequence[DictionaryEntry]

    @cached_property
    def digest(self) -> str:
        """The sha256 of the entries."""
        lines = "\n".join(f"{entry.names} {entry.codes}" for entry in self.entries)
        return hashlib.sha256(lines.encode()).hexdigest()

    @cached_property
    def _by_name(self) -> Mapping[str, list[DictionaryEntry]]:
        found: dict[str, list[DictionaryEntry]] = {}
        for entry in self.entries:
            for name in entry.names:
                plain = _lower(name.removeprefix("THE "))
                found.setdefault(plain, []).append(entry)
        return found

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick, MatchKind

        return AhoCorasick(list(self._by_name), matchkind=MatchKind.LeftmostLongest)

    def hits(self, text: str, day: date) -> list[Hit]:
        """Return the names in an article's text that begin with a capital and stood for an actor on a day.

        Returns
        -------
        list
            In the order of the text, without overlaps.
        """
        names, plain = list(self._by_name), text.replace("’", "'")
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(_lower(plain)):
            surface = plain[start:end]
            if is_inside_word(plain, start, end) or not surface[0].isupper():
                continue
            if len(surface) <= _ACRONYM and not surface.isupper():
                continue
            entries = self._by_name[names[index]]
            entry = next((entry for item in entries if (entry := _entry(item, day))), None)
            if entry is not None:
                found.append(Hit(start, end, entry))
        return found


def read_dictionaries(paths: Iterable[Path]) -> tuple[ActorDictionary, list[Finding]]:
    """Read actor dictionaries of PETRARCH or TABARI (see `standoff.suggest.petrarch` for their form).

    Returns
    -------
    tuple
        Their actors, and a finding with file and line for everything that could not be read.

    Raises
    ------
    MissingError
        If there is no such file.
    FindingsError
        If a file is not UTF-8.
    """
    entries: list[DictionaryEntry] = []
    findings: list[Finding] = []
    for path in paths:
        found, faults = read_entries(path)
        entries += found
        findings += faults
        findings += [
            Finding("dictionary-no-code", f"{entry.names[0]!r} has no code and is left out", str(path),
                    int(entry.where.rpartition(":")[2]), severity="warning")
            for entry in found if not entry.codes
        ]  # fmt: skip
    return ActorDictionary(entries), findings


def _entry(item: DictionaryEntry, day: date) -> Entry | None:
    """Return what an actor is on a day."""
    code = item.code(day)
    if not code:
        return None
    table = _cameo()
    first, *roles = [code[position : position + 3] for position in range(0, len(code), 3)]
    country = table["countries"].get(first, first)
    if country not in gazetteer().countries:
        country, roles = "", [first, *roles]
    kind = next(
        (table["kinds"][role] for role in roles if role in table["kinds"]), _STATE if country else "organization"
    )
    # Offices are held by people for a time; groups that took up arms at some time are still groups.
    if (
        kind != _ARMED
        and any(one.is_timed for one in item.codes)
        and not any(_ARMED in _kinds(one.code) for one in item.codes)
    ):
        kind = _PERSON
    return Entry("name", kind, country, f"{item.where} {code}")


def _kinds(code: str) -> set[str]:
    return {_cameo()["kinds"].get(code[position : position + 3], "") for position in range(0, len(code), 3)}


@cache
def _cameo() -> Mapping[str, Mapping[str, str]]:
    table = tomllib.loads((resources.files(__package__) / "data" / "cameo.toml").read_text(encoding="utf-8"))
    kinds = {code.strip(): kind for kind, codes in table["kinds"].items() for code in codes.split(",")}
    return {"countries": table["countries"], "kinds": kinds}


def _lower(text: str) -> str:
    """Return the text in lower case, with offsets kept."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
