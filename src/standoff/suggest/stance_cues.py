"""The words by which stances are recognised: the tables of ``stances.toml`` as regular expressions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from standoff.suggest.clauses import any_of, filled, forms_of

SCORES: Final = {"neutral": 0.8, "against": 0.8, "favor": 0.75}
"""How sure stances are by polarity; of two cues at one place the one of the first polarity counts."""

_BETWEEN: Final = r"(?:\s+(?:(?:on|late|early)\s+)?[A-Z][a-z]+day|\s+(?:last|this)\s+\w+)?\s+"
"""Between a verb and its preposition a time can stand: "warned on Saturday of"."""


@dataclass(frozen=True)
class Frame:
    """Words around which a position is expressed, as explained in ``stances.toml``."""

    name: str
    pattern: str
    polarity: str
    score: float
    example: str
    asks: str = ""
    about: str = ""


@dataclass(frozen=True)
class Words:
    """The words of stances.

    Parameters
    ----------
    cues
        By polarity.
    frames
        Each with its pattern.
    demands, ends, stop, reports, before_nouns, verbs, passives, things, asking, ending, speaking
        As explained in ``stances.toml``.
    """

    cues: Mapping[str, re.Pattern[str]]
    frames: Sequence[tuple[Frame, re.Pattern[str]]]
    demands: re.Pattern[str]
    ends: re.Pattern[str]
    stop: re.Pattern[str]
    reports: re.Pattern[str]
    before_nouns: re.Pattern[str]
    verbs: re.Pattern[str]
    passives: re.Pattern[str]
    things: re.Pattern[str]
    asking: re.Pattern[str]
    ending: re.Pattern[str]
    speaking: re.Pattern[str]


@cache
def frames() -> tuple[Frame, ...]:
    """Return the frames of the table."""
    return tuple(Frame(**row) for row in _table()["frame"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "stances.toml").read_text("utf-8"))


@cache
def words() -> Words:
    """Return the lists of the table as regular expressions."""
    lists = _table()["words"]
    parts = {name: any_of(words) for name, words in lists.items() if name != "irregular"}
    irregular = dict(pair.strip().split(": ") for pair in lists["irregular"].split(","))
    before = (
        r"(?:(?:has|have|had|do|does|did|is|was|are|were|will|would|could|remain|remains|remained)(?:n[’']t)?\s+)?"
        rf"(?:(?:not|never|no\s+longer|{parts['adverbs']})\s+)*"
    )
    return Words(
        cues={polarity: _cues(_table()[polarity], before, irregular) for polarity in SCORES},
        frames=[
            (frame, re.compile(rf"\b(?:(?:has|have|had)\s+)?(?:{filled(frame.pattern, parts)})\b"))
            for frame in frames()
        ],
        demands=re.compile(parts["demands"]),
        ends=re.compile(rf"\s*(?:(?:on|that|to|for)\s+)?(?:\S+\s+){{0,3}}?{parts['ends']}"),
        stop=re.compile(
            rf"[;:“”\"—\n]|,(?!\d)|\s(?:and|but)\s+(?:\w+ed\b|{parts['statements']})|\s{parts['stops']}",
            re.IGNORECASE,
        ),
        reports=re.compile(rf"\b{parts['reports']}"),
        before_nouns=re.compile(rf"(?:\b{parts['before_nouns']}\s+|-)\Z", re.IGNORECASE),
        verbs=re.compile(parts["verbs"]),
        passives=re.compile(rf"\b{parts['passives']}\s+\Z"),
        asking=re.compile(parts["asking"]),
        ending=re.compile(rf"\s*(?:to\s+)?(?:\w+ly\s+)?{parts['ending']}(?=\s+\w|\s*\Z)"),
        speaking=re.compile(rf"\b{parts['speaking']}"),
        things=re.compile(
            r"(?<!without )\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Tt]heir)\s+"
            rf"(?P<thing>(?:(?!of\b)[\w’.-]+\s+){{0,2}}?{parts['things']})"
        ),
    )


def _cues(lists: Mapping[str, str], before: str, irregular: Mapping[str, str]) -> re.Pattern[str]:
    verbs = sorted((verb.strip() for verb in lists["verbs"].split(",")), key=lambda verb: (-len(verb), verb))
    forms = "|".join(forms_of(verb, irregular, _BETWEEN) for verb in verbs)
    return re.compile(rf"\b{before}(?P<cue>{any_of(lists['phrases'])}|(?P<verb>{forms}))\b")
