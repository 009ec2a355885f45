"""Which spans of different annotators are about the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from standoff.records import Span, span_order

_Group = dict[str, Span]


@dataclass(frozen=True, slots=True)
class Unit:
    """Spans of one type, each by another annotator and every two of them overlapping, taken to be about the same.

    Parameters
    ----------
    spans
        By annotator, in the order of their names; one or more.
    """

    type: str
    spans: Mapping[str, Span]


def align(spans: Mapping[str, Sequence[Span]]) -> tuple[Unit, ...]:
    """Gather the spans of several annotators into units.

    Spans are put together from the most similar on, where the similarity of two groups is the least share of common
    code points (length of the intersection by length of the union) between their members: complete linkage. So equal
    spans always come together, a span nested in another of its type is not mistaken for it where its own counterpart
    exists, all members of a unit share at least one code point, and the order of annotators does not matter except
    between equal spans.

    Parameters
    ----------
    spans
        Each annotator's spans of one article; those of one annotator may nest and overlap.

    Returns
    -------
    tuple
        Units in the order of their first span; every span is in exactly one.
    """
    by_type: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for annotator, found in spans.items():
        for span in found:
            by_type[span.type].append((span, annotator))
    units = [
        Unit(type_, dict(sorted(group.items())))
        for type_, members in by_type.items()
        for component in _components(members)
        for group in _merged(component)
    ]
    return tuple(sorted(units, key=lambda unit: min(span_order(span) for span in unit.spans.values())))


def count_matches(ones: Sequence[Span], others: Sequence[Span]) -> int:
    """Return how many pairs of overlapping spans of one type can be made, each span being in at most one pair.

    This is a maximum matching (Kuhn's augmenting paths), hence a number that does not depend on any order.
    """
    partner: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for other, candidate in enumerate(others):
            fits = candidate.type == ones[index].type and candidate.overlaps(ones[index])
            if fits and other not in tried:
                tried.add(other)
                if other not in partner or place(partner[other], tried):
                    partner[other] = index
                    return True
        return False

    return sum(place(index, set()) for index in range(len(ones)))


def _components(members: Iterable[tuple[Span, str]]) -> Iterator[list[_Group]]:
    """Yield stretches of chained overlaps, each as groups of one span: no unit reaches beyond its stretch."""
    component: list[_Group] = []
    end = 0
    for span, annotator in sorted(members, key=lambda member: (member[0].start, member[0].end, member[1])):
        if component and span.start >= end:
            yield component
            component = []
        end = max(end, span.end) if component else span.end
        component.append({annotator: span})
    if component:
        yield component


def _merged(groups: Sequence[_Group]) -> list[_Group]:
    left = dict(enumerate(groups))
    similarity = {
        (one, other): share
        for one, other in combinations(left, 2)
        if not left[one].keys() & left[other].keys() and (share := _common_share(left[one], left[other])) > 0
    }
    while similarity:
        # The most similar two; of several such, the first in the text.
        one, other = max(similarity, key=lambda pair: (similarity[pair], -pair[0], -pair[1]))
        left[one] |= left.pop(other)
        shares = {pair: share for pair, share in similarity.items() if not {one, other} & set(pair)}
        for third in left:
            both = [similarity.get((min(third, old), max(third, old)), 0.0) for old in (one, other)]
            if third != one and min(both) > 0:
                shares[min(third, one), max(third, one)] = min(both)
        similarity = shares
    return list(left.values())


def _common_share(ones: _Group, others: _Group) -> float:
    """Return intersection by union of the extents of two groups of one span each."""
    (one,), (other,) = ones.values(), others.values()
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return common / (one.end - one.start + other.end - other.start - common)
