"""Choosing a configuration by cross-validation, with no article on both sides of a fold."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline import model as models
from standoff.baseline.calibration import fit_calibration
from standoff.baseline.dummies import majority
from standoff.baseline.family import Configuration, family_for, grams_of
from standoff.baseline.groups import groups_of
from standoff.baseline.ngrams import Keys, count_matrix, vocabulary_of
from standoff.baseline.rows import Row, StanceData, label_counts
from standoff.baseline.scores import Difference, Scores, macro_f1_difference, score
from standoff.errors import InputError

FOLDS = 5
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
View = tuple[sparse.csr_matrix, Keys]
Progress = Callable[[int, int | None], None]
"""Called with how many configurations were tried, and how many there are."""


@dataclass(frozen=True)
class Trial:
    """A configuration with its scores over all development rows, each predicted by a model that had not seen its group.

    Parameters
    ----------
    decisions
        The values that predictions were made from, shape (rows, classes).
    lost
        Rows whose target had no training rows in their fold, so that a per-target model could only fall back.
    """

    configuration: Configuration
    scores: Scores
    predicted: tuple[str, ...]
    decisions: models.Floats
    lost: NDArray[np.bool_]


@dataclass(frozen=True)
class UnseenTargets:
    """How the chosen configuration fares on targets that it has no training rows of, against the majority class.

    `ahead` is the difference in macro F1, drawn over targets; None for a per-target model, which has nothing to say.
    """

    scores: Scores | None
    ahead: Difference | None

    @property
    def better_than_majority(self) -> bool:
        """Whether the classifier is shown to know more about such targets than which class is most frequent."""
        return self.ahead is not None and self.ahead.low > 0


@dataclass(frozen=True)
class Choice:
    """The outcome of cross-validation.

    Parameters
    ----------
    trials
        Every configuration of the family, in its order.
    chosen
        The best of them.
    folds
        The places of the rows that were kept for training and left out, for each fold.
    groups
        For each development row the group that was never parted.
    ahead
        By how much the macro F1 of the chosen configuration is above that of each trial.
    unseen
        The chosen configuration with no target on both sides of a fold; None where rows have fewer than two targets.
    """

    trials: tuple[Trial, ...]
    chosen: Trial
    folds: tuple[Fold, ...]
    groups: NDArray[np.int64]
    ahead: tuple[Difference, ...]
    unseen: UnseenTargets | None


def choose(data: StanceData, progress: Progress | None = None, *, whole_targets: bool = False) -> Choice:
    """Cross-validate every configuration of the family on the development rows and choose the best.

    Best is the highest macro F1; among equals the one that comes first in the family.

    Parameters
    ----------
    whole_targets
        Whether no target is on both sides of a fold either.

    Raises
    ------
    InputError
        If a class occurs in fewer than two groups of rows, so that it can't be on both sides of a fold.
    """
    rows = data.development
    groups = groups_of(rows, by_target=whole_targets)
    folds = _folds(rows, data.classes, groups)
    # With whole targets left out, a classifier for each target would have nothing to say.
    family = [one for one in family_for(rows) if not (whole_targets and one.scope == "per-target")]
    views: dict[tuple[str, bool, bool], View] = {}
    trials = []
    for number, configuration in enumerate(family):
        if progress is not None:
            progress(number, len(family))
        # Joint and per-target configurations see the same n-grams.
        kind = (configuration.features, configuration.scope == "pooled", configuration.scope == "marked")
        if kind not in views:
            views[kind] = _view(rows, configuration)
        trials.append(_trial(configuration, data, views[kind], folds, groups))
    if progress is not None:
        progress(len(family), len(family))
    chosen = max(trials, key=lambda trial: round(trial.scores.macro_f1.value or 0.0, 6))
    gold = [row.label for row in rows]
    ahead = [macro_f1_difference(gold, chosen.predicted, one.predicted, groups, data.classes) for one in trials]
    unseen = _on_unseen_targets(data, chosen.configuration)
    return Choice(tuple(trials), chosen, tuple(folds), groups, tuple(ahead), unseen)


def fit_chosen(data: StanceData, choice: Choice) -> models.StanceModel:
    """Fit the chosen configuration to all development rows, with probabilities calibrated on the rows left out."""
    model = models.fit_model(data.development, data.classes, choice.chosen.configuration)
    labels = np.array([data.classes.index(row.label) for row in data.development])
    known = ~choice.chosen.lost
    falls_back = choice.unseen is not None and not choice.unseen.better_than_majority
    calibration = fit_calibration(choice.chosen.decisions[known], labels[known])
    return replace(model, calibration=calibration, falls_back=model.falls_back or falls_back)


def try_configuration(
    configuration: Configuration, data: StanceData, folds: Sequence[Fold], groups: NDArray[np.int64]
) -> Trial:
    """Cross-validate one configuration on the development rows, over given folds."""
    return _trial(configuration, data, _view(data.development, configuration), folds, groups)


def _trial(
    configuration: Configuration, data: StanceData, view: View, folds: Sequence[Fold], groups: NDArray[np.int64]
) -> Trial:
    rows, (counts, vocabulary) = data.development, view
    decisions = np.zeros((len(rows), len(data.classes)))
    lost = np.zeros(len(rows), bool)
    for kept, left in folds:
        parts = models.fit_parts(counts[kept], vocabulary, [rows[place] for place in kept], configuration)
        # What is left at the end is lost, and gets the shares of the classes as decision values.
        counted = label_counts([rows[place] for place in kept], data.classes)
        decisions[left] = np.array(list(counted.values())) / len(kept)
        lost[left] = True
        for target, places in models.places_by_part([rows[place] for place in left], parts).items():
            wanted, part = left[places], parts[target]
            columns = np.searchsorted(vocabulary, part.vocabulary)
            decisions[wanted] = models.decisions_of(part.pipeline, counts[wanted][:, columns], data.classes)
            lost[wanted] = False
    predicted = tuple(data.classes[place] for place in decisions.argmax(axis=1))
    scores = score([row.label for row in rows], predicted, groups, data.classes)
    return Trial(configuration, scores, predicted, decisions, lost)


def _view(rows: Sequence[Row], configuration: Configuration) -> View:
    grams = grams_of(rows, configuration.features, configuration.scope)
    vocabulary = vocabulary_of(grams)
    return count_matrix(grams, vocabulary), vocabulary


def _on_unseen_targets(data: StanceData, configuration: Configuration) -> UnseenTargets | None:
    from sklearn.model_selection import GroupKFold

    rows = data.development
    targets = {target: number for number, target in enumerate(sorted({row.target for row in rows}))}
    if len(targets) < 2:
        return None
    if configuration.scope == "per-target":
        return UnseenTargets(None, None)
    numbers = np.array([targets[row.target] for row in rows])
    splitter = GroupKFold(min(FOLDS, len(targets)))
    folds = list(splitter.split(np.zeros(len(rows)), groups=numbers))
    trial = try_configuration(configuration, data, folds, numbers)
    simple = np.empty(len(rows), object)
    for kept, left in folds:
        simple[left] = majority([rows[place] for place in kept], [rows[place] for place in left])
    gold = [row.label for row in rows]
    ahead = macro_f1_difference(gold, trial.predicted, tuple(simple), numbers, data.classes)
    return UnseenTargets(trial.scores, ahead)


def _folds(rows: Sequence[Row], classes: Sequence[str], groups: NDArray[np.int64]) -> list[Fold]:
    from sklearn.model_selection import StratifiedGroupKFold

    having = {
        label: {int(group) for row, group in zip(rows, groups, strict=True) if row.label == label} for label in classes
    }
    present = {label: found for label, found in having.items() if found}
    if len(present) < 2:
        raise InputError("all training rows have the same label", hint="label more articles")
    for label, found in present.items():
        if len(found) < 2:
            message = f"class {label!r} occurs in only one group of rows, so that it cannot be learned and tested apart"
            raise InputError(message, hint=f"label more articles that have it, or leave it out with --without {label}")
    count = min(FOLDS, *(len(found) for found in present.values()))
    common = {kind for kind, number in Counter((row.label, row.target) for row in rows).items() if number >= count}
    kinds = [(row.label, row.target if (row.label, row.target) in common else "") for row in rows]
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=0)
    numbers = {kind: number for number, kind in enumerate(sorted(set(kinds)))}
    with warnings.catch_warnings():
        # What is left of a label that all targets seldom have need not be in every fold.
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)
        return list(splitter.split(np.zeros(len(rows)), [numbers[kind] for kind in kinds], groups))
