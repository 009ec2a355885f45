"""Which spans of different annotators are about the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from standoff.records import Span, span_order


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
        Unit(type_, dict(sorted(group.items()))) for type_, members in by_type.items() for group in _merged(members)
    ]
    return tuple(sorted(units, key=lambda unit: min(span_order(span) for span in unit.spans.values())))


def count_matches(ones: Sequence[Span], others: Sequence[Span]) -> int:
    """Return how many pairs of overlapping spans of one type can be made, each span being in at most one pair.

    This is a maximum matching (Kuhn's augmenting paths), hence a number that does not depend on any order.
    """
    candidates = [
        [index for index, other in enumerate(others) if other.type == one.type and other.overlaps(one)] for one in ones
    ]
    partner: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for other in candidates[index]:
            if other not in tried:
                tried.add(other)
                if other not in partner or place(partner[other], tried):
                    partner[other] = index
                    return True
        return False

    return sum(place(index, set()) for index in range(len(ones)))


def _merged(members: Iterable[tuple[Span, str]]) -> list[dict[str, Span]]:
    """Merge spans of one type, the most similar groups first and of several such the first in the text."""
    ordered = sorted(members, key=lambda member: (member[0].start, member[0].end, member[1]))
    groups = {index: {annotator: span} for index, (span, annotator) in enumerate(ordered)}
    similar: dict[int, dict[int, float]] = {index: {} for index in groups}
    queue: list[tuple[float, int, int]] = []

    def note(one: int, other: int, share: float) -> None:
        similar[one][other] = similar[other][one] = share
        heappush(queue, (-share, min(one, other), max(one, other)))

    for one, other in _overlapping([span for span, _ in ordered]):
        if ordered[one][1] != ordered[other][1]:
            note(one, other, _common_share(ordered[one][0], ordered[other][0]))
    while queue:
        negated, one, other = heappop(queue)
        if one not in groups or similar[one].get(other) != -negated:
            continue  # one of the two has been merged since
        groups[one] |= groups.pop(other)
        mine, theirs = similar[one], similar.pop(other)
        similar[one] = {}
        for third in (mine.keys() | theirs.keys()) - {one, other}:
            similar[third].pop(one, None)
            similar[third].pop(other, None)
        for third in sorted(mine.keys() & theirs.keys()):
            note(one, third, min(mine[third], theirs[third]))
    return list(groups.values())


def _overlapping(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of every two of the spans, which are in the order of their starts, that overlap."""
    for one, span in enumerate(spans):
        for other in range(one + 1, len(spans)):
            if spans[other].start >= span.end:
                break
            yield one, other


def _common_share(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (one.end - one.start + other.end - other.start - common)
