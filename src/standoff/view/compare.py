"""What two sources say of one article: where they are equal, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.labels import align
from standoff.records import Relation, Span
from standoff.view.layers import Layer


@dataclass(frozen=True, slots=True)
class SpanPair:
    """A span of one layer and its counterpart in the other; one of the two may be missing.

    Parameters
    ----------
    one, other
        Index of the span in its layer.
    other_extent
        Whether both are there and differ in where they begin or end.
    attributes
        Names of the attributes to which they give different values, or which only one of them has.
    """

    one: int | None
    other: int | None
    other_extent: bool = False
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two layers side by side; every span and every relation is in exactly one pair.

    Parameters
    ----------
    relations
        Indexes of a relation in the one layer and of its counterpart in the other.
    """

    spans: tuple[SpanPair, ...]
    relations: tuple[tuple[int | None, int | None], ...]


def compare(one: Layer, other: Layer) -> Comparison:
    """Pair the spans that are about the same words, and the relations that join the same ones.

    Spans are paired as agreement pairs them (`standoff.labels.alignment`). A relation has a counterpart where one of
    its type joins the counterparts of its ends.
    """
    places = _places(one.spans), _places(other.spans)
    counterparts: dict[str, str] = {}
    spans = []
    for unit in align({"one": one.spans, "other": other.spans}):
        ours, theirs = unit.spans.get("one"), unit.spans.get("other")
        if ours is not None and theirs is not None:
            counterparts[ours.id] = theirs.id
        spans.append(_pair(ours, theirs, *places))
    return Comparison(tuple(spans), tuple(_relation_pairs(one.relations, other.relations, counterparts)))


def _places(spans: Sequence[Span]) -> dict[str, int]:
    return {span.id: index for index, span in enumerate(spans)}


def _pair(one: Span | None, other: Span | None, ones: Mapping[str, int], others: Mapping[str, int]) -> SpanPair:
    if one is None or other is None:
        return SpanPair(ones[one.id] if one else None, others[other.id] if other else None)
    return SpanPair(
        ones[one.id],
        others[other.id],
        other_extent=(one.start, one.end) != (other.start, other.end),
        attributes=tuple(
            sorted(
                name
                for name in {*one.attributes, *other.attributes}
                if one.attributes.get(name) != other.attributes.get(name)
            )
        ),
    )


def _relation_pairs(
    ones: Sequence[Relation], others: Sequence[Relation], counterparts: Mapping[str, str]
) -> Iterator[tuple[int | None, int | None]]:
    left = {relation: index for index, relation in enumerate(others)}
    for index, relation in enumerate(ones):
        ends = (counterparts.get(relation.from_id, ""), counterparts.get(relation.to_id, ""))
        yield index, left.pop(Relation(relation.type, *ends), None)
    yield from ((None, index) for index in left.values())
