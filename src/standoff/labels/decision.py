"""Gold that was decided case by case, with which annotators it follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from standoff.labels.adjudicate import GOLD, gold_id
from standoff.labels.alignment import Unit, align
from standoff.labels.ballots import part_votes, presence_votes, relation_votes
from standoff.labels.gold import BY_MACHINE, BY_PERSON
from standoff.labels.passes import Passes
from standoff.labels.policies import PRESENCE, YES
from standoff.records import Adjudication, LabelSet, Relation, Verdict
from standoff.scheme import Scheme

# No annotator can be called so.
_PERSON: Final = ""


def decided_gold(labels: LabelSet, candidates: Iterable[LabelSet], scheme: Scheme) -> LabelSet:
    """Return what a person, or a machine where the labels have that origin, decided as gold, in which nothing is open.

    A span follows the annotators whose spans it is aligned with (`standoff.labels.alignment`), a relation those who
    have it between such spans. What not all of them say as the decision does, the decision settled.

    Parameters
    ----------
    labels
        What was decided, by whom as annotator. The same words get the same ids in every gold.
    candidates
        The label sets, of the same text, that were decided between.
    """
    gold = _with_gold_ids(labels)
    others = {found.annotator: found for found in candidates}
    by_annotator = {_PERSON: gold, **dict(sorted(others.items()))}
    passes = Passes(gold.article_id, gold.sha256, by_annotator)
    units = align({name: found.spans for name, found in by_annotator.items()})
    verdicts = {
        unit.spans[_PERSON].id: _span_verdict(unit, passes, scheme, labels.annotator)
        for unit in units
        if _PERSON in unit.spans
    }
    verdicts |= _relation_verdicts(passes, units, labels.annotator)
    policy = BY_MACHINE if labels.origin == "machine" else BY_PERSON
    return replace(
        gold,
        annotator=GOLD,
        adjudication=Adjudication(policy, tuple(sorted(others)), 0, verdicts, decided_by=labels.annotator),
    )


def same_labels(one: LabelSet, other: LabelSet) -> bool:
    """Say whether two label sets of gold, whose ids come from the words, have the same spans and relations."""
    return (one.sha256, one.spans, one.relations) == (other.sha256, other.spans, other.relations)


def _with_gold_ids(labels: LabelSet) -> LabelSet:
    new = {span.id: gold_id(span.type, span.start, span.end) for span in labels.spans}
    spans = [replace(span, id=new[span.id]) for span in labels.spans]
    relations = [Relation(one.type, new[one.from_id], new[one.to_id]) for one in labels.relations]
    return labels.with_labels(spans, relations)


def _span_verdict(unit: Unit, passes: Passes, scheme: Scheme, person: str) -> Verdict:
    supporters = tuple(name for name in unit.spans if name != _PERSON)
    if not supporters:
        return Verdict((), {PRESENCE: person})
    votes = {PRESENCE: presence_votes(unit, passes), **part_votes(unit, scheme.spans[unit.type])}
    return Verdict(supporters, {about: person for about, found in votes.items() if len(set(found.values())) > 1})


def _relation_verdicts(passes: Passes, units: Sequence[Unit], person: str) -> Mapping[str, Verdict]:
    verdicts = {}
    for vote in relation_votes(passes, units):
        if _PERSON in vote.candidates:
            supporters = tuple(name for name in vote.candidates if name != _PERSON)
            is_unanimous = supporters and set(vote.votes.values()) == {YES}
            key = vote.candidates[_PERSON].key
            verdicts[key] = Verdict(supporters, {} if is_unanimous else {PRESENCE: person})
    return verdicts
