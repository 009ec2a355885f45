"""Whether the rows of a shard are all there: each once, in order, and none left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from standoff.corpus.roster import Roster

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "sentences": ("index",),
    "tokens": ("index",),
    "stance": ("start", "end", "span_start", "span_end"),
    "annotations": ("annotator",),
}
"""What tells the rows of one article apart in each config."""
_OF_LABELLED: Final = ("tokens", "stance")


class RowPlaces:
    """Remembers of the rows of one shard which there were.

    Parameters
    ----------
    roster
        The articles of the shard.
    """

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._keys: dict[str, tuple[str, dict[tuple[Any, ...], None]]] = {}
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, int] = {}

    def check(self, config: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Yield code, message and place of what is wrong with where a row stands."""
        if config not in _KEYS or row["article_id"] is None or row[_KEYS[config][0]] is None:
            return
        article_id: str = row["article_id"]
        if self._roster.find(article_id) is None:
            return
        key = tuple(row[name] for name in _KEYS[config])
        last = self._keys.get(config)
        keys = last[1] if last and last[0] == article_id else {}
        if not keys and article_id in self._seen[config]:
            yield "row-order", f"rows of article {article_id!r} stand in two places", ".article_id"
        elif key in keys:
            yield "row-twice", f"there is a row with the same {', '.join(_KEYS[config])} before", ""
        elif "index" in row and row["index"] != (next(reversed(keys))[0] + 1 if keys else 0):
            yield "row-missing", f"is {row['index']}: a sentence of article {article_id!r} is left out", ".index"
        keys[key] = None
        self._keys[config] = article_id, keys
        self._seen[config].add(article_id)
        if config == "sentences" and row["end"] is not None:
            self._ends[article_id] = max(row["end"], self._ends.get(article_id, 0))

    def end_shard(self, configs: set[str]) -> Iterator[tuple[str, str, str]]:
        """Yield code, message and config of what lacks in the shard, and forget it.

        Parameters
        ----------
        configs
            Those whose rows were all read.
        """
        for article_id, article in self._roster.shard():
            for config in sorted(configs & {"sentences", *(_OF_LABELLED if article.labelled else ())}):
                if article_id not in self._seen[config]:
                    yield "row-missing", f"article {article_id!r} has no row", config
                elif config == "sentences" and article.text[self._ends.get(article_id, 0) :].strip():
                    yield "row-missing", f"the last sentences of article {article_id!r} are left out", config
        self._keys.clear()
        self._seen.clear()
        self._ends.clear()
