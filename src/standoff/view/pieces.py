"""A text cut where its spans begin and end, and lanes in which their underlines do not meet."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from standoff.records import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which no span begins or ends.

    Parameters
    ----------
    spans
        Indexes of the spans that cover it, in the order in which they begin; of two that begin together, the longer
        first.
    """

    text: str
    spans: tuple[int, ...]


def cut(text: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    """Cut a text wherever one of its spans begins or ends; the pieces together are the text.

    >>> spans = [Span("a", "actor", 0, 3), Span("b", "stance", 2, 5)]
    >>> [(piece.text, piece.spans) for piece in cut("abcdefg", spans)]
    [('ab', (0,)), ('c', (0, 1)), ('de', (1,)), ('fg', ())]
    """
    beginning: dict[int, list[int]] = defaultdict(list)
    for index in sorted(range(len(spans)), key=lambda index: (-spans[index].end, index)):
        beginning[spans[index].start].append(index)
    edges = sorted({0, len(text), *(span.start for span in spans), *(span.end for span in spans)})
    covering: list[int] = []
    pieces = []
    for start, end in pairwise(edges):
        covering = [index for index in covering if spans[index].end > start] + beginning[start]
        pieces.append(Piece(text[start:end], tuple(covering)))
    return tuple(pieces)


def lanes(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return for each span the lane of its underline: no two spans in a lane overlap, and nested ones lie further in.

    Lane 0 is next to the text. The shortest spans choose first, each the innermost lane that is free.
    """
    taken: list[list[tuple[int, int]]] = []
    found = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda index: (spans[index].end - spans[index].start, index)):
        extent = (spans[index].start, spans[index].end)
        lane = next((lane for lane, extents in enumerate(taken) if _is_free(extents, extent)), len(taken))
        if lane == len(taken):
            taken.append([])
        insort(taken[lane], extent)
        found[index] = lane
    return tuple(found)


def _is_free(extents: list[tuple[int, int]], extent: tuple[int, int]) -> bool:
    place = bisect_left(extents, extent)
    before, after = extents[max(0, place - 1) : place], extents[place : place + 1]
    return all(other[1] <= extent[0] for other in before) and all(other[0] >= extent[1] for other in after)
