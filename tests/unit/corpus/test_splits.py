from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from standoff.corpus.splits import SPLITS, Fractions, split_by_hash, split_by_time
from standoff.errors import InputError


def test_hashing_gives_each_split_its_share() -> None:
    counts = Counter(split_by_hash(f"group {number}", Fractions()) for number in range(10_000))
    assert [counts[split] / 10_000 for split in SPLITS] == pytest.approx([0.6, 0.2, 0.2], abs=0.02)


def test_the_split_of_a_name_never_changes() -> None:
    assert [split_by_hash(name, Fractions()) for name in ("a", "b", "d", "été")] == [
        "validation",
        "train",
        "train",
        "validation",
    ]


@pytest.mark.parametrize("shares", [(0.5, 0.2, 0.2), (1.2, -0.1, -0.1)])
def test_shares_must_be_shares_of_one(shares: tuple[float, float, float]) -> None:
    with pytest.raises(InputError, match="are not three shares of 1"):
        Fractions(*shares)


def test_by_time_the_earliest_train_and_a_day_is_never_parted() -> None:
    days = [1, 1, 1, 2, 2, 3, 4, 4, 5, 5]
    splits = split_by_time(np.array(days), np.arange(10), Fractions())
    assert [SPLITS[split] for split in splits] == [*["train"] * 6, *["validation"] * 2, *["test"] * 2]


def test_by_time_a_group_counts_as_old_as_its_earliest_article() -> None:
    groups = np.array([*range(9), 0])
    assert SPLITS[split_by_time(np.arange(10), groups, Fractions())[0]] == "train"
