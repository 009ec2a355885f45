"""Stances: a cue of a position for, against or neutral, through its complement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from standoff import dates
from standoff.records import Article
from standoff.suggest.clauses import any_of, forms_of, sentences
from standoff.suggest.suggestion import Suggestion

_SCORES: Final = {"neutral": 0.8, "against": 0.8, "favor": 0.75}
"""How sure stances are by polarity; of two cues at one place the one of the first polarity counts."""

_NEGATION: Final = re.compile(r"\b(?:not|never|n't|no longer|nor)\b")
_NEGATED: Final = {"favor": "against", "against": "neutral", "neutral": "neutral"}
_OPENING: Final = re.compile(
    r"(?:\s|to\b|for\b|on\b|of\b|that\b|at\b|with\b|against\b|by\b|it\b\s*$|the\b|a\b|an\b|its\b|his\b|their\b|any\b)+",
    re.IGNORECASE,
)
_TRAILING_TIME: Final = re.compile(
    r"\s+(?:(?:early|late|on|in|by|since|at|for|from|until|over|within|during|before|after)\s+)*\Z"
)
_TRAILING: Final = re.compile(r"(?:\s+(?:and|or|but))?\s*\Z")
_TARGET_WORDS: Final = 12
_NO_TARGET: Final = "the question"
"""The target of "took no side": the open question, which the annotator names."""


@dataclass(frozen=True)
class _Words:
    cues: Mapping[str, re.Pattern[str]]
    demands: re.Pattern[str]
    ends: re.Pattern[str]
    stop: re.Pattern[str]
    reports: re.Pattern[str]
    before_nouns: re.Pattern[str]
    passives: re.Pattern[str]


def suggest_stances(article: Article) -> Iterator[Suggestion]:
    """Return the stances of an article; no two overlap."""
    times = {found.end: found.start for found in dates.find(article.text, article.dct)}
    for start, stop in sentences(article.text):
        end = start
        for found in sorted(_stances(article.text, start, stop, times), key=lambda stance: (stance.start, -stance.end)):
            if found.start >= end:
                yield found
                end = found.end


def _stances(text: str, start: int, stop: int, times: Mapping[int, int]) -> Iterator[Suggestion]:
    words = _words()
    for polarity, pattern in words.cues.items():
        for found in pattern.finditer(text, start, stop):
            end = _end(text, found.end(), stop, times)
            meant, target = _position(polarity, found, text[found.end() : end])
            if (not target and polarity != "neutral") or _is_no_verb(text[start : found.start()], found):
                continue
            voice = _voice(text[start : found.start()])
            attributes = {"polarity": meant, "target": target or _NO_TARGET, "voice": voice}
            yield Suggestion("stance", found.start(), end, attributes, _SCORES[polarity], f"stance: {found['cue']}")


@cache
def _words() -> _Words:
    table: dict[str, Any] = tomllib.loads((resources.files(__package__) / "data" / "stances.toml").read_text("utf-8"))
    lists = table["words"]
    irregular = dict(pair.strip().split(": ") for pair in lists["irregular"].split(","))
    adverbs = any_of(lists["adverbs"])
    before = (
        rf"(?:(?:has|have|had|do|does|did|is|was|are|were|will|would|could)(?:n't)?\s+)?(?:(?:not|never|{adverbs})\s+)*"
    )
    return _Words(
        cues={polarity: _cues(table[polarity], before, irregular) for polarity in _SCORES},
        demands=re.compile(any_of(lists["demands"])),
        ends=re.compile(rf"\s*(?:(?:on|that|to|for)\s+)?(?:\S+\s+){{0,3}}?{any_of(lists['ends'])}"),
        stop=re.compile(
            rf"[;:“”\"—\n]|,(?!\d)|\s(?:and|but)\s+(?:\w+ed\b|{any_of(lists['statements'])})|\s{any_of(lists['stops'])}",
            re.IGNORECASE,
        ),
        reports=re.compile(rf"\b{any_of(lists['reports'])}"),
        before_nouns=re.compile(rf"(?:\b{any_of(lists['before_nouns'])}\s+|-)\Z", re.IGNORECASE),
        passives=re.compile(rf"\b{any_of(lists['passives'])}\s+\Z"),
    )


def _cues(lists: Mapping[str, str], before: str, irregular: Mapping[str, str]) -> re.Pattern[str]:
    verbs = sorted((verb.strip() for verb in lists["verbs"].split(",")), key=lambda verb: (-len(verb), verb))
    forms = "|".join(forms_of(verb, irregular) for verb in verbs)
    return re.compile(rf"\b{before}(?P<cue>{forms}|{any_of(lists['phrases'])})\b")


def _is_no_verb(before: str, found: re.Match[str]) -> bool:
    """Say whether a cue is a noun, an adjective or a passive participle rather than what somebody does."""
    cue = found["cue"]
    if found.group() == cue and _words().before_nouns.search(before):
        return True
    if cue == "back":
        return not re.search(r"\b(?:to|will|would|not|and)\s+\Z", before + found.group()[: -len(cue)])
    auxiliary = before + found.group()[: -len(cue)]
    return cue.split(" ")[0].endswith("ed") and _words().passives.search(auxiliary) is not None


def _end(text: str, position: int, stop: int, times: Mapping[int, int]) -> int:
    """Return where the complement of a cue ends, without a time behind it."""
    found = _words().stop.search(text, position, stop)
    end = position + len(_TRAILING.sub("", text[position : found.start() if found else stop]))
    time = times.get(end)
    trailing = _TRAILING_TIME.search(text, position, time) if time is not None and time > position else None
    # In "the accord of 2015" and "a delay of 10 months" the time is no trailing one.
    return trailing.start() if trailing and not text[: trailing.start()].endswith(" of") else end


def _target(complement: str) -> str:
    """Return the complement without what opens it, at most a dozen words."""
    opening = _OPENING.match(complement)
    words = complement[opening.end() if opening else 0 :].split()
    return " ".join(words[:_TARGET_WORDS])


def _position(polarity: str, found: re.Match[str], complement: str) -> tuple[str, str]:
    """Return the polarity that is meant, and its target: against X in "called for an end to X"."""
    if _NEGATION.search(found.group()):
        return _NEGATED[polarity], _target(complement)
    ends = _words().ends.match(complement) if _words().demands.match(found["cue"]) else None
    return ("against", _target(complement[ends.end() :])) if ends else (polarity, _target(complement))


def _voice(before: str) -> str:
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return "quoted"
    return "paraphrased" if _words().reports.search(before) else "author"
