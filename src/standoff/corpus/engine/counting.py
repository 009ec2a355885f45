"""What is counted in the articles of a shard, for the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from standoff.corpus.items import Item
from standoff.records import LabelSet

Counts = dict[str, Any]
"""Counts by name, nested; a JSON object."""


class Counting:
    """Counts over articles that are seen one by one."""

    def __init__(self) -> None:
        self._articles = self._labelled = 0
        self._days: set[str] = set()
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in ("origins", "gold", "spans", "relations")}
        self._annotators: dict[str, dict[str, Any]] = {}

    def add(self, items: Iterable[Item]) -> None:
        """Count some articles."""
        for item in items:
            self._articles += 1
            self._days.add(item.article.dct.isoformat())
            self._counts["origins"][item.article.origin] += 1
            if item.gold is not None:
                self._labelled += 1
                self._counts["gold"][item.gold.annotator] += 1
                _add_labels(self._counts, item.gold)
            for labels in item.label_sets:
                entry = self._annotators.setdefault(
                    labels.annotator,
                    {
                        "origins": Counter(),
                        "tools": Counter(),
                        "label_sets": 0,
                        "spans": Counter(),
                        "relations": Counter(),
                    },
                )
                entry["origins"][labels.origin] += 1
                entry["tools"].update([labels.tool] if labels.tool else [])
                entry["label_sets"] += 1
                _add_labels(entry, labels)

    def to_json(self) -> Counts:
        """Return what was counted."""
        return {
            "articles": self._articles,
            "labelled": self._labelled,
            "first_date": min(self._days, default=""),
            "last_date": max(self._days, default=""),
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


def _add_labels(counts: Mapping[str, Any], labels: LabelSet) -> None:
    counts["spans"].update(span.type for span in labels.spans)
    counts["relations"].update(relation.type for relation in labels.relations)
