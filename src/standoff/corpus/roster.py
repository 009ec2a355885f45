"""The articles of a corpus while its rows are checked, in memory that a million of them do not fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standoff.corpus.hashed import NumberOf


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the rows of other configs are compared with."""

    text: str
    sha256: str
    group: str
    labelled: bool = False


class Roster:
    """All articles of one shard, and of those before it only in which split they and their groups are."""

    def __init__(self) -> None:
        self._shard: dict[str, KnownArticle] = {}
        self._names = [""]  # of the splits
        self._splits = NumberOf()
        self._groups = NumberOf()
        self._torn: dict[str, set[str]] = {}

    def next_shard(self) -> None:
        """Forget the texts of the articles so far."""
        self._shard = {}

    def add(self, split: str, row: Mapping[str, Any]) -> str:
        """Note an article; return the split in which it is already, or nothing."""
        found = KnownArticle(row["text"] or "", row["sha256"], row["group"], row.get("annotator") is not None)
        if split not in self._names:
            self._names.append(split)
        number = self._names.index(split)
        group_split = self._groups[found.group]
        if not group_split:
            self._groups[found.group] = number
        elif group_split != number:
            self._torn.setdefault(found.group, {self._names[group_split]}).add(split)
        before = self._splits[row["id"]]
        if not before:
            self._splits[row["id"]] = number
            self._shard[row["id"]] = found
        return self._names[before]

    def find(self, article_id: str) -> KnownArticle | None:
        """Return an article of the present shard."""
        return self._shard.get(article_id)

    def shard(self) -> Iterator[tuple[str, KnownArticle]]:
        """Yield the articles of the present shard with their ids."""
        yield from self._shard.items()

    def split_of(self, article_id: str) -> str:
        """Return the split of an article of any shard so far, or nothing."""
        return self._names[self._splits[article_id]]

    def torn_groups(self) -> Iterator[tuple[str, list[str]]]:
        """Yield every group that is in several splits, with these."""
        for group, splits in sorted(self._torn.items()):
            yield group, sorted(splits)
