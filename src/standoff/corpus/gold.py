"""Which of several label sets of an article is its gold, as long as nobody has adjudicated them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from standoff.records import LabelSet

Policy = Literal["named", "adjudicated", "only", "preferred"]

POLICIES: Final[Mapping[Policy, str]] = {
    "named": "the label set of the annotator named at the build",
    "adjudicated": "the adjudicated label set",
    "only": "the article's only label set",
    "preferred": "the first of several label sets that nobody adjudicated: human before imported before machine, then "
    "of the annotator with more label sets, then by name",
}
"""Each way in which gold is chosen, in the order in which they are tried."""

_ORIGINS = ("human", "imported", "machine")


@dataclass(frozen=True, slots=True)
class Gold:
    """The label set that counts as right for an article, and why it was chosen."""

    labels: LabelSet
    policy: Policy


def choose_gold(
    label_sets: Iterable[LabelSet], adjudicated: Iterable[LabelSet] = (), *, annotator: str = ""
) -> dict[str, Gold]:
    """Choose the gold label set of every labelled article.

    Parameters
    ----------
    label_sets
        Those of every annotator.
    adjudicated
        Adjudicated label sets, at most one an article.
    annotator
        Whose label sets are gold wherever there is one, before anything else.

    Returns
    -------
    dict
        Gold by article id, sorted.
    """
    passes: dict[str, list[LabelSet]] = {}
    for labels in label_sets:
        passes.setdefault(labels.article_id, []).append(labels)
    decided = {labels.article_id: labels for labels in adjudicated}
    productivity = Counter(labels.annotator for found in passes.values() for labels in found)

    def rank(labels: LabelSet) -> tuple[int, int, str]:
        return (_ORIGINS.index(labels.origin), -productivity[labels.annotator], labels.annotator)

    return {
        article_id: _choose(sorted(passes.get(article_id, ()), key=rank), decided.get(article_id), annotator)
        for article_id in sorted(passes.keys() | decided.keys())
    }


def _choose(ranked: Sequence[LabelSet], decided: LabelSet | None, annotator: str) -> Gold:
    named = next((labels for labels in ranked if labels.annotator == annotator), None)
    if named is not None:
        return Gold(named, "named")
    if decided is not None:
        return Gold(decided, "adjudicated")
    return Gold(ranked[0], "only" if len(ranked) == 1 else "preferred")
