"""Which group and which split each article is in, and which shard of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from standoff.corpus.engine.catalogue import Catalogue
from standoff.corpus.engine.lean import give_memory_back
from standoff.corpus.grouping import NEW, Links, group_sketches
from standoff.corpus.ledger import Standing
from standoff.corpus.splits import SPLITS, Fractions, split_by_time, splits_by_hash

SHARD_BYTES = 16 << 20
"""So many bytes of articles a shard has at most, for the sake of whoever converts it."""

_NAMES = 10_000  # that are Python objects at a time


@dataclass(frozen=True)
class Placing:
    """Where the articles of a catalogue are, by their numbers.

    Parameters
    ----------
    names
        Of the groups.
    group
        Shape (articles,): the number of each article's group among `names`.
    split
        Shape (articles,): in which of `SPLITS` each is.
    kept_against_rule
        How many are in the split of an earlier corpus that the rule would not give them.
    bridges
        Numbers of new articles that are near-duplicates of earlier ones in more than one split, each with those.
    """

    names: pa.Array
    group: NDArray[np.int64]
    split: NDArray[np.int8]
    kept_against_rule: int
    bridges: Mapping[int, tuple[int, ...]]


def place_articles(
    catalogue: Catalogue,
    standing: Standing,
    fractions: Fractions,
    *,
    by_time: bool = False,
    near_duplicates: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Placing:
    """Put near-duplicates into one group and each group into a split; what an earlier corpus has stays where it is.

    Parameters
    ----------
    near_duplicates
        Whether they are looked for; if not, every new article is a group of its own.
    """
    there = standing.find(catalogue.ids, catalogue.sha256)
    split_there = np.full(len(catalogue), NEW, np.int8)
    split_there[there >= 0] = standing.split[there[there >= 0]]
    links = Links(np.arange(len(catalogue)), {})
    if near_duplicates:
        links = group_sketches(
            catalogue.sketches,
            catalogue.rank(),
            split_there,
            lambda numbers: [article.text for article in catalogue.read(numbers)],
            progress,
        )
        give_memory_back()
    names, group = _name_groups(catalogue.ids, standing.groups, links.leader, there, split_there)
    rule = split_by_time(catalogue.day, group, fractions) if by_time else _splits_by_hash(names, fractions)
    split = rule.copy()
    if not by_time:
        stays = there >= 0
        split[group[stays]] = split_there[stays]
    kept = int(np.sum(split[group] != rule[group]))
    return Placing(names, group, split[group], kept, links.bridges)


def _name_groups(
    ids: pa.Array, groups: pa.Array, leader: NDArray[np.int64], there: NDArray[np.int64], split_there: NDArray[np.int8]
) -> tuple[pa.Array, NDArray[np.int64]]:
    """Return the names of all groups, and the number of each article's: that of its leader, or the leader's own."""
    if not len(groups):
        # Ids are names of one group each, so that nothing has to be looked for among them.
        leads = np.zeros(len(ids), bool)
        leads[leader] = True
        return ids.filter(pa.array(leads)), (np.cumsum(leads) - 1)[leader]
    source = np.where(split_there[leader] == NEW, leader, len(ids) + there[leader])
    named = pa.concat_arrays([ids, groups]).take(pa.array(source)).dictionary_encode()
    return named.dictionary, named.indices.to_numpy().astype(np.int64)


def _splits_by_hash(names: pa.Array, fractions: Fractions) -> NDArray[np.int8]:
    splits = np.empty(len(names), np.int8)
    for first in range(0, len(names), _NAMES):
        some = names[first : first + _NAMES].to_pylist()
        splits[first : first + len(some)] = splits_by_hash(some, fractions)
    return splits


def cut_shards(catalogue: Catalogue, placing: Placing, most: int) -> Iterator[tuple[int, list[NDArray[np.int64]]]]:
    """Yield every split with its shards: the numbers of their articles, in the order of ids.

    Where a shard ends is decided by the id of its last article, so that what is added changes few of them.

    Parameters
    ----------
    most
        So many articles a shard has at most.
    """
    for split in range(len(SPLITS)):
        numbers = catalogue.by_id[placing.split[catalogue.by_id] == split]
        yield split, list(_cut(numbers, catalogue.id_hash[numbers], catalogue.size[numbers], most))


def _cut(
    numbers: NDArray[np.int64], hashes: NDArray[np.uint64], sizes: NDArray[np.int32], most: int
) -> Iterator[NDArray[np.int64]]:
    # A quarter of what a shard may hold must be in it, and as much again is to be expected.
    least, least_bytes = max(1, most // 4), SHARD_BYTES // 4
    chance = np.maximum(1 / max(2, least), sizes / least_bytes)
    ends = (hashes / 2.0**64 < chance).tolist()
    first = held = 0
    for index, size in enumerate(sizes.tolist()):
        if index > first and held + size > SHARD_BYTES:
            yield numbers[first:index]
            first, held = index, 0
        held += size
        length = index + 1 - first
        if length >= most or (ends[index] and (length >= least or held >= least_bytes)):
            yield numbers[first : index + 1]
            first, held = index + 1, 0
    if first < len(numbers):
        yield numbers[first:]
