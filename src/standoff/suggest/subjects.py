"""Whose act the words of a sentence are: the actor, or the pronoun, that is the subject where a verb begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.suggest.suggestion import Suggestion

SPEECH: Final = (
    r"(?:said|says|say|saying|told|tells|added|adds|warned|warns|declared|announced|insisted|insists|replied|vowed|stressed|"
    r"noted|claimed|tweeted|wrote|promised|pledged|stated|reiterated|repeated|argued|maintained|confirmed|denied|believes|thinks)"
)
"""Verbs of saying, behind which another clause can begin."""

SUFFERS: Final = re.compile(
    r"(?:would|will|shall|must|could|may|might|[’']ll)?\s*(?:\w+ly\s+)?(?:(?:have\s+to\s+)?pay|suffer|regret|bear|faces?|facing|lose|rue|perish|die|risk\w*|"
    r"be\s+(?!ready|prepared|forced|willing|no\b|consequences|blood)(?:\w+ed|shot|sunk|hunted|brought|met|cut|put|treated|held|driven)|become\s+(?:a\s+)?targets?|not\s+(?:go|remain|be\s+(?:left|forgiven))\b|be\s+(?:un)?answered"
    r"|(?:is|are|was|were)\s+(?:\w+\s+)?(?:an?\s+)?(?:legitimate|valid|fair)\s+(?:\w+\s+)?targets?)\b"
)
"""What somebody will have to bear, who is not the one who threatens: "will pay a heavy price"."""

_AUXILIARY: Final = r"(?:has|have|had|is|are|was|were|will|would|can|could|may|might|must|did|does|\w+ed|\w+ly\s+\w+ed)"
_OPENER: Final = re.compile(
    rf"(?P<relative>,?\s(?:who|which|that(?=\s+{_AUXILIARY}\b)))\b|(?P<said>\bthat\b|\b{SPEECH}\b)|[;:—“]"
    r"|(?P<link>,?\s\b(?:and|but|while|whereas|although|though|under\s+which)\b)"
    r"|(?P<aside>\b(?:[Ii]f|[Uu]nless|[Ww]hen|[Aa]fter|[Aa]s|[Bb]ecause|[Bb]efore|[Ss]ince|[Uu]ntil|[Aa]lthough|[Ww]hile|[Ww]ere)\b)"
)
_COMMA: Final = re.compile(r",(?!\d)")
_LINKED: Final = re.compile(r"\b(?:and|or|but|then)\s+(?:\w+ly\s+|also\s+|again\s+)?\Z")
_TO_COME: Final = re.compile(r"\b(?:will|would|should|could|to)\b")
_GOVERNED: Final = re.compile(
    r"\b(?:of|in|on|with|to|by|against|for|from|at|over|between|under|about|near|into|through|including|toward|towards|across|than|within|inside|outside|among)"
    r"\s+(?:(?:the|a|an|its|his|their|her|our|all|any|some|both|top|other|\w+-\w+)\s+)*\Z",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I)\b(?![’'])")
_COORDINATED: Final = re.compile(r"(?:,\s+(?:and\s+)?|\s+and\s+)(?:(?:the|its|his|their|her|a|an|some)\s+)?")
_OTHER_CLAUSE: Final = re.compile(r",\s+and\b")
_SPOKE: Final = re.compile(rf"[\s,]*(?:\w+ly\s+)?{SPEECH}\b")
_BEFORE_SPEAKER: Final = re.compile(rf"[\s,.”\"]*(?:{SPEECH}\s+)?(?:(?:the|a|an|its|his|their|one)\s+)?")


@dataclass(frozen=True)
class Subject:
    """Who does something.

    Parameters
    ----------
    actors
        The actors, more than one where they are joined by "and".
    pronoun
        Where there is none, the half-open interval of a pronoun, in code points.
    clause
        Where the clause begins that they are the subject of.
    """

    actors: tuple[Suggestion, ...]
    pronoun: tuple[int, int] | None
    clause: int


def subject_of(text: str, start: int, position: int, actors: Sequence[Suggestion]) -> Subject | None:
    """Return who does what begins at `position`; None where nobody is named before it in the sentence.

    Parameters
    ----------
    start
        Where the sentence begins.
    actors
        Those of the sentence, in order.
    """
    before = [one for one in actors if one.end <= position]
    is_linked = _LINKED.search(text, start, position) is not None and not _TO_COME.match(text, position)
    stop = position
    for clause in _clauses(text, start, position):
        aside = _COMMA.search(text, clause.begin, position) if clause.kind == "relative" else None
        if aside is not None:
            # In "Iran, which has oil, will" the relative clause has ended.
            last = text.rfind(",", clause.begin, position)
            before = [one for one in before if not clause.opener < one.start < last]
            stop = min(stop, position)
            continue
        if clause.kind == "relative":
            owner = next((one for one in reversed(before) if one.end <= clause.opener), None)
            if owner is not None and owner.end >= clause.opener - 1:
                return Subject((owner,), None, clause.opener)
            stop = clause.opener
            continue
        if is_linked and clause.kind == "said" and _TO_COME.search(text, clause.begin, position):
            # In "told the firms to stay and vowed" it is not the firms that vowed.
            stop = clause.opener
            continue
        found = [one for one in before if clause.begin <= one.start < stop and not _governed(text, start, one)]
        pronoun = _PRONOUN.search(text, clause.begin, stop)
        if found and (pronoun is None or found[0].start < pronoun.start()):
            return Subject(tuple(_joined(text, before, found[0])), None, clause.opener)
        if pronoun is not None:
            return Subject((), pronoun.span(), clause.opener)
        stop = clause.opener
    return None


def speaker_behind(text: str, position: int, stop: int, actors: Sequence[Suggestion]) -> Suggestion | None:
    """Return who is named behind words as the one who said them: ", the general said", ",” said Varga"."""
    for one in actors[bisect_left([other.start for other in actors], position) :]:
        gap = _BEFORE_SPEAKER.fullmatch(text, position, one.start)
        if gap is None:
            return None
        if re.search(rf"\b{SPEECH}\b", gap.group()) or _SPOKE.match(text, one.end, stop):
            return one
    return None


def antecedent(pronoun: str, actors: Sequence[Suggestion], text: str) -> Suggestion | None:
    """Return the actor that a pronoun most likely stands for: the first that agrees with it.

    Parameters
    ----------
    actors
        Those before it, the likeliest first.
    """
    return next((one for one in actors if _agrees(pronoun.lower(), one, text)), None)


def _agrees(pronoun: str, actor: Suggestion, text: str) -> bool:
    kind, is_plural = (
        actor.attributes.get("kind", ""),
        text[actor.start : actor.end].endswith(("s", "people", "police")),
    )
    if actor.attributes.get("mention") == "pronoun":
        return False
    if pronoun in ("he", "she", "i"):
        return kind == "person"
    if pronoun == "it":
        return kind in ("state", "organization", "armed_group")
    return kind in ("armed_group", "people") or is_plural or pronoun != "they"


@dataclass(frozen=True)
class _Clause:
    """Where a clause begins, without and with what opens it, and what that is."""

    begin: int
    opener: int
    kind: str


def _clauses(text: str, start: int, position: int) -> Iterator[_Clause]:
    """Return the clauses before a position, the nearest first."""
    found = [_Clause(start, start, "sentence")]
    for match in _OPENER.finditer(text, start, position):
        begin = match.end()
        if match["aside"]:
            # In "if they come, Ardan will strike" the main clause begins behind the comma.
            comma = text.rfind(", ", begin, position)
            if comma < 0:
                continue
            begin = comma + 1
        found.append(_Clause(begin, match.start(), match.lastgroup or ""))
    return iter(sorted(found, key=lambda clause: -clause.begin))


def _governed(text: str, start: int, actor: Suggestion) -> bool:
    return _GOVERNED.search(text, start, actor.start) is not None


def _joined(text: str, actors: Sequence[Suggestion], first: Suggestion) -> Iterator[Suggestion]:
    """Return an actor with those of the same list ("Iran, Iraq and Syria"), or its name behind a description of it."""
    index = actors.index(first)
    low, high = index, index
    while low and _COORDINATED.fullmatch(text, actors[low - 1].end, actors[low].start):
        low -= 1
    while high + 1 < len(actors) and _COORDINATED.fullmatch(text, actors[high].end, actors[high + 1].start):
        high += 1
    row = actors[low : high + 1]
    if len(row) == 2 and _OTHER_CLAUSE.match(text, row[0].end):
        # In "It blames Iran, and Turkey vowed" another clause begins behind the comma.
        row = [first]
    if " and " in text[row[0].end : row[-1].start]:
        yield from row
    elif len(row) > 1 and first.attributes.get("mention") == "nominal" and row[1].attributes.get("mention") == "name":
        yield row[1]
    else:
        yield first
