"""Groups of near-duplicate articles from their sketches, for any number of articles, old and new."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.corpus.candidates import Candidates, Numbers, Pairs
from standoff.corpus.shingles import Hashes, shingle_hashes
from standoff.corpus.sketch_table import SketchFile, SketchTable
from standoff.corpus.sketches import BANDS, Sketches

THRESHOLD: Final = 0.8
"""Jaccard similarity of their shingles from which two articles are near-duplicates."""

Fetch = Callable[[Sequence[int]], Sequence[str]]
"""Gives the texts of articles by their numbers, in the same order."""

NEW: Final = -1
"""Stands in the place of a split for articles that have none yet."""

_COMPARED = 256  # pairs that are compared at a time, which bounds how many texts are fetched together
_KEPT_HASHES = 1_000_000  # 8 MB
_KEPT_PAIRS = 2_000_000  # 16 MB


@dataclass(frozen=True)
class Links:
    """Which article gives each its group.

    Parameters
    ----------
    leader
        Shape (articles,): the number of the article after which the group is named, where that is new, or that stands
        in the group, where it is an earlier one. Earlier articles lead themselves.
    bridges
        By leader of those new articles: earlier near-duplicates of theirs that stand in more than one split.
    """

    leader: Numbers
    bridges: Mapping[int, tuple[int, ...]]


def group_sketches(
    chunks: Sequence[Sketches | SketchFile],
    rank: Numbers,
    split: NDArray[np.int8],
    fetch: Fetch,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Links:
    """Put near-duplicate articles into one group.

    New articles that near-duplicates connect, directly or through each other, form a group, led by the earliest; where
    one of them is a near-duplicate of earlier articles, they all join that of the most similar one. An earlier article
    never moves. Articles with the same sketch count as copies of each other.

    Parameters
    ----------
    chunks
        Sketches of all articles in the order of their numbers 0 … n - 1 (see `SketchTable`).
    rank
        Shape (n,): the place of each article in the order of time, by which the leader of a group is chosen.
    split
        Shape (n,): `NEW`, or any number ≥ 0 for the split in which the article stands already.
    fetch
        Called for the texts of articles that seem to be near-duplicates, with ascending numbers.
    progress
        Called with the number of bands that are compared, and of all.
    """
    if not len(rank):
        return Links(np.zeros(0, np.int64), {})
    table = SketchTable(chunks, len(rank))
    groups = _Groups(rank, split)
    taking_part = groups.join_copies(table.digests())
    candidates = Candidates(table, taking_part, split == NEW)
    comparer = _Comparer(fetch)
    for band in range(BANDS):
        candidates.look_at(band)
        # What a chain joins need not be compared pair by pair: copies of one text by the thousand stay cheap.
        groups.join_similar(candidates.neighbours(), comparer)
        for pairs in candidates.pairs(groups.roots()):
            groups.join_similar(pairs, comparer)
        progress(band + 1, BANDS)
    return groups.links()


class _Groups:
    """Disjoint sets of new articles (Galler and Fischer 1964), each led by its earliest, and what they are near to."""

    def __init__(self, rank: Numbers, split: NDArray[np.int8]) -> None:
        self._rank = rank
        self._split = split
        self._parent = np.arange(len(rank))
        self._near: dict[tuple[int, int], float] = {}

    def join_copies(self, digests: NDArray[np.uint64]) -> Numbers:
        """Join new articles with the same digest; return the first of each that is new, or stands in a split."""
        # Few have the same as another one: only those are put into an order, which takes memory.
        ordered = np.sort(digests)
        several = np.flatnonzero(np.isin(digests, ordered[1:][ordered[1:] == ordered[:-1]]))
        del ordered
        order = several[np.lexsort((self._rank[several], self._split[several], digests[several]))]
        split = self._split[order]
        copies = np.append(False, digests[order][1:] == digests[order][:-1])[: len(order)]
        first = ~copies | np.append(True, split[1:] != split[:-1])[: len(order)]
        owner = order[first][np.cumsum(first) - 1]
        new = split == NEW
        self._parent[order[new]] = owner[new]
        # New articles come before those of all splits.
        first_copy = order[~copies][np.cumsum(~copies) - 1]
        near = first & ~new & (self._split[first_copy] == NEW)
        self._near.update(dict.fromkeys(zip(first_copy[near].tolist(), order[near].tolist(), strict=True), 1.0))
        taking_part = np.ones(len(digests), bool)
        taking_part[order[~first]] = False
        return np.flatnonzero(taking_part)

    def join_similar(self, pairs: Pairs, comparer: _Comparer) -> None:
        """Join those pairs that are near-duplicates; the first of each is new."""
        first, second = comparer.not_rejected(pairs)
        for low in range(0, len(first), _COMPARED):
            some = slice(low, low + _COMPARED)
            due = [pair for pair in zip(first[some].tolist(), second[some].tolist(), strict=True) if self._open(*pair)]
            comparer.prepare({number for pair in due for number in pair})
            for one, other in due:
                if self._open(one, other):
                    similarity = comparer.similarity(one, other)
                    if similarity >= THRESHOLD:
                        self._join(one, other, similarity)
        comparer.remember_rejected()

    def _open(self, one: int, other: int) -> bool:
        if self._split[other] != NEW:
            return (one, other) not in self._near
        return self._find(one) != self._find(other)

    def _find(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = int(parent[number])
        return number

    def _join(self, one: int, other: int, similarity: float) -> None:
        if self._split[other] != NEW:
            self._near[one, other] = similarity
            return
        first, second = sorted((self._find(one), self._find(other)), key=self._rank.__getitem__)
        self._parent[second] = first

    def roots(self) -> Numbers:
        """Return the leader of each article's set of new articles; of an earlier article, itself."""
        while not np.array_equal(found := self._parent[self._parent], self._parent):
            self._parent = found
        return self._parent

    def links(self) -> Links:
        leader = self.roots()
        if not self._near:
            return Links(leader, {})
        near: dict[int, list[tuple[float, int, int]]] = defaultdict(list)
        for (one, other), similarity in self._near.items():
            near[int(leader[one])].append((-similarity, int(self._rank[other]), other))
        joined = np.arange(len(leader))
        bridges = {}
        for founder, found in near.items():
            joined[founder] = min(found)[2]
            neighbours = sorted({other for _, _, other in found})
            if len({int(self._split[other]) for other in neighbours}) > 1:
                bridges[founder] = tuple(neighbours)
        return Links(joined[leader], bridges)


class _Comparer:
    """Compares texts, which it fetches, and remembers for a while what they were and which are not similar."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._sets: OrderedDict[int, Hashes] = OrderedDict()
        self._size = 0
        self._rejected: Hashes = np.zeros(0, np.uint64)
        self._rejected_now: list[tuple[int, int]] = []

    def not_rejected(self, pairs: Pairs) -> Pairs:
        """Leave out the pairs that were compared before and found to be different."""
        if not len(self._rejected):
            return pairs
        codes = _pair_codes(*pairs)
        at = np.minimum(np.searchsorted(self._rejected, codes), len(self._rejected) - 1)
        fresh = self._rejected[at] != codes
        return pairs[0][fresh], pairs[1][fresh]

    def remember_rejected(self) -> None:
        """Note what was rejected since the last call, for `not_rejected`."""
        if self._rejected_now and len(self._rejected) < _KEPT_PAIRS:
            codes = _pair_codes(*np.array(self._rejected_now, np.int64).T)
            self._rejected = np.union1d(self._rejected, codes)
        self._rejected_now = []

    def prepare(self, wanted: set[int]) -> None:
        """Fetch the texts of the articles that are compared next."""
        for number in wanted & self._sets.keys():
            self._sets.move_to_end(number)
        missing = sorted(wanted - self._sets.keys())
        if missing:
            hashes, offsets = shingle_hashes(self._fetch(missing))
            for position, number in enumerate(missing):
                self._sets[number] = np.unique(hashes[offsets[position] : offsets[position + 1]])
                self._size += len(self._sets[number])
        while self._size > _KEPT_HASHES and len(self._sets) > len(wanted):
            self._size -= len(self._sets.popitem(last=False)[1])

    def similarity(self, one: int, other: int) -> float:
        """Return the Jaccard similarity (0 … 1) of two articles that were prepared."""
        first, second = self._sets[one], self._sets[other]
        both = len(np.intersect1d(first, second, assume_unique=True))
        similarity = both / (len(first) + len(second) - both)
        if similarity < THRESHOLD:
            self._rejected_now.append((one, other))
        return similarity


def _pair_codes(first: Numbers, second: Numbers) -> NDArray[np.uint64]:
    low, high = np.minimum(first, second), np.maximum(first, second)
    return low.astype(np.uint64) << np.uint64(32) | high.astype(np.uint64)
