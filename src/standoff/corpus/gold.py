"""Which of several label sets of an article is its gold: the adjudicated one, once nothing of it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from standoff.errors import Finding
from standoff.records import LabelSet

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

_ORIGINS = ("human", "imported", "machine")


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
        return (_ORIGINS.index(labels.origin), -productivity[labels.annotator], labels.annotator)

    return {
        article_id: _choose(sorted(passes.get(article_id, ()), key=rank), decided.get(article_id), annotator)
        for article_id in sorted(passes.keys() | decided.keys())
    }


def check_complete(chosen: Mapping[str, Gold], path: Path) -> Iterator[Finding]:
    """Yield a warning for every article whose adjudicated labels in the gold file at `path` are not complete."""
    for article_id, gold in chosen.items():
        if gold.incomplete is None or gold.incomplete.adjudication is None:
            continue
        number = gold.incomplete.adjudication.open
        instead = "taken all the same" if gold.policy == "incomplete" else f"those of {gold.labels.annotator} are taken"
        yield Finding(
            "gold-open",
            f"the adjudicated labels of {article_id!r} are not complete ({number} open): {instead}",
            str(path),
            hint="decide them in Label Studio: `standoff studio adjudicate push`, and `pull` afterwards",
            severity="warning",
        )


def _choose(ranked: Sequence[LabelSet], decided: LabelSet | None, annotator: str) -> Gold:
    named = next((labels for labels in ranked if labels.annotator == annotator), None)
    if named is not None:
        return Gold(named, "named")
    incomplete = decided if decided is not None and decided.adjudication and decided.adjudication.open else None
    if decided is not None and incomplete is None:
        return Gold(decided, "adjudicated")
    if incomplete is not None and not ranked:
        return Gold(incomplete, "incomplete", incomplete)
    return Gold(ranked[0], "only" if len(ranked) == 1 else "preferred", incomplete)
