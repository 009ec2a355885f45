"""Suggestions as label sets of a machine annotator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from standoff.labels import LabelStore
from standoff.records import Article, LabelSet
from standoff.scheme import Scheme
from standoff.suggest.suggestion import Suggestion, to_labels

_TOOL: Final = "standoff suggest "


@dataclass(frozen=True, slots=True)
class Written:
    """What `write_suggestions` did.

    Parameters
    ----------
    annotator
        Under whose name suggestions were stored.
    added, unchanged
        Articles whose suggestions are new in the store, and that had the same there.
    kept
        Ids of articles that have other labels under that name; nothing was written for them.
    """

    annotator: str
    added: int
    unchanged: int
    kept: tuple[str, ...]


def write_suggestions(
    store: LabelStore,
    scheme: Scheme,
    suggested: Iterable[tuple[Article, Sequence[Suggestion]]],
    *,
    version: str,
    now: datetime,
    dry_run: bool = False,
) -> Written:
    """Store suggestions as the label sets of a machine annotator that is named after their version.

    Nothing that the store has is overwritten.

    Parameters
    ----------
    version
        What the suggestions were made with (`standoff.suggest.version`).
    now
        When, in UTC.

    Raises
    ------
    ConflictError
        If another process keeps writing to the store.
    FindingsError
        If the file of that annotator has a line that is not a label set.
    """
    annotator = f"standoff-{version}"
    present = {labels.article_id: labels for labels in store.read(annotator)} if annotator in store.annotators() else {}
    new, kept, unchanged = [], [], 0
    for article, found in suggested:
        spans, relations = to_labels(found)
        labels = LabelSet(
            article.id,
            article.sha256,
            scheme.name,
            scheme.version,
            annotator,
            "machine",
            now,
            now,
            tool=f"{_TOOL}{version}",
            spans=tuple(spans),
            relations=tuple(relations),
        )
        before = present.get(article.id)
        if before is None:
            new.append(labels)
        elif (before.sha256, before.spans, before.relations) == (labels.sha256, labels.spans, labels.relations):
            unchanged += 1
        else:
            kept.append(article.id)
    if not dry_run:
        store.put(new)
    return Written(annotator, len(new), unchanged, tuple(kept))


def is_suggested(labels: LabelSet) -> bool:
    """Say whether a label set is one that `write_suggestions` stored, so that nobody looked at it."""
    return labels.origin == "machine" and labels.tool.startswith(_TOOL)
