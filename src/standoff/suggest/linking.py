"""Relations of suggestions: who holds a stance, who threatens whom, by when."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from standoff.records import Article
from standoff.scheme import Scheme
from standoff.suggest.clauses import sentences
from standoff.suggest.link_rules import (
    DEADLINE,
    DOER,
    HOLDER,
    HOLDER_BEHIND,
    OWNER,
    SOURCE,
    SOURCE_BEHIND,
    SPEAKER,
    LinkRule,
)
from standoff.suggest.recipients import Surroundings, recipients
from standoff.suggest.subjects import SPEECH, SUFFERS, Subject, antecedent, speaker_behind, subject_of
from standoff.suggest.suggestion import Link, Suggestion, fitted

_SPEAKERS: Final = ("we", "i")
"""Whom these mean, only a quote or its speaker tells."""

_REACH: Final = 8
"""How many actors back a pronoun can point into sentences before."""

_PRONOUN_SCORE: Final = 0.7
_OWNED: Final = re.compile(r"[’']s?\s+(?:\w+\s+){0,2}\Z")
_AGENT: Final = re.compile(r"\b(?:threats?|ultimatum|warnings?|vows?|pledges?)\s+(?:by|from)\s+(?:the\s+|a\s+)?\Z")
_BY: Final = re.compile(r"\bby\s+(?:the\s+|a\s+|an\s+)?\Z")
_BEFORE_LIMIT: Final = re.compile(
    r"\b(?:by|until|till|before|within|from|as\s+of|starting|no\s+later\s+than|deadline\s+of|next|beginning|after|in|past|beyond)\s+(?:the\s+)?\Z|^(?:would|will|shall)\b.*\bon\s+\Z"
)
_GIVEN: Final = re.compile(r"\b(?:gave|give|gives|given|giving|ha[sd]|have|ultimatum\s+of)\b[^;]*\Z")
_SPOKEN: Final = re.compile(rf"\b{SPEECH}\b")
_VERB: Final = 12
"""So far a verb of saying can reach that opens a clause itself: "said they would"."""

_SAID: Final = re.compile(r"(?:[Ii]f|[Uu]nless|[Ss]hould|[Ww]ere)\s[^,;]{0,90},(?:[^,]{0,25},)?")
_WILL: Final = re.compile(r"(?P<gap>\s+)(?:would|will|shall|could|might|may)\b")
_DETERMINER: Final = re.compile(r"\s+(?:(?:the|its|his|their|all)\s+)?")
_NOMINAL: Final = re.compile(r"[’']s?\s+(?:\w+\s+){0,2}(?:threats?|vows?|pledges?|ultimatum)\b")


def linked(article: Article, suggestions: Sequence[Suggestion], scheme: Scheme) -> list[Suggestion]:
    """Return suggestions with the relations that the scheme has room for, in the order of the text.

    Where the subject of a stance or threat is a pronoun and its sentence names nobody else, the pronoun is suggested
    as an actor too.

    Parameters
    ----------
    suggestions
        Spans that fit the scheme.
    """
    ordered = sorted(suggestions, key=_key)
    found = {_key(one): one for one in ordered}
    actors, starts = _of_type(ordered, "actor")
    dates, date_starts = _of_type(ordered, "date")
    waiting = deque(one for one in ordered if one.type in ("stance", "threat"))
    for start, stop in sentences(article.text) if waiting else ():
        first, last = bisect_left(starts, start), bisect_left(starts, stop)
        here = _Sentence(
            article.text,
            start,
            stop,
            actors[first:last],
            actors[max(first - _REACH, 0) : first],
            dates[bisect_left(date_starts, start) : bisect_left(date_starts, stop)],
        )
        while waiting and waiting[0].start < stop:
            one = waiting.popleft()
            if one.start < start:
                continue
            for rule, other in here.ends_of(one):
                if _has_room(scheme, rule.relation, one.type, other.type):
                    if other.attributes.get("mention") == "pronoun" and not _fits(found, other, scheme, article.text):
                        continue
                    link = Link(rule.relation, other.type, other.start, other.end, rule.score, _why(rule))
                    before = found[_key(one)]
                    found[_key(one)] = replace(before, links=(*before.links, link))
    return [found[key] for key in sorted(found)]


def _of_type(ordered: Sequence[Suggestion], type_: str) -> tuple[list[Suggestion], list[int]]:
    chosen = [one for one in ordered if one.type == type_]
    return chosen, [one.start for one in chosen]


def _key(one: Suggestion) -> tuple[int, int, str]:
    return one.start, one.end, one.type


def _why(rule: LinkRule) -> str:
    return f"{rule.relation}: {rule.name}"


def _has_room(scheme: Scheme, relation: str, from_type: str, to_type: str) -> bool:
    type_ = scheme.relations.get(relation)
    return type_ is not None and from_type in type_.from_types and to_type in type_.to_types


def _fits(found: dict[tuple[int, int, str], Suggestion], pronoun: Suggestion, scheme: Scheme, text: str) -> bool:
    """Add a pronoun to the suggestions if the scheme has room for it, and say whether it is one of them."""
    if _key(pronoun) not in found:
        found.update((_key(one), one) for one in fitted([pronoun], scheme, text))
    return _key(pronoun) in found


@dataclass(frozen=True)
class _Sentence(Surroundings):
    """A sentence with the dates in it too."""

    dates: Sequence[Suggestion]

    def ends_of(self, one: Suggestion) -> Iterator[tuple[LinkRule, Suggestion]]:
        """Return what relations go to from a stance or threat, and by which rule."""
        if one.type == "stance":
            yield from self._subject(one, HOLDER, HOLDER_BEHIND)
            return
        sources = list(self._sources(one))
        yield from sources
        recipient = next(recipients(self, one, [actor for _, actor in sources]), None)
        if recipient is not None:
            yield recipient
        deadline = next((date for date in self.dates if self._is_deadline(one, date)), None)
        if deadline is not None:
            yield DEADLINE, deadline

    def _sources(self, one: Suggestion) -> Iterator[tuple[LinkRule, Suggestion]]:
        owner, doer = self._owner(one), self._doer(one)
        if owner is not None:
            yield OWNER, owner
        elif doer is not None:
            yield DOER, doer
        elif self.is_suffered(one):
            subject = subject_of(self.text, self.start, one.start, self.actors)
            outer = self._outer(subject) if subject is not None else None
            if outer is not None:
                yield from self._named(outer, SPEAKER)
            else:
                speaker = speaker_behind(self.text, one.end, self.stop, self.actors)
                if speaker is not None:
                    yield SOURCE_BEHIND, speaker
        else:
            yield from self._subject(one, SOURCE, SOURCE_BEHIND)

    def _subject(self, one: Suggestion, rule: LinkRule, behind: LinkRule) -> Iterator[tuple[LinkRule, Suggestion]]:
        subject = subject_of(self.text, self.start, one.start, self.actors)
        speaker = speaker_behind(self.text, one.end, self.stop, self.actors)
        is_own = subject is None or (subject.pronoun and self.text[slice(*subject.pronoun)].lower() in ("we", "i"))
        if speaker is not None and is_own:
            yield behind, speaker
        elif subject is not None:
            yield from self._named(subject, rule)

    def _named(self, subject: Subject, rule: LinkRule) -> Iterator[tuple[LinkRule, Suggestion]]:
        if subject.pronoun is None:
            yield from ((rule, actor) for actor in subject.actors)
            return
        word = self.text[slice(*subject.pronoun)]
        named = antecedent(word, [one for one in self.actors if one.end <= subject.pronoun[0]], self.text)
        meant = named or antecedent(word, self.earlier[::-1], self.text)
        if named is not None:
            yield rule, named
        elif meant is not None and word.lower() not in _SPEAKERS:
            attributes = {**meant.attributes, "mention": "pronoun"}
            why = "actor: pronoun that a relation needs"
            yield rule, Suggestion("actor", *subject.pronoun, attributes, _PRONOUN_SCORE, why)

    def _owner(self, one: Suggestion) -> Suggestion | None:
        """Return who is named as the one whose threat it is: "Ardan's threat to", "a threat by the generals to"."""
        for actor in self.actors:
            if actor.end <= one.start and _OWNED.fullmatch(self.text, actor.end, one.start):
                return actor
            if one.start <= actor.start < one.end:
                begun = self.text[one.start : actor.start]
                if _AGENT.search(begun) or (begun.startswith("threatened") and _BY.search(begun)):
                    return actor
                if _NOMINAL.match(self.text, actor.end, one.end):
                    return actor
        return None

    def _outer(self, subject: Subject) -> Subject | None:
        """Return the subject of the verb of saying on which the clause of a subject depends."""
        verbs = list(_SPOKEN.finditer(self.text, self.start, subject.clause + _VERB))
        return subject_of(self.text, self.start, verbs[-1].start(), self.actors) if verbs else None

    def _doer(self, one: Suggestion) -> Suggestion | None:
        """Return who would do it, where the threat itself says so: "warned that the army would strike"."""
        said = _SAID.match(self.text, one.start, one.end)
        for actor in self.actors if said else ():
            if said and actor.start >= said.end() and actor.end <= one.end:
                will = _WILL.match(self.text, actor.end, one.end)
                is_subject = _DETERMINER.fullmatch(self.text, said.end(), actor.start)
                return actor if will and is_subject and not SUFFERS.match(self.text, will.end("gap"), one.end) else None
        return None

    def _is_deadline(self, one: Suggestion, date: Suggestion) -> bool:
        if not one.start <= date.start < one.end:
            return False
        before = self.text[one.start : date.start]
        if self.text[date.start : date.end].startswith(("the past", "the last", "past", "last")):
            return False
        is_given = date.attributes.get("type") == "DURATION" and _GIVEN.search(before) is not None
        return is_given or _BEFORE_LIMIT.search(before) is not None
