"""How a configuration fares on targets that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.dummies import majority
from standoff.baseline.rows import Row, StanceData
from standoff.baseline.scores import Difference, Scores, macro_f1_difference, score
from standoff.baseline.trials import FOLDS, Fold, Trial, try_configuration, view_of

FEWEST_TARGETS = 10
"""From how many targets (or articles) on it can be judged how a classifier fares on others."""


@dataclass(frozen=True)
class UnseenTargets:
    """How the chosen configuration fares on rows whose target it has no training rows of, against the majority class.

    Parameters
    ----------
    scores
        None for a per-target model, which has nothing to say of them.
    ahead
        The difference in macro F1, drawn over targets.
    """

    scores: Scores | None
    ahead: Difference | None

    @property
    def better_than_majority(self) -> bool:
        """Whether the classifier is shown to know more about such targets than which class is most frequent.

        Fewer than `FEWEST_TARGETS` show nothing: an interval over them is no guide, and on others it may do worse.
        """
        if self.scores is None or self.ahead is None:
            return False
        return self.scores.clusters >= FEWEST_TARGETS and self.ahead.low > 0


def on_unseen_targets(
    data: StanceData, chosen: Trial, folds: Sequence[Fold], groups: NDArray[np.int64]
) -> UnseenTargets | None:
    """Try a configuration on targets that are left out of training as a whole; None if there are fewer than two.

    Rows that share their article or nearly their text with those left out are not trained on either. Where that takes
    most of the training rows, as in a corpus whose every stance has a target of its own, the `folds` of `chosen` are
    taken as they are, and only rows count whose target no training row of their fold has.
    """
    rows = data.development
    targets = {target: number for number, target in enumerate(sorted({row.target for row in rows}))}
    if len(targets) < 2:
        return None
    if chosen.configuration.scope == "per-target":
        return UnseenTargets(None, None)
    numbers = np.array([targets[row.target] for row in rows])
    clusters, apart = numbers, _apart(numbers, groups)
    trial = chosen
    if min(len(kept) for kept, _ in apart) * 2 >= len(rows) * (1 - 1 / len(apart)):
        trial = try_configuration(chosen.configuration, data, view_of(rows, chosen.configuration), apart, numbers)
    else:
        clusters, apart = groups, [(kept, left[~np.isin(numbers[left], numbers[kept])]) for kept, left in folds]
    asked = np.concatenate([left for _, left in apart])
    if not len(asked):
        return UnseenTargets(None, None)
    simple = [label for kept, left in apart for label in majority(_of(rows, kept), _of(rows, left))]
    gold, predicted = [rows[place].label for place in asked], [trial.predicted[place] for place in asked]
    scores = score(gold, predicted, clusters[asked], data.classes)
    return UnseenTargets(scores, macro_f1_difference(gold, predicted, simple, clusters[asked], data.classes))


def _apart(targets: NDArray[np.int64], groups: NDArray[np.int64]) -> list[Fold]:
    """Part rows by target, and leave those of the same groups out of the training rows."""
    from sklearn.model_selection import GroupKFold

    splitter = GroupKFold(min(FOLDS, len(np.unique(targets))))
    return [
        (kept[~np.isin(groups[kept], groups[left])], left)
        for kept, left in splitter.split(np.zeros(len(targets)), groups=targets)
    ]


def _of(rows: Sequence[Row], places: NDArray[np.int64]) -> list[Row]:
    return [rows[place] for place in places]
