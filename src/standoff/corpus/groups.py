"""Groups of near-duplicate articles, which splits keep together.

Two articles are near-duplicates if the Jaccard similarity of their sets of three-word shingles is at least
`standoff.corpus.grouping.THRESHOLD`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standoff.records import Article


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
    import numpy as np

    from standoff.corpus.grouping import NEW, group_sketches
    from standoff.corpus.sketches import sketch

    places = places or {}
    ids = [article.id for article in articles]
    rank = np.empty(len(ids), np.int64)
    rank[sorted(range(len(ids)), key=lambda number: (articles[number].dct, ids[number]))] = np.arange(len(ids))
    splits = {name: number for number, name in enumerate(sorted({place.split for place in places.values()}))}
    split = np.array([splits[places[name].split] if name in places else NEW for name in ids], np.int8)
    links = group_sketches(
        [sketch([article.text for article in articles])],
        rank,
        split,
        lambda numbers: [articles[number].text for number in numbers],
    )
    leaders = (ids[number] for number in links.leader.tolist())
    groups = {
        name: places[leader].group if leader in places else leader for name, leader in zip(ids, leaders, strict=True)
    }
    bridges = {ids[founder]: tuple(sorted(ids[other] for other in found)) for founder, found in links.bridges.items()}
    return Grouping(groups, bridges)
