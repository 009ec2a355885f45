"""Threats: a cue of a declared intent to harm, through the harm and its condition."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from standoff.records import Article
from standoff.suggest.clauses import any_of, sentences
from standoff.suggest.suggestion import Suggestion

_DENIED_SUBJECT: Final = re.compile(r"\b(?:neither|no|nobody|none)(?: \w+)? \Z", re.IGNORECASE)


@dataclass(frozen=True)
class Cue:
    """Words with which a threat begins.

    Parameters
    ----------
    pattern
        A regular expression; ``{harm}`` and ``{resolve}`` stand for the words of those lists.
    status
        The value of the attribute of that name.
    score
        The share of right ones among them that was measured on articles with labels.
    example
        A sentence with the threat in square brackets.
    """

    name: str
    pattern: str
    status: str
    score: float
    example: str


# fmt: off
CUES: Final = (
    Cue("denial",
        r"\b(?:denies|denied|deny|denying)(?: that)? (?:it|he|she|they) (?:plans?|planned|intends?|intended) to\b",
        "denied", 0.8, "Ardan [denied that it planned to invade the island]."),
    Cue("threaten", r"\bthreaten(?:s|ed|ing)?\b(?! by\b| species\b)(?= \w)", "made", 0.9,
        "The rebels [threatened to shell the port if the ships stayed], and left."),
    Cue("vow", r"\b(?:vow(?:s|ed|ing)?|swore|swears)\b(?=[^.;]{0,60}?\b{harm})", "made", 0.85,
        "The army [vowed to take revenge]."),
    Cue("promise of harm",
        r"\b(?:promis|pledg)(?:es|ed|ing) (?=(?:\w+ ){0,3}(?:sanctions|retaliation|revenge|to retaliate)\b)",
        "made", 0.8, "The president [promised additional sanctions]."),
    Cue("warning of one's own act", r"\bwarn(?:s|ed|ing)?\b(?=[^.;]{0,120}? (?:would|will) (?:\w+ )?{resolve})",
        "made", 0.8, "The general [warned that the army would retaliate if it was attacked]."),
    Cue("resolve", r"\b(?:would|will) (?={resolve})", "made", 0.75,
        "The union said that it [would impose sanctions on the generals]."),
    Cue("readiness", r"\b(?:is|was|are|were|stood|stands) (?:ready|prepared) to (?=(?:\w+ ){0,2}{harm})", "made", 0.8,
        "He said that he [was ready to impose further measures]."),
)
# fmt: on


@dataclass(frozen=True)
class _Words:
    modes: Mapping[str, re.Pattern[str]]
    cues: Sequence[tuple[Cue, re.Pattern[str]]]
    condition: re.Pattern[str]
    stop: re.Pattern[str]


def suggest_threats(article: Article) -> Iterator[Suggestion]:
    """Return the threats of an article; no two overlap."""
    for start, stop in sentences(article.text):
        end = start
        for found in sorted(_threats(article.text, start, stop), key=lambda threat: (threat.start, -threat.end)):
            if found.start >= end:
                yield found
                end = found.end


def _threats(text: str, start: int, stop: int) -> Iterator[Suggestion]:
    for cue, pattern in _words().cues:
        for found in pattern.finditer(text, start, stop):
            if _DENIED_SUBJECT.search(text, start, found.start()):
                continue
            end = _end(text, found.end(), stop)
            surface = text[found.start() : end]
            attributes = {"mode": _mode(surface), "conditional": _conditional(surface), "status": cue.status}
            yield Suggestion("threat", found.start(), end, attributes, cue.score, f"threat: {cue.name}")


@cache
def _words() -> _Words:
    table: dict[str, Any] = tomllib.loads((resources.files(__package__) / "data" / "threats.toml").read_text("utf-8"))
    modes, lists = table["modes"], table["words"]
    harm, resolve = any_of(lists["harm"], modes["force"], modes["sanction"]), any_of(lists["resolve"])
    statement = rf"\s(?:and|but)\s+{any_of(lists['statements'])}"
    return _Words(
        modes={mode: re.compile(rf"\b{any_of(words)}", re.IGNORECASE) for mode, words in modes.items()},
        cues=[
            (cue, re.compile(cue.pattern.replace(" ", r"\s+").replace("{harm}", harm).replace("{resolve}", resolve)))
            for cue in CUES
        ],
        condition=re.compile(rf"\b{any_of(lists['conditions'])}"),
        stop=re.compile(rf"[;:“”\"—\n]|,(?!\s+(?:if|unless|until|and\s+(?:would|will))\b)|{statement}"),
    )


def _end(text: str, position: int, stop: int) -> int:
    """Return where the harm and its condition end that follow a cue."""
    found = _words().stop.search(text, position, stop)
    end = found.start() if found else stop
    return position + len(text[position:end].rstrip())


def _mode(surface: str) -> str:
    """Return the mode whose words come first in the harm, before its condition."""
    condition = _words().condition.search(surface)
    harm = surface[: condition.start()] if condition else surface
    first = [(found.start(), mode) for mode, words in _words().modes.items() if (found := words.search(harm))]
    return min(first)[1] if first else "other"


def _conditional(surface: str) -> str:
    return "yes" if _words().condition.search(surface) else "no"
