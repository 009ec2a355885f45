"""Threats: a cue of a declared intent to harm, through the harm and its condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from standoff.records import Article
from standoff.suggest.clauses import sentences
from standoff.suggest.subjects import SPEECH, SUFFERS
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.threat_cues import Cue, compiled, cues, lists

_DENIED: Final = re.compile(
    r"\b(?:neither|nobody|none|no one|not|never|no|without|n[’']t|stop|stopped|(?:no|neither) [\w’-]+)"
    r"(?: (?:\w+ly|ever|been|have|has))* \Z",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[,;:“”\"—()]|\b(?:that|and|but|if|unless|as|while|because|after|before|when)\b")
_AUXILIARY: Final = re.compile(
    r"(?:\s*\b(?:\w+ly|also|again|now|has|have|had|is|are|was|were|been|be|still|would|will|could|may|might|can|itself|alone))+\s*\Z"
)
_WARNED: Final = re.compile(r"\bwarn(?:s|ed|ing|ings)?\b")
_COORDINATED: Final = re.compile(r"\b(?:and|or|but|then)\s*\Z")
_ASIDE: Final = re.compile(r"(?<=which)\s+(?:in|on|last|earlier|at|this)\s[^,;]*\Z")
_RELATIVE: Final = re.compile(r"([\w’'-]+),? (?:(?:that|which)\s*|who\b[^,;:]*)\Z")
_UNSURE: Final = re.compile(r"\bwhether\b[^,;“”]{0,60}\Z")
_VICTIM: Final = re.compile(
    r"\b(?:I|[Ww]e)\s+(?:will|would|shall|[’']ll|could|may|might)\s+(?:all\s+)?be\s+(?!forced|obliged|compelled)(?:\w+ed|shot|hanged)\b"
    r"|\b(?:[Tt]hey|[Hh]e|[Ss]he)\s+(?:will|would|could|[’']ll|(?:is|are|was|were)\s+going\s+to)\s+(?:\w+\s+){1,2}(?:us|me)\b"
)
_SPOKEN: Final = re.compile(
    rf"\b{SPEECH}\b|[“”\"]|\bspokes\w+|\baccording to\b|\b(?:hint|boast|claim|suggest|signal|indicat|threaten)\w*"
)
_BARGAIN: Final = re.compile(
    r"\b(?:[Ii]n (?:return|exchange)|(?:[Uu]nder|[Aa]s part of|[Ii]n) (?:the|an?|that|this) (?:\w+ )?"
    r"(?:deal|agreement|accord|pact|truce|ceasefire))\b"
)
_OWN: Final = re.compile(
    r"(?:it|he|she|they|we|I|(?:its|his|their|our|her)\s+\w+)\s+(?P<verb>(?:would|will|shall|must|is|are|was|were)\b)"
)
_REPORTED: Final = re.compile(
    r"(?P<report>(?:warn|vow|swor|swear|threaten|promis|pledg)\w*\b(?:\s+(?!that\b|of\b|to\b|not\b|against\b)[\w’'.-]+){0,6}?\s+"
    r"(?:that\s+|(?=(?:it|he|she|they|we|I)\s)))(?:[\w’'.-]+\s+){0,8}?(?P<verb>(?:would|will|could|might|may|can)\b)"
)
_OPENED: Final = re.compile(rf"(?:\bthat\b|\b{SPEECH}\b|[“\",:;])\s*")
_PRONOUN: Final = re.compile(r"(?:it|he|she|they|we|I|you)\b|\Z|and\b|but\b", re.IGNORECASE)
_GENERAL: Final = re.compile(r"(?:an?|any|all|those)\b.*\bw(?:ould|ill)\b")
_LONGEST_SUBJECT: Final = 80
_ARTICLE: Final = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur)\s+\Z")
_PREPOSITION: Final = re.compile(
    r"\b(?:of|in|on|over|from|between|at|for|with|by|to|about|against|under|near|across)\b"
)


@dataclass(frozen=True)
class _Words:
    modes: Mapping[str, re.Pattern[str]]
    cues: Sequence[tuple[Cue, re.Pattern[str]]]
    condition: re.Pattern[str]
    stop: re.Pattern[str]
    innocents: re.Pattern[str]
    things: re.Pattern[str]
    onlookers: re.Pattern[str]
    menacing: re.Pattern[str]
    striking: re.Pattern[str]
    judged: re.Pattern[str]
    games: re.Pattern[str]
    fiction: re.Pattern[str]
    causes: re.Pattern[str]


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
            end = _end(text, found, stop)
            if _DENIED.search(text, start, found.start()) or _is_none(cue, text, (start, stop), found, end):
                continue
            begin = _begin(text, start, found.start(), end)
            surface = text[begin:end]
            attributes = {"mode": _mode(surface), "conditional": _conditional(surface), "status": cue.status}
            yield Suggestion("threat", begin, end, attributes, cue.score, f"threat: {cue.name}")


def _is_none(cue: Cue, text: str, sentence: tuple[int, int], found: re.Match[str], end: int) -> bool:
    """Say whether something in the sentence, or in the threat that ends at `end`, shows that it is none."""
    words = _words()
    start, stop = sentence
    # Whose act it is, and behind a verb that reports it whose harm.
    verbs = (found.start(), *(found.start(group) for group, harm in found.groupdict().items() if harm))
    return (
        _UNSURE.search(text, start, found.start()) is not None
        or ("subject" in cue.asks and any(words.innocents.fullmatch(subject_head(text[start:at])) for at in verbs))
        or any(one.start() <= found.start() < one.end() for one in _VICTIM.finditer(text, start, stop))
        or ("onlooker" in cue.asks and words.onlookers.search(text, start, found.start()) is not None)
        or ("onlooker" in cue.asks and words.onlookers.search(text, end, stop) is not None)
        or ("object" in cue.asks and words.things.match(text, found.end(), stop) is not None)
        or ("judged" in cue.asks and words.judged.search(text, start, found.start()) is not None)
        or ("cause" in cue.asks and words.causes.search(text, found.end(), stop) is not None)
        or ("menacing" in cue.asks and words.menacing.search(text, start, stop) is None)
        or ("striking" in cue.asks and words.striking.search(text, start, found.start()) is None)
        or ("spoken" in cue.asks and _SPOKEN.search(text, start, stop) is None)
        or ("bargain" in cue.asks and _BARGAIN.search(text, start, found.start()) is not None)
        or ("warned" in cue.asks and _WARNED.search(text, start, found.start()) is not None)
        or ("fiction" in cue.asks and words.fiction.search(text, start, stop) is not None)
        or ("games" in cue.asks and words.games.search(text, start, stop) is not None)
    )


def subject_head(before: str) -> str:
    """Return the head of the noun phrase that ends where a verb begins: "storm" in "The storm over the coast ".

    Parameters
    ----------
    before
        The sentence up to the verb.
    """
    before = _AUXILIARY.sub("", before)
    if relative := _RELATIVE.search(_ASIDE.sub("", before)):
        return relative.group(1).lower()
    if _COORDINATED.search(before):
        return ""
    clause = [part for part in _CLAUSE.split(before) if part.strip()][-1:]
    phrase = _PREPOSITION.split(clause[0], maxsplit=1)[0] if clause else ""
    words = re.findall(r"[\w’'-]+", phrase)
    return words[-1].lower() if words else ""


@cache
def _words() -> _Words:
    parts = lists().words

    def any_case(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Words(
        modes={mode: any_case(rf"\b{words}") for mode, words in lists().modes.items()},
        cues=[(cue, compiled(cue)) for cue in cues()],
        condition=any_case(
            rf"\b{parts['conditions']}|\b\w+s\s+(?:that|who|whose)\b"
            r"|\bwere\b(?=[^,]{3,60}\bto\b[^,]*,)|\bany\b(?!\s+(?:case|more|time))"
        ),
        stop=re.compile(
            rf"[;:“”\"—\n]|,(?!\s+(?:if|unless|until|or\s+(?:else|face|be)|and\s+(?:would|will))\b)|\s(?:and|but)\s+{parts['statements']}"
        ),
        innocents=re.compile(parts["innocents"]),
        things=re.compile(rf"\s*(?:[\w’'.-]+\s+){{0,4}}?{parts['things']}"),
        onlookers=any_case(rf"\b{parts['onlookers']}"),
        menacing=re.compile(rf"\b{parts['menacing']}(?:,?\s[\w’'-]+){{0,6}}?,?\s{SPEECH}\b"),
        striking=any_case(rf"\b{parts['striking']}"),
        judged=any_case(rf"\b{parts['judged']}(?:\s+[\w’'-]+){{0,4}}\s*\Z"),
        fiction=any_case(rf"\b{parts['fiction']}"),
        games=any_case(rf"\b{parts['games']}"),
        causes=any_case(rf"\b{parts['causes']}"),
    )


def _begin(text: str, start: int, position: int, end: int) -> int:
    """Return where a threat begins: behind a verb that only reports it, at a subject that would suffer the harm."""
    if own := _OWN.match(text, position, end):
        return own.start("verb")
    report = _REPORTED.match(text, position, end)
    if report is not None and not SUFFERS.match(text, report.start("verb"), end):
        return report.start("verb")
    if report is not None:
        return report.end("report")
    if article := _ARTICLE.search(text, start, position):
        return article.start()
    openers = list(_OPENED.finditer(text, start, position)) if SUFFERS.match(text, position, end) else []
    subject = openers[-1].end() if openers else position
    is_named = position - subject < _LONGEST_SUBJECT and not _PRONOUN.match(text, subject, position)
    return subject if is_named else position


def _end(text: str, cue: re.Match[str], stop: int) -> int:
    """Return where the harm and its condition end that follow a cue."""
    position = cue.end()
    within = _is_open(cue.group()) and text.find("”", position, stop) > 0
    found = _words().stop.search(text, position, stop)
    while found and (found.group() == "“" or (within and found.group() == "”")):
        # Words in quotes within the threat.
        closing = text.find("”", found.start(), stop)
        if closing < 0:
            break
        within = False
        found = _words().stop.search(text, closing + 1, stop)
    end = found.start() if found else stop
    return position + len(text[position:end].rstrip())


def _is_open(words: str) -> bool:
    """Say whether a quotation begins in the words and does not end there."""
    return words.count("“") > words.count("”")


def _mode(surface: str) -> str:
    """Return the mode whose words come first in the harm, before its condition."""
    condition = _words().condition.search(surface)
    if condition is not None and not condition.start():
        # "If they come, we will shoot": the harm is behind the comma.
        condition = None
        surface = surface.partition(",")[2] or surface
    harm = surface[: condition.start()] if condition else surface
    first = [(found.start(), mode) for mode, words in _words().modes.items() if (found := words.search(harm))]
    return min(first)[1] if first else "unspecified"


def _conditional(surface: str) -> str:
    return "yes" if _words().condition.search(surface) or _GENERAL.match(surface) else "no"
