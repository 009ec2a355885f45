"""Which adjudicated label sets go into the gold file, beside those that are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from standoff.labels.adjudicate import Ruling
from standoff.labels.store import PutResult
from standoff.records import LabelSet

BY_PERSON: Final = "person"
"""The policy of gold that a person decided."""

BY_MACHINE: Final = "machine"
"""The policy of gold that a machine decided case by case."""


@dataclass(frozen=True, slots=True)
class GoldPlan:
    """What adjudication would change in the gold file.

    Parameters
    ----------
    rulings
        Those whose gold is to be put.
    kept
        Ids of articles that were adjudicated again, but whose gold was decided case by case: it stays as it is.
    result
        How many label sets putting them adds, changes and finds equal already.
    """

    rulings: tuple[Ruling, ...]
    kept: tuple[str, ...]
    result: PutResult


def is_by_person(gold: LabelSet) -> bool:
    """Say whether a person decided gold; gold that does not say how it was decided is taken for such."""
    return gold.adjudication is None or gold.adjudication.policy == BY_PERSON


def is_decided(gold: LabelSet) -> bool:
    """Say whether gold was decided case by case, by a person or a machine, and by no policy."""
    return is_by_person(gold) or (gold.adjudication is not None and gold.adjudication.policy == BY_MACHINE)


def plan_gold(rulings: Iterable[Ruling], gold: Iterable[LabelSet], *, replace_decided: bool = False) -> GoldPlan:
    """Work out what adjudication changes in the gold file; gold of other articles is not touched.

    Parameters
    ----------
    gold
        What the file holds.
    replace_decided
        Whether gold that was decided case by case, or that does not say how it was decided, gives way too.
    """
    before = {labels.article_id: labels for labels in gold}
    decided = {article_id for article_id, labels in before.items() if is_decided(labels)}
    put, kept = [], []
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for ruling in rulings:
        article_id = ruling.gold.article_id
        old = before.get(article_id)
        if article_id in decided and not replace_decided:
            kept.append(article_id)
        else:
            put.append(ruling)
            counts["added" if old is None else "unchanged" if old == ruling.gold else "changed"] += 1
    return GoldPlan(tuple(put), tuple(kept), PutResult(**counts))
