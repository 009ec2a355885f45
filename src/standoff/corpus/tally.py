"""Counting in the rows of a corpus what its manifest says about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from standoff.corpus.hashed import NumberOf
from standoff.corpus.kinds import Choice, Columns, Many
from standoff.corpus.splits import SPLITS


class Tally:
    """Counts of articles and labels, taken from rows."""

    def __init__(self) -> None:
        self._articles: Counter[str] = Counter()
        self._labelled: Counter[str] = Counter()
        self._labels: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._origins: Counter[str] = Counter()
        self._groups = NumberOf()  # 2 stands for more, too
        self._gold: Counter[str] = Counter()
        self._days: set[str] = set()
        self._annotators: dict[str, dict[str, Any]] = {}

    def add(self, config: str, split: str, row: Mapping[str, Any], columns: Columns) -> None:
        """Count a row of ``articles`` or ``annotations``; those of other configs are not counted."""
        if config == "articles":
            self._add_article(split, row, columns)
        elif config == "annotations":
            self._add_annotation(row, columns)

    def disagreements(self, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield where in the manifest another value stands than was counted, and what is wrong with it."""
        for name, counted in self._counted().items():
            # What every annotator did stands in no row of a corpus that was built without that config.
            if name == "annotators" and "annotations" not in manifest.get("configs", {}):
                continue
            yield from _differences(counted, manifest.get(name), f"$.{name}")

    def _add_article(self, split: str, row: Mapping[str, Any], columns: Columns) -> None:
        self._articles[split] += 1
        self._origins[row["origin"] or ""] += 1
        self._groups[row["group"]] = min(2, self._groups[row["group"]] + 1)
        self._days.add(row["dct"].isoformat())
        if row["annotator"] is not None:
            self._labelled[split] += 1
            self._gold[row["annotator"]] += 1
        for kind, types in _labels(row, columns).items():
            self._labels[split, kind].update(types)

    def _add_annotation(self, row: Mapping[str, Any], columns: Columns) -> None:
        entry = self._annotators.setdefault(
            row["annotator"],
            {"origins": Counter(), "tools": set(), "label_sets": 0, "spans": Counter(), "relations": Counter()},
        )
        entry["origins"][row["origin"]] += 1
        entry["tools"] |= {row["tool"]} - {None}
        entry["label_sets"] += 1
        for kind, types in _labels(row, columns).items():
            entry[kind].update(types)

    def _counted(self) -> dict[str, Any]:
        return {
            "articles": {
                "number": self._articles.total(),
                "labelled": self._labelled.total(),
                "origins": self._origins,
                "first_date": min(self._days, default=""),
                "last_date": max(self._days, default=""),
                "groups": len(self._groups),
                "groups_of_several": self._groups.count(2),
            },
            "splits": {
                split: {
                    "articles": self._articles[split],
                    "labelled": self._labelled[split],
                    "spans": self._labels[split, "spans"],
                    "relations": self._labels[split, "relations"],
                }
                for split in SPLITS
            },
            "annotators": {
                name: entry | {"gold": self._gold[name], "tools": sorted(entry["tools"])}
                for name, entry in self._annotators.items()
            },
        }


def _labels(row: Mapping[str, Any], columns: Columns) -> dict[str, Counter[str]]:
    found = {}
    for name in ("spans", "relations"):
        match columns.get(name):
            case Many({"type": Choice(names)}):
                found[name] = Counter(names[label["type"]] for label in row[name])
    return found


def _differences(counted: Mapping[str, Any], said: object, at: str) -> Iterator[tuple[str, str]]:
    """Compare nested counts; what one of them does not have counts as 0."""
    there = said if isinstance(said, Mapping) else {}
    for key in sorted(counted.keys() | there.keys()):
        value, stated = counted.get(key, 0), there.get(key, 0)
        if isinstance(value, Mapping):
            yield from _differences(value, stated, f"{at}.{key}")
        elif value != stated:
            yield f"{at}.{key}", f"is {stated!r}, the rows say {value!r}"
