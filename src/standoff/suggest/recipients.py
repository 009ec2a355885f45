"""Whom a threat is meant for: who is named in it, would suffer it, is told of it, or is what its sentence is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.suggest.gazetteer import gazetteer
from standoff.suggest.link_rules import ADDRESSED, BEHIND, BLAMED, INSIDE, NATION, POINTED, SUFFERER, LinkRule
from standoff.suggest.subjects import SUFFERS, Subject, antecedent, subject_of
from standoff.suggest.suggestion import Suggestion

_NOBODY: Final = frozenset({"country", "countries", "two powers", "refugees", "migrants", "civilians", "hostages"})
"""Not the ones whom a threat is to move, though it names them."""

_UNDERGONE: Final = re.compile(r"threatened (?:with|by)\b")
_WHOEVER: Final = re.compile(r"(?:those|anyone|anybody|whoever|any\s+\w+)\b")
_ADDRESS: Final = re.compile(
    r"\b(?:told|tells|telling|warn(?:s|ed|ing)?|gave|giving|urged|ordered|informed)\s+(?:the\s+|its\s+)?\Z"
)
_AND: Final = re.compile(r"\band\s+(?:\w+ly\s+)?\Z")
_AGAINST: Final = re.compile(r"[\s,”\"]*(?:against|on|toward|towards|to|from|with|by)\s+(?:the\s+|its\s+|his\s+)?")
_RELATIVE: Final = re.compile(r"\b(?P<noun>[\w’-]+)\s+(?:that|which|who)\s+(?:the\s+)?\Z")
_SAID: Final = re.compile(
    r"(?:learn|hear|find|found|see|saw|show|prove|say|said|ensure|mean|demand|insist|decid|confirm)\w*"
)
_OBJECT: Final = re.compile(
    r"(?<!that\s)(?<!over\s)(?<!if\s)\b(them|it|him|her)\b(?!\s+(?:would|will|is|was|had|has|did|does|self))"
)
_SUBJECTS: Final = {"them": "they", "it": "it", "him": "he", "her": "she"}
_BLAME: Final = re.compile(
    r"\b(?:blam\w+|accus\w+|condemn\w+|denounc\w+|demand\w*\s+that|urg\w+|call\w*\s+on|order\w*|attack\w*\s+by|raids?\s+by|"
    r"against|shelled|bombed|struck)\s+(?:(?:the|its|his|their)\s+)?\Z"
)


@dataclass(frozen=True)
class Surroundings:
    """A sentence with the actors in it, and the actors before it."""

    text: str
    start: int
    stop: int
    actors: Sequence[Suggestion]
    earlier: Sequence[Suggestion]

    def is_suffered(self, one: Suggestion) -> bool:
        """Say whether a threat begins with what somebody will have to bear."""
        begins = (pattern.match(self.text, one.start, one.end) for pattern in (SUFFERS, _UNDERGONE))
        return any(begins) or bool(
            _WHOEVER.match(self.text, one.start, one.end) and SUFFERS.search(self.text, one.start, one.end)
        )

    def is_same(self, one: Suggestion, other: Suggestion) -> bool:
        """Say whether two actors have the same extent or the same words."""
        extents = [(each.start, each.end) for each in (one, other)]
        return extents[0] == extents[1] or self.text[slice(*extents[0])] == self.text[slice(*extents[1])]


def recipients(
    around: Surroundings, one: Suggestion, sources: Sequence[Suggestion]
) -> Iterator[tuple[LinkRule, Suggestion]]:
    """Return whom a threat may be meant for, the likeliest first.

    Parameters
    ----------
    sources
        Who threatens.
    """
    text = around.text
    if around.is_suffered(one):
        yield from _meant(around, subject_of(text, around.start, one.start, around.actors), SUFFERER)
    others = [actor for actor in around.actors if not any(around.is_same(actor, source) for source in sources)]
    yield from (
        (INSIDE, actor) for actor in others if one.start <= actor.start < one.end and _is_moved(text, one, actor)
    )
    # A pronoun in the threat points to somebody whom the sentence has named.
    pronoun = _OBJECT.search(text, one.start, one.end)
    named = [actor for actor in others if actor.end <= one.start]
    if pronoun is not None and (meant := antecedent(_SUBJECTS[pronoun[1]], named[::-1], text)):
        yield POINTED, meant
    is_further = _AND.search(text, around.start, one.start) is not None
    for actor in others:
        if not is_further and actor.end <= one.start and _ADDRESS.search(text, around.start, actor.start):
            yield ADDRESSED, actor
        if actor.start >= one.end and _AGAINST.fullmatch(text, one.end, actor.start):
            yield BEHIND, actor
    yield from ((NATION, actor) for actor in _of_nation(around, one, sources))
    yield from ((BLAMED, actor) for actor in named[::-1] if _BLAME.search(text, around.start, actor.start))


def _is_moved(text: str, one: Suggestion, actor: Suggestion) -> bool:
    """Say whether who is named in a threat is one that it can be meant for, not one that a relative clause is about."""
    relative = _RELATIVE.search(text, one.start, actor.start)
    is_aside = relative is not None and _SAID.fullmatch(relative["noun"]) is None
    return not is_aside and text[actor.start : actor.end].lower() not in _NOBODY


def _of_nation(around: Surroundings, one: Suggestion, sources: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Return the state before a threat whose adjective is in it: "any ship bound for Israeli ports"."""
    before = [*around.earlier, *(actor for actor in around.actors if actor.end <= one.start)][::-1]
    own = {source.attributes.get("country") for source in sources}
    for hit in gazetteer().hits(around.text[one.start : one.end]):
        if hit.entry.role == "adjective" and hit.entry.country not in own:
            states = (actor for actor in before if actor.attributes.get("kind") == "state")
            named = (actor for actor in states if actor.attributes.get("country") == hit.entry.country)
            yield from [found for found in [next(named, None)] if found is not None]


def _meant(around: Surroundings, subject: Subject | None, rule: LinkRule) -> Iterator[tuple[LinkRule, Suggestion]]:
    if subject is not None and subject.pronoun is not None:
        named = [one for one in around.actors if one.end <= subject.pronoun[0]]
        meant = antecedent(around.text[slice(*subject.pronoun)], named[::-1], around.text)
        yield from [(rule, meant)] if meant else []
    elif subject is not None:
        yield from ((rule, actor) for actor in subject.actors)
