from __future__ import annotations

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from standoff.corpus.engine.indexing import hash64
from standoff.corpus.engine.placing import SHARD_BYTES, _cut


def shards(names: list[str], most: int, size: int = 2000) -> list[list[str]]:
    numbers = np.arange(len(names))
    hashes = np.array([hash64(name) for name in names], np.uint64)
    sizes = np.full(len(names), size, np.int32)
    return [[names[number] for number in found.tolist()] for found in _cut(numbers, hashes, sizes, most)]


@given(st.lists(st.text(max_size=4), unique=True, max_size=60).map(sorted), st.integers(1, 20))
def test_shards_hold_all_in_order_and_never_too_many(names: list[str], most: int) -> None:
    found = shards(names, most)
    assert [name for shard in found for name in shard] == names
    assert all(0 < len(shard) <= most for shard in found)


def test_what_is_added_changes_few_shards_whatever_the_size_of_articles() -> None:
    names = [f"{number:06d}" for number in range(20_000)]
    added = sorted([*names, *(f"{random.Random(1).randrange(20_000):06d}x{number}" for number in range(5))])
    for most, size in ((400, 2000), (4000, SHARD_BYTES // 100)):
        before, after = ({tuple(shard) for shard in shards(found, most, size)} for found in (names, added))
        assert len(before) > 60
        assert len(after - before) <= 10


def test_a_small_corpus_is_not_parted() -> None:
    assert len(shards([f"{number}" for number in range(900)], 4000)) == 1
