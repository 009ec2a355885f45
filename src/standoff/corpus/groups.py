"""Groups of near-duplicate articles, which splits keep together.

Two articles are near-duplicates if the Jaccard similarity of their sets of three-word shingles is at least `THRESHOLD`.
Candidates come from MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998); each is confirmed on
the sets themselves.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from standoff.records import Article

THRESHOLD: Final = 0.8
"""Jaccard similarity from which two articles are near-duplicates."""

# 32 bands of 4 rows miss a pair at the threshold with a probability of 5e-8.
_PERMUTATIONS, _BANDS, _SEED = 128, 32, 1
_BATCH = 1000
_SHINGLE_WORDS = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in an earlier corpus."""

    group: str
    split: str


@dataclass(frozen=True)
class Grouping:
    """The group of every article.

    Parameters
    ----------
    groups
        Name of the group by article id. A group bears the id of the earliest article that it was founded with.
    bridges
        New articles that are near-duplicates of earlier ones in more than one split, each with those earlier articles.
    """

    groups: Mapping[str, str]
    bridges: Mapping[str, tuple[str, ...]]


def group_articles(articles: Sequence[Article], places: Mapping[str, Place] | None = None) -> Grouping:
    """Put near-duplicate articles into one group.

    New articles that near-duplicates connect, directly or through each other, form a group; where one of them is a
    near-duplicate of earlier articles, they all join the group of the most similar one. An earlier article never moves.

    Parameters
    ----------
    places
        By id, where those articles stand that an earlier corpus has.
    """
    places = places or {}
    new = sorted((article.dct, article.id) for article in articles if article.id not in places)
    founders = _Union(article_id for _, article_id in new)

    def settled(one: str, other: str) -> bool:
        return (one in places and other in places) or founders.joined(one, other)

    nearest: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one, other, similarity in near_duplicates(articles, settled):
        if one in places:
            nearest[other].append((-similarity, one))
        elif other in places:
            nearest[one].append((-similarity, other))
        else:
            founders.join(one, other)
    groups = {article.id: places[article.id].group for article in articles if article.id in places}
    bridges = {}
    for founder, members in founders.sets().items():
        neighbours = sorted(item for member in members for item in nearest[member])
        group = places[neighbours[0][1]].group if neighbours else founder
        groups.update(dict.fromkeys(members, group))
        if len({places[neighbour].split for _, neighbour in neighbours}) > 1:
            bridges[founder] = tuple(sorted({neighbour for _, neighbour in neighbours}))
    return Grouping(groups, bridges)


def near_duplicates(
    articles: Sequence[Article], skip: Callable[[str, str], bool] = lambda _one, _other: False
) -> Iterator[tuple[str, str, float]]:
    """Yield the ids of every two near-duplicates with their Jaccard similarity (`THRESHOLD` … 1).

    Parameters
    ----------
    skip
        Pairs of ids for which it says True at the time are not compared.
    """
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    for first in range(0, len(articles), _BATCH):
        batch = articles[first : first + _BATCH]
        sets = [shingles(article.text) for article in batch]
        sketches = RMinHash.from_token_sets(sets, _PERMUTATIONS, _SEED)
        for number, (article, words, sketch) in enumerate(zip(batch, sets, sketches, strict=True), first):
            for candidate in sorted(index.query(sketch)):
                earlier = articles[candidate]
                if not skip(earlier.id, article.id):
                    similarity = jaccard(words, shingles(earlier.text))
                    if similarity >= THRESHOLD:
                        yield earlier.id, article.id, similarity
            index.insert(number, sketch)


def shingles(text: str) -> set[str]:
    """Return the three-word sequences of a text, without regard to case and punctuation; of a shorter text, all of it.

    >>> sorted(shingles("Talks go on, on Monday."))
    ['go on on', 'on on monday', 'talks go on']
    """
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - _SHINGLE_WORDS + 1)
    return {" ".join(words[first : first + _SHINGLE_WORDS]) for first in range(count)}


def jaccard(one: set[str], other: set[str]) -> float:
    """Return the share (0 … 1) of the elements of either set that are in both; neither may be empty."""
    return len(one & other) / len(one | other)


class _Union:
    """Disjoint sets (Galler and Fischer 1964), each named by its first element."""

    def __init__(self, elements: Iterable[str]) -> None:
        self._rank = {element: rank for rank, element in enumerate(elements)}
        self._parent = {element: element for element in self._rank}

    def find(self, element: str) -> str:
        while self._parent[element] != element:
            self._parent[element] = self._parent[self._parent[element]]
            element = self._parent[element]
        return element

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.find(one), self.find(other)), key=self._rank.__getitem__)
        self._parent[second] = first

    def joined(self, one: str, other: str) -> bool:
        """Say whether the two are in one set; elements that are in none are joined to nothing."""
        return one in self._parent and other in self._parent and self.find(one) == self.find(other)

    def sets(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for element in self._rank:
            found[self.find(element)].append(element)
        return found
