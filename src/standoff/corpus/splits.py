"""Which split a group of articles belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from standoff.errors import InputError

SPLITS: Final = ("train", "validation", "test")
"""The splits, in the order of time where they follow it."""


@dataclass(frozen=True, slots=True)
class Fractions:
    """The shares of articles that the splits get; they add up to 1.

    With equal shares for validation and test, the chance that either is empty is least: 0.5 % at 27 articles, where
    0.7, 0.1 and 0.2 would leave validation empty in 6 % of corpora.
    """

    train: float = 0.6
    validation: float = 0.2
    test: float = 0.2

    def __post_init__(self) -> None:
        shares = (self.train, self.validation, self.test)
        if not all(0 <= share <= 1 for share in shares) or abs(sum(shares) - 1) > 1e-9:
            raise InputError(f"split fractions {shares} are not three shares of 1", hint="such as 0.6, 0.2 and 0.2")

    def numbers_at(self, positions: NDArray[np.float64]) -> NDArray[np.int8]:
        """Return the splits at some positions (0 ≤ position < 1), as numbers among `SPLITS`."""
        edges = np.array([self.train, self.train + self.validation])
        return np.searchsorted(edges, positions, "right").astype(np.int8)


def split_by_hash(group: str, fractions: Fractions) -> str:
    """Return the split of a group: a function of its name alone, so that nothing else that is added can change it."""
    return SPLITS[splits_by_hash([group], fractions)[0]]


def splits_by_hash(groups: Iterable[str], fractions: Fractions) -> NDArray[np.int8]:
    """Return the split of each group as `split_by_hash` does, as a number among `SPLITS`."""
    digests = b"".join([hashlib.sha256(group.encode("utf-8")).digest()[:8] for group in groups])
    # 53 bits, so that the quotient is exact and below 1.
    return fractions.numbers_at((np.frombuffer(digests, ">u8") >> 11) / 2**53)


def split_by_time(days: NDArray[np.int32], groups: NDArray[np.int64], fractions: Fractions) -> NDArray[np.int8]:
    """Return the split of every group by time, as numbers among `SPLITS`: the earliest articles train, the latest test.

    A group counts as old as its earliest article, and groups of one day stay together; unlike `split_by_hash`, this
    moves articles when others are added.

    Parameters
    ----------
    days
        Shape (articles,): the date of each, as a number of days.
    groups
        Shape (articles,): the number of its group, 0 … groups - 1.
    """
    begin = np.full(groups.max(initial=-1) + 1, np.iinfo(np.int32).max, np.int32)
    np.minimum.at(begin, groups, days)
    earlier = np.searchsorted(np.sort(begin[groups]), begin)
    number = max(1, len(days))
    return fractions.numbers_at(earlier / number)
