"""Which of several label sets of an article is its gold: the adjudicated one, once nothing of it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from standoff.errors import Finding
from standoff.records import ORIGINS, LabelSet

Policy = Literal["named", "adjudicated", "only", "preferred", "incomplete"]

POLICIES: Final[Mapping[Policy, str]] = {
    "named": "the label set of the annotator named at the build",
    "adjudicated": "the adjudicated label set",
    "only": "the article's only label set",
    "preferred": "the first of several label sets that nobody adjudicated: human before imported before machine, then "
    "of the annotator with more label sets, then by name",
    "incomplete": "the adjudicated label set though labels of it are open, for there is no other",
}
"""Each way in which gold is chosen, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Gold:
    """The label set that counts as right for an article, and why it was chosen.

    Parameters
    ----------
    incomplete
        The adjudicated label set, where a person must still decide about some of it; None where there is none such, or
        `labels` would have been chosen anyway.
    """

    labels: LabelSet
    policy: Policy
    incomplete: LabelSet | None = None


def choose_gold(
    label_sets: Iterable[LabelSet], adjudicated: Iterable[LabelSet] = (), *, annotator: str = ""
) -> dict[str, Gold]:
    """Choose the gold label set of every labelled article.

    An adjudicated label set with open labels lacks what annotators differ on, as if nobody had marked it: it counts
    only where there is no other.

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
        return (ORIGINS.index(labels.origin), -productivity[labels.annotator], labels.annotator)

    return {
        article_id: _choose(sorted(passes.get(article_id, ()), key=rank), decided.get(article_id), annotator)
        for article_id in sorted(passes.keys() | decided.keys())
    }


def not_complete(article_id: str, open_labels: int, instead: str, path: Path) -> Finding:
    """Return the warning about an article whose adjudicated labels are not complete; `instead`: whose are taken."""
    taken = f"those of {instead} are taken" if instead else "taken all the same"
    return Finding(
        "gold-open",
        f"the adjudicated labels of {article_id!r} are not complete ({open_labels} open): {taken}",
        str(path),
        hint="decide them in Label Studio: `standoff studio adjudicate push`, and `pull` afterwards",
        severity="warning",
    )


def decide(ranked: Sequence[str], open_labels: int | None, annotator: str = "") -> tuple[Policy, int | None]:
    """Decide which label set of one article is its gold.

    Parameters
    ----------
    ranked
        Whose label sets there are, the preferred first.
    open_labels
        How many labels of the adjudicated label set are open; None where there is none such.
    annotator
        Whose label set is gold before anything else.

    Returns
    -------
    tuple
        Why, and the number of the label set in `ranked`; None for the adjudicated one.
    """
    if annotator in ranked:
        return "named", ranked.index(annotator)
    if open_labels is not None and (not open_labels or not ranked):
        return ("incomplete" if open_labels else "adjudicated"), None
    return ("only" if len(ranked) == 1 else "preferred"), 0


def _choose(ranked: Sequence[LabelSet], decided: LabelSet | None, annotator: str) -> Gold:
    open_labels = None
    if decided is not None:
        open_labels = decided.adjudication.open if decided.adjudication else 0
    policy, number = decide([labels.annotator for labels in ranked], open_labels, annotator)
    chosen = decided if number is None else ranked[number]
    assert chosen is not None  # noqa: S101 - `decide` takes what there is
    return Gold(chosen, policy, decided if open_labels and policy != "named" else None)
