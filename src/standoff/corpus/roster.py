"""The articles of a corpus while its rows are checked, in memory that a million of them do not fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the rows of other configs are compared with."""

    text: str
    sha256: str
    group: str
    labelled: bool = False


class Roster:
    """All articles of one shard, and of those before it only in which split they and their groups are.

    These are kept by the hash of the name: that two of a million names share one happens once in 30 million corpora.
    """

    def __init__(self) -> None:
        self._shard: dict[str, KnownArticle] = {}
        self._splits: dict[int, str] = {}
        self._groups: dict[int, str] = {}
        self._torn: dict[str, set[str]] = {}

    def next_shard(self) -> None:
        """Forget the texts of the articles so far."""
        self._shard = {}

    def add(self, split: str, row: Mapping[str, Any]) -> str:
        """Note an article; return the split in which it is already, or nothing."""
        found = KnownArticle(row["text"] or "", row["sha256"], row["group"], row.get("annotator") is not None)
        group_split = self._groups.setdefault(hash(found.group), split)
        if group_split != split:
            self._torn.setdefault(found.group, {group_split}).add(split)
        before = self._splits.get(hash(row["id"]), "")
        if not before:
            self._splits[hash(row["id"])] = split
            self._shard[row["id"]] = found
        return before

    def find(self, article_id: str) -> KnownArticle | None:
        """Return an article of the present shard."""
        return self._shard.get(article_id)

    def shard(self) -> Iterator[tuple[str, KnownArticle]]:
        """Yield the articles of the present shard with their ids."""
        yield from self._shard.items()

    def split_of(self, article_id: str) -> str:
        """Return the split of an article of any shard so far, or nothing."""
        return self._splits.get(hash(article_id), "")

    def torn_groups(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every group that is in several splits, with these."""
        for group, splits in sorted(self._torn.items()):
            yield group, sorted(splits)
