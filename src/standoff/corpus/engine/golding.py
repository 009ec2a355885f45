"""Choosing gold for every labelled article of a build, from columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.corpus.engine.catalogue import Catalogue
from standoff.corpus.engine.joining import GOLD, LabelTable
from standoff.corpus.engine.log import Log
from standoff.corpus.gold import POLICIES, decide, not_complete

CHOSEN, OWN = 1, 2
"""What a label set is to the corpus: the gold of its article; one annotator's labels."""


@dataclass
class GoldAccount:
    """How gold was chosen, in numbers."""

    policies: Counter[str] = field(default_factory=Counter)
    adjudicated_by: Counter[str] = field(default_factory=Counter)
    open_labels: int = 0
    several: int = 0
    incomplete: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return what a manifest says about it."""
        return {
            "articles": {policy: self.policies[policy] for policy in POLICIES if self.policies[policy]},
            "adjudicated_by": dict(sorted(self.adjudicated_by.items())),
            "open_labels": self.open_labels,
            "several_passes_not_adjudicated": self.several,
            **({"incomplete": sorted(self.incomplete)} if self.incomplete else {}),
        }


def choose(
    labels: LabelTable, catalogue: Catalogue, annotator: str, gold_path: Path, log: Log
) -> tuple[NDArray[np.uint8], GoldAccount]:
    """Return what each label set is to the corpus, `CHOSEN` or `OWN` or both, and log where gold is not complete."""
    use = np.where(labels.annotator == GOLD, 0, OWN).astype(np.uint8)
    account = GoldAccount()
    incomplete: list[tuple[str, int, str]] = []
    number = np.bincount(labels.annotator[labels.annotator >= 0], minlength=len(labels.annotators))
    edges = np.append(np.flatnonzero(np.diff(labels.article, prepend=-1)), len(labels.article))
    alone = edges[:-1][np.diff(edges) == 1]
    alone = alone[(labels.annotator[alone] != GOLD) & (labels.open[alone] < 0)]
    use[alone] |= CHOSEN
    for who, count in enumerate(np.bincount(labels.annotator[alone], minlength=len(labels.annotators)).tolist()):
        account.policies[decide([labels.annotators[who]], None, annotator)[0]] += count
    for first, last in pairwise(edges.tolist()):
        if use[first] & CHOSEN:
            continue
        has_gold = bool(labels.annotator[first] == GOLD)
        ranked = sorted(
            range(first + has_gold, last),
            key=lambda row: (labels.origin[row], -number[labels.annotator[row]], labels.annotator[row]),
        )
        open_labels = max(0, int(labels.open[first])) if has_gold else None
        names = [labels.annotators[labels.annotator[row]] for row in ranked]
        policy, place = decide(names, open_labels, annotator)
        row = first if place is None else ranked[place]
        use[row] |= CHOSEN
        account.policies[policy] += 1
        account.several += len(ranked) > 1 and policy != "adjudicated"
        if labels.open[row] >= 0:
            account.open_labels += int(labels.open[row])
            account.adjudicated_by[labels.policies[labels.policy[row]]] += 1
        if open_labels and policy != "named":
            article_id = catalogue.ids[int(labels.article[first])].as_py()
            account.incomplete.append(article_id)
            incomplete.append((article_id, open_labels, "" if place is None else names[place]))
    log.extend(
        not_complete(article_id, number, instead, gold_path) for article_id, number, instead in sorted(incomplete)
    )
    return use, account
