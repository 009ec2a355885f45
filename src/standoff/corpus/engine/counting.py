"""What is counted in the articles of a shard, for the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.corpus.engine.golding import CHOSEN, OWN
from standoff.corpus.items import Item
from standoff.corpus.labelsets import LabelColumns

Counts = dict[str, Any]
"""Counts by name, nested; a JSON object."""


class Counting:
    """Counts over articles that are seen one by one."""

    def __init__(self) -> None:
        self._articles = self._labelled = 0
        self._days: set[date] = set()
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in ("origins", "gold", "spans", "relations")}
        self._annotators: dict[str, dict[str, Any]] = {}

    def add(self, items: Iterable[Item]) -> None:
        """Count some articles."""
        for item in items:
            self._articles += 1
            self._days.add(item.article.dct)
            self._counts["origins"][item.article.origin] += 1
            self._labelled += item.gold is not None

    def add_labels(self, labels: LabelColumns, use: NDArray[np.int64]) -> None:
        """Count some label sets, given what each is to the corpus."""
        gold, own = (use & CHOSEN) > 0, (use & OWN) > 0
        names = labels.annotators
        self._counts["gold"].update(compress(names, gold))
        _add_labels(self._counts, labels, gold)
        origins, tools = (labels.head[name].to_pylist() for name in ("origin", "tool"))
        for name in dict.fromkeys(compress(names, own)):
            entry = self._annotators.setdefault(
                name,
                {"origins": Counter(), "tools": Counter(), "label_sets": 0, "spans": Counter(), "relations": Counter()},
            )
            kept = own & np.array([other == name for other in names])
            entry["origins"].update(compress(origins, kept))
            entry["tools"].update(filter(None, compress(tools, kept)))
            entry["label_sets"] += int(np.sum(kept))
            _add_labels(entry, labels, kept)

    def to_json(self) -> Counts:
        """Return what was counted."""
        days = [day.isoformat() for day in self._days]
        return {
            "articles": self._articles,
            "labelled": self._labelled,
            "first_date": min(days, default=""),
            "last_date": max(days, default=""),
            **{name: dict(sorted(found.items())) for name, found in self._counts.items()},
            "annotators": dict(sorted(self._annotators.items())),
        }


def add_up(counts: Iterable[Mapping[str, Any]]) -> Counts:
    """Return the sums of nested counts; of dates, the first and the last."""
    total: Counts = {}
    for found in counts:
        for name, value in found.items():
            if isinstance(value, Mapping):
                total[name] = add_up([total.get(name, {}), value])
            elif name in ("first_date", "last_date"):
                days = [day for day in (total.get(name, ""), value) if day]
                total[name] = (min if name == "first_date" else max)(days, default="")
            else:
                total[name] = total.get(name, 0) + value
    return total


def _add_labels(counts: Mapping[str, Any], labels: LabelColumns, kept: NDArray[np.bool_]) -> None:
    found = np.unique(labels.kind[kept[labels.owner]], return_counts=True)
    for kind, number in zip(*(part.tolist() for part in found), strict=True):
        counts["spans"][labels.kinds[kind][0]] += number
    counts["relations"].update(compress(labels.relations["type"].to_pylist(), kept[labels.owner_of_relation]))
