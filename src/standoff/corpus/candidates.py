"""Pairs of articles whose sketches agree in a band."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.corpus.sketch_table import SketchTable
from standoff.corpus.sketches import BITS, MOST_BITS_APART

Numbers = NDArray[np.int64]
Pairs = tuple[Numbers, Numbers]

_BLOCK: Final = 1 << 17  # pairs that are looked at together
_FILTER_BITS: Final = 20
_SORTED: Final = 1 << 17  # articles, or so, whose keys are sorted together, which bounds the memory that it takes


class Candidates:
    """Finds pairs of similar articles, the first of which is new, in one band at a time.

    Parameters
    ----------
    taking_part
        Numbers of the articles that are looked at, in ascending order.
    new
        By article number: whether it is new.
    """

    def __init__(self, table: SketchTable, taking_part: Numbers, new: NDArray[np.bool_]) -> None:
        self._table = table
        self._taking_part = taking_part
        self._new = new
        self._bits = table.columns(BITS).view(np.uint64)
        self._members: Numbers = np.zeros(0, np.int64)
        self._runs: Numbers = np.zeros(0, np.int64)

    def look_at(self, band: int) -> None:
        """Find which articles agree with which in a band, where one of them is new."""
        keys = self._table.band(band)
        if len(self._taking_part) < len(keys):
            keys = keys[self._taking_part]
        slots = keys >> np.uint32(32 - _FILTER_BITS)
        # Most articles agree with no new one: they are left out before the rest is sorted.
        likely = np.zeros(1 << _FILTER_BITS, bool)
        likely[slots[self._new[self._taking_part]]] = True
        parts = 1 + len(keys) // _SORTED
        edges = np.arange(parts + 1) * (1 << _FILTER_BITS) // parts
        found = []
        for low, high in pairwise(edges.tolist()):
            some = likely.copy()
            some[:low] = some[high:] = False
            found.append(self._agreeing(keys, np.flatnonzero(some[slots])))
        self._members = np.concatenate([members for members, _ in found])
        sizes = np.cumsum([0, *(runs[-1] + 1 if len(runs) else 0 for _, runs in found)])
        self._runs = np.concatenate(
            [runs + size for (_, runs), size in zip(found, sizes, strict=False)], dtype=np.int64
        )

    def _agreeing(self, keys: NDArray[np.uint32], chosen: Numbers) -> Pairs:
        """Return which of the chosen articles have a key that another one has, one of them new, run by run."""
        # Key and position in one number, because these are sorted many times faster than by key.
        keyed = keys[chosen].astype(np.uint64) << np.uint64(32) | chosen.astype(np.uint64)
        keyed.sort()
        order = self._taking_part[(keyed & np.uint64(0xFFFFFFFF)).astype(np.int64)]
        runs = np.cumsum(np.diff(keyed >> np.uint64(32), prepend=np.uint64(0)) != 0)
        sizes, of_new = np.bincount(runs), np.bincount(runs, weights=self._new[order])
        kept = ((sizes > 1) & (of_new > 0))[runs]
        return order[kept], runs[kept]

    def neighbours(self) -> Pairs:
        """Return pairs of new articles that make a chain of those that agree with each other."""
        new = self._new[self._members]
        members, runs = self._members[new], self._runs[new]
        chained = runs[:-1] == runs[1:]
        return self._alike(members[:-1][chained], members[1:][chained])

    def pairs(self, roots: Numbers) -> Iterator[Pairs]:
        """Yield all pairs that agree, some at a time, but those of new articles with the same root.

        Parameters
        ----------
        roots
            By article number: a number that new articles share if they are joined.
        """
        # In a run, new articles come first, joined ones side by side. Each is paired with all that follow the ones
        # joined to it.
        order = np.lexsort((roots[self._members], ~self._new[self._members], self._runs))
        members, runs = self._members[order], self._runs[order]
        new, own = self._new[members], roots[members]
        changes = np.append(True, (own[1:] != own[:-1]) | (runs[1:] != runs[:-1]))
        begins = np.append(np.flatnonzero(changes), len(members))[np.cumsum(changes)] if len(members) else members
        ends = np.searchsorted(runs, runs, side="right")
        totals = np.cumsum(np.where(new, ends - begins, 0))
        total = int(totals[-1]) if len(totals) else 0
        for low in range(0, total, _BLOCK):
            pair = np.arange(low, min(low + _BLOCK, total))
            first = np.searchsorted(totals, pair, side="right")
            second = ends[first] - (totals[first] - pair)
            yield self._alike(members[first], members[second])

    def _alike(self, first: Numbers, second: Numbers) -> Pairs:
        """Leave out pairs whose sketches say that they are no near-duplicates."""
        apart = np.bitwise_count(self._bits[first] ^ self._bits[second]).sum(axis=1)
        near = apart <= MOST_BITS_APART
        return first[near], second[near]
