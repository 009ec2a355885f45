"""What annotators say on each question that adjudication asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.labels.alignment import Unit
from standoff.labels.passes import Passes
from standoff.labels.policies import EXTENT, NO, PRESENCE, YES, Question, Votes
from standoff.labels.tables import NO_VALUE
from standoff.records import Relation
from standoff.scheme import SpanType


@dataclass(frozen=True, slots=True)
class RelationVote:
    """A relation that some annotator has between two units.

    Parameters
    ----------
    from_unit, to_unit
        Indexes of the units.
    candidates
        The relation in the labels of each annotator who has it.
    voters
        Who marked both of its ends, and so could have it.
    """

    type: str
    from_unit: int
    to_unit: int
    candidates: Mapping[str, Relation]
    voters: tuple[str, ...]

    @property
    def question(self) -> Question:
        """Whether the relation is there."""
        return Question(self.type, PRESENCE, is_relation=True)

    @property
    def votes(self) -> Votes:
        """`YES` or `NO` of each voter."""
        return {name: YES if name in self.candidates else NO for name in self.voters}


def presence_votes(unit: Unit, passes: Passes) -> Votes:
    """Return `YES` or `NO` of everybody who labelled the text: whether they marked the unit."""
    return {name: YES if name in unit.spans else NO for name in passes.by_annotator}


def part_votes(unit: Unit, type_: SpanType) -> dict[str, Votes]:
    """Return what those who marked the unit say on its extent and on each attribute, by what a `Question` is about."""
    votes: dict[str, Votes] = {EXTENT: {name: (span.start, span.end) for name, span in unit.spans.items()}}
    for attribute in type_.attributes:
        values = {name: span.attributes.get(attribute, NO_VALUE) for name, span in unit.spans.items()}
        votes[about_attribute(attribute)] = values
    return votes


def about_attribute(name: str) -> str:
    """Return how a `Question` names an attribute, such as ``attributes.kind``."""
    return f"attributes.{name}"


def relation_votes(passes: Passes, units: Sequence[Unit]) -> Iterator[RelationVote]:
    """Yield every relation that anybody has, in the order of types and of units."""
    found: dict[tuple[str, int, int], dict[str, Relation]] = {}
    for name, labels in passes.by_annotator.items():
        unit_of = {unit.spans[name].id: index for index, unit in enumerate(units) if name in unit.spans}
        for relation in labels.relations:
            key = (relation.type, unit_of[relation.from_id], unit_of[relation.to_id])
            found.setdefault(key, {})[name] = relation
    for (type_, from_unit, to_unit), candidates in sorted(found.items()):
        voters = tuple(name for name in units[from_unit].spans if name in units[to_unit].spans)
        yield RelationVote(type_, from_unit, to_unit, candidates, voters)


def ballots_to_learn_from(
    passes: Passes, units: Sequence[Unit], types: Mapping[str, SpanType]
) -> Iterator[tuple[Question, Votes]]:
    """Yield every vote on a question with a few answers to choose from: they say who is reliable."""
    for unit in units:
        yield Question(unit.type, PRESENCE), presence_votes(unit, passes)
        votes = part_votes(unit, types[unit.type])
        for name, attribute in types[unit.type].attributes.items():
            if attribute.kind == "choice":
                yield Question(unit.type, about_attribute(name)), votes[about_attribute(name)]
    for vote in relation_votes(passes, units):
        yield vote.question, vote.votes
