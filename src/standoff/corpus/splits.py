"""Which split a group of articles belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from standoff.errors import InputError
from standoff.records import Article

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

    def at(self, position: float) -> str:
        """Return the split at `position` (0 ≤ position < 1)."""
        if position < self.train:
            return "train"
        return "validation" if position < self.train + self.validation else "test"


def split_by_hash(group: str, fractions: Fractions) -> str:
    """Return the split of a group: a function of its name alone, so that nothing else that is added can change it."""
    digest = hashlib.sha256(group.encode("utf-8")).digest()
    # 53 bits, so that the quotient is exact and below 1.
    return fractions.at((int.from_bytes(digest[:8], "big") >> 11) / 2**53)


def split_by_time(articles: Sequence[Article], groups: Mapping[str, str], fractions: Fractions) -> dict[str, str]:
    """Return the split of every group by time: the earliest articles train, the latest test.

    A group counts as old as its earliest article, and groups of one day stay together; unlike `split_by_hash`, this
    moves articles when others are added.
    """
    begin: dict[str, date] = {}
    for article in articles:
        group = groups[article.id]
        begin[group] = min(article.dct, begin.get(group, article.dct))
    earlier = _count_earlier(begin[groups[article.id]] for article in articles)
    return {group: fractions.at(earlier[day] / len(articles)) for group, day in begin.items()}


def _count_earlier(days: Iterable[date]) -> dict[date, int]:
    earlier: dict[date, int] = {}
    for count, day in enumerate(sorted(days)):
        earlier.setdefault(day, count)
    return earlier
