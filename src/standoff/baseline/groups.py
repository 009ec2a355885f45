"""Which rows must stay together when rows are parted into folds."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.rows import Row

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_COMMON = 50
_ALIKE = 0.5


def groups_of(rows: Sequence[Row], *, by_target: bool = False) -> NDArray[np.int64]:
    """Find which rows share an article or nearly a text, over any number of steps between them.

    Two texts are nearly the same where at least half of all their four-word shingles are in both (Jaccard similarity
    0.5; a shorter text is one shingle). Pairs are found by a shared shingle that at most 50 rows have.

    Parameters
    ----------
    by_target
        Whether rows of one target stay together too.

    Returns
    -------
    numpy.ndarray
        For each row the number of its group, shape (rows,); groups are numbered from 0 in the order of first rows.
    """
    parents = list(range(len(rows)))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    for one, other in _ties(rows, by_target=by_target):
        first, second = sorted((root(one), root(other)))
        parents[second] = first
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(root(item), len(numbers)) for item in range(len(rows))], np.int64)


def _ties(rows: Sequence[Row], *, by_target: bool) -> Iterator[tuple[int, int]]:
    sharing: dict[Hashable, int] = {}
    for number, row in enumerate(rows):
        if row.article:
            yield sharing.setdefault(("article", row.article), number), number
        if row.group:
            yield sharing.setdefault(("group", row.group), number), number
        if by_target and row.target:
            yield sharing.setdefault(("target", row.target), number), number
    shingles = [_shingles(row.text) for row in rows]
    having: dict[Hashable, list[int]] = {}
    for number, found in enumerate(shingles):
        yield sharing.setdefault(("words", found), number), number
        for shingle in found:
            having.setdefault(shingle, []).append(number)
    pairs = {pair for numbers in having.values() if len(numbers) <= _COMMON for pair in combinations(numbers, 2)}
    for one, other in sorted(pairs):
        if _alike(shingles[one], shingles[other]):
            yield one, other


def _shingles(text: str) -> frozenset[Hashable]:
    words = _WORD.findall(text.lower())
    if len(words) < _SHINGLE:
        return frozenset([tuple(words)])
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _alike(one: frozenset[Hashable], other: frozenset[Hashable]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)
