"""Stances: a cue of a position for, against or neutral, through its complement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Final

from standoff import dates
from standoff.records import Article
from standoff.suggest.clauses import any_of, filled, forms_of, sentences
from standoff.suggest.suggestion import Suggestion

_SCORES: Final = {"neutral": 0.8, "against": 0.8, "favor": 0.75}
"""How sure stances are by polarity; of two cues at one place the one of the first polarity counts."""

_NEGATION: Final = re.compile(r"\b(?:not|never|no longer|nor)\b|n[’']t\b")
_NEGATED: Final = {"favor": "against", "against": "neutral", "neutral": "neutral"}
_OPENING: Final = re.compile(
    r"(?:\s|to\b|for\b|on\b|of\b|that\b|at\b|with\b|against\b|by\b|it\b\s*$|the\b|a\b|an\b|its\b|his\b|their\b|any\b)+",
    re.IGNORECASE,
)
_TRAILING_TIME: Final = re.compile(
    r"\s+(?:(?:early|late|on|in|by|since|at|for|from|until|over|within|during|before|after)\s+)*\Z"
)
_TRAILING: Final = re.compile(r"(?:\s+(?:and|or|but))?\s*\Z")
_PRONOUNS: Final = re.compile(r"(?:it|he|she|they|we|I|you)(?:\s+\w+ly)?", re.IGNORECASE)
_LONG: Final = 80
"""With more characters before its verb a clause has more in it than a subject."""

_PRONOUN: Final = re.compile(r"\b(?:it|them|him|her|this|that)\b")
_BETWEEN: Final = r"(?:\s+(?:on\s+)?[A-Z][a-z]+day|\s+(?:last|this)\s+\w+)?\s+"
"""Between a verb and its preposition a time can stand: "warned on Saturday of"."""
_GONE: Final = re.compile(
    r"\s+(?:out(?:\s+of\s.*)?|gone|lifted|removed|ended|stopped|withdrawn|halted|scrapped|dropped|closed)\Z"
)
_QUOTED: Final = re.compile(r"\s*(?:[“][^”]*|\"[^\"]*)")
_INFINITIVE: Final = re.compile(r"\s*(?:not\s+)?to\s+(?:not\s+)?(?!be\b)\w+\s+(?=\w)")
_TAIL: Final = re.compile(
    r"\s(?:as|that|who|which|to|from|with|by|on|at|after|before|if|unless|until|amid|than|within|during|when|where|is|was|are|were|"
    r"would|will|should|could|has|have|had|be|remains?|not)\b"
)
_REPORT_OPENER: Final = re.compile(r"[“\",;:]|\b(?:that|said|says|told|added|insisted|because|but|and|while)\b")
_TARGET_WORDS: Final = 12
_NO_TARGET: Final = "the question"
"""The target of "took no side": the open question, which the annotator names."""


@dataclass(frozen=True)
class Frame:
    """Words around which a position is expressed, as explained in ``stances.toml``."""

    name: str
    pattern: str
    polarity: str
    score: float
    example: str
    asks: str = ""


@dataclass(frozen=True)
class _Words:
    cues: Mapping[str, re.Pattern[str]]
    frames: Sequence[tuple[Frame, re.Pattern[str]]]
    demands: re.Pattern[str]
    ends: re.Pattern[str]
    stop: re.Pattern[str]
    reports: re.Pattern[str]
    before_nouns: re.Pattern[str]
    passives: re.Pattern[str]


def suggest_stances(article: Article, times: Sequence[dates.Timex] | None = None) -> Iterator[Suggestion]:
    """Return the stances of an article; no two overlap.

    Parameters
    ----------
    times
        What `standoff.dates.find` found in it, if that is known.
    """
    dated = dates.find(article.text, article.dct) if times is None else times
    starts = {found.end: found.start for found in dated}
    for start, stop in sentences(article.text):
        end = start
        for found in sorted(
            _stances(article.text, start, stop, starts), key=lambda stance: (stance.start, -stance.end)
        ):
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
            yield _suggestion(text, start, found, end, meant, target, _SCORES[polarity], found["cue"])
    for frame, pattern in words.frames:
        for found in pattern.finditer(text, start, stop):
            if frame.asks == "report" and _voice(text[start : found.start()]) == "author":
                continue
            end = _end(text, found.end(), stop, times)
            named = found.groupdict()
            subject = _subject(text[start : found.start()])
            target = (named.get("target") and _target(named["target"])) or _target(text[found.end() : end]) or subject
            meant = _NEGATED[frame.polarity] if named.get("no") else frame.polarity
            one = _suggestion(text, start, found, end, meant, _target(target), frame.score, frame.name)
            is_clause = frame.asks == "report" and subject and not _PRONOUNS.fullmatch(subject)
            yield replace(one, start=text.rindex(subject, start, found.start())) if is_clause else one


def _suggestion(
    text: str, start: int, found: re.Match[str], end: int, polarity: str, target: str, score: float, name: str
) -> Suggestion:
    attributes = {
        "polarity": polarity,
        "target": target or _NO_TARGET,
        "voice": _voice(text[start : found.start()]),
    }
    return Suggestion("stance", found.start(), end, attributes, score, f"stance: {name}")


def _subject(before: str) -> str:
    """Return the noun phrase before a verb, which is what an evaluation is about: "said the offer was …"."""
    opener = list(_REPORT_OPENER.finditer(before))
    subject = before[opener[-1].end() if opener else 0 :].strip(" \n“”\"'’,")
    return subject if len(subject) < _LONG else ""


@cache
def frames() -> tuple[Frame, ...]:
    """Return the frames of the table."""
    return tuple(Frame(**row) for row in _table()["frame"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "stances.toml").read_text("utf-8"))


@cache
def _words() -> _Words:
    lists = _table()["words"]
    parts = {name: any_of(words) for name, words in lists.items() if name != "irregular"}
    irregular = dict(pair.strip().split(": ") for pair in lists["irregular"].split(","))
    before = (
        r"(?:(?:has|have|had|do|does|did|is|was|are|were|will|would|could|remain|remains|remained)(?:n[’']t)?\s+)?"
        rf"(?:(?:not|never|no\s+longer|{parts['adverbs']})\s+)*"
    )
    return _Words(
        cues={polarity: _cues(_table()[polarity], before, irregular) for polarity in _SCORES},
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
        passives=re.compile(rf"\b{parts['passives']}\s+\Z"),
    )


def _cues(lists: Mapping[str, str], before: str, irregular: Mapping[str, str]) -> re.Pattern[str]:
    verbs = sorted((verb.strip() for verb in lists["verbs"].split(",")), key=lambda verb: (-len(verb), verb))
    forms = "|".join(forms_of(verb, irregular, _BETWEEN) for verb in verbs)
    return re.compile(rf"\b{before}(?P<cue>{any_of(lists['phrases'])}|(?P<verb>{forms}))\b")


def _is_no_verb(before: str, found: re.Match[str]) -> bool:
    """Say whether a cue is a noun, an adjective or a passive participle rather than what somebody does."""
    cue = found["cue"]
    if found.group() == cue and _words().before_nouns.search(before):
        return True
    if cue == "back":
        return not re.search(r"\b(?:to|will|would|not|and)\s+\Z", before + found.group()[: -len(cue)])
    auxiliary = before + found.group()[: -len(cue)]
    return (
        found["verb"] is not None
        and cue.split(" ")[0].endswith("ed")
        and _words().passives.search(auxiliary) is not None
    )


def _end(text: str, position: int, stop: int, times: Mapping[int, int]) -> int:
    """Return where the complement of a cue ends, without a time behind it."""
    quoted = _QUOTED.match(text, position, stop)
    found = _words().stop.search(text, quoted.end() + 1 if quoted else position, stop)
    end = position + len(_TRAILING.sub("", text[position : found.start() if found else stop]))
    time = times.get(end)
    trailing = _TRAILING_TIME.search(text, position, time) if time is not None and time > position else None
    # In "the accord of 2015" and "a delay of 10 months" the time is no trailing one.
    return trailing.start() if trailing and not text[: trailing.start()].endswith(" of") else end


def _target(complement: str, cue: str = "") -> str:
    """Return the shortest noun phrase that a complement begins with; a pronoun only where it is all there is."""
    infinitive = _INFINITIVE.match(complement if not cue.endswith(" to") else f"to{complement}")
    rest = complement[infinitive.end() - (2 if cue.endswith(" to") else 0) :] if infinitive else complement
    opening = _OPENING.match(rest)
    phrase = rest[opening.end() if opening else 0 :]
    tail = _TAIL.search(phrase)
    if tail is not None and phrase[: tail.start()].strip():
        phrase = phrase[: tail.start()]
    words = phrase.split() or _PRONOUN.findall(complement)
    return " ".join(words[:_TARGET_WORDS])


def _position(polarity: str, found: re.Match[str], complement: str) -> tuple[str, str]:
    """Return the polarity that is meant, and its target: against X in "called for an end to X"."""
    if _NEGATION.search(found.group()):
        return _NEGATED[polarity], _target(complement, found["cue"])
    is_demand = _words().demands.match(found["cue"]) is not None
    if is_demand and (gone := _GONE.search(complement)):
        return "against", _target(complement[: gone.start()])
    ends = _words().ends.match(complement) if is_demand else None
    return ("against", _target(complement[ends.end() :])) if ends else (polarity, _target(complement, found["cue"]))


def _voice(before: str) -> str:
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return "quoted"
    return "paraphrased" if _words().reports.search(before) else "author"
