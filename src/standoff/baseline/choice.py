"""Choosing a configuration by cross-validation, with no article on both sides of a fold."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline.calibration import fit_calibration
from standoff.baseline.dummies import majority
from standoff.baseline.family import Configuration, family_for, grams_of
from standoff.baseline.groups import groups_of
from standoff.baseline.linear import Floats, fit_classifiers
from standoff.baseline.model import StanceModel, fit_model
from standoff.baseline.ngrams import Index, Keys, count_matrix, vocabulary_of
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
    decisions: Floats
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
    views: dict[str, View] = {}
    trials = []
    for number, configuration in enumerate(family):
        if progress is not None:
            progress(number, len(family))
        if configuration.features not in views:
            views[configuration.features] = view_of(rows, configuration)
        trials.append(try_configuration(configuration, data, views[configuration.features], folds, groups))
    if progress is not None:
        progress(len(family), len(family))
    chosen = max(trials, key=lambda trial: round(trial.scores.macro_f1.value or 0.0, 6))
    gold = [row.label for row in rows]
    ahead = [macro_f1_difference(gold, chosen.predicted, one.predicted, groups, data.classes) for one in trials]
    unseen = _on_unseen_targets(data, chosen.configuration)
    return Choice(tuple(trials), chosen, tuple(folds), groups, tuple(ahead), unseen)


def fit_chosen(data: StanceData, choice: Choice) -> StanceModel:
    """Fit the chosen configuration to all development rows, with probabilities calibrated on the rows left out."""
    model = fit_model(data.development, data.classes, choice.chosen.configuration)
    labels = np.array([data.classes.index(row.label) for row in data.development])
    known = ~choice.chosen.lost
    falls_back = choice.unseen is not None and not choice.unseen.better_than_majority
    calibration = fit_calibration(choice.chosen.decisions[known], labels[known])
    return replace(model, calibration=calibration, falls_back=model.falls_back or falls_back)


def try_configuration(
    configuration: Configuration, data: StanceData, view: View, folds: Sequence[Fold], groups: NDArray[np.int64]
) -> Trial:
    """Cross-validate one configuration on the development rows, as `view_of` counts their n-grams, over given folds."""
    rows, (counts, vocabulary) = data.development, view
    gold, targets = (np.array(values) for values in zip(*((row.label, row.target) for row in rows), strict=True))
    decisions = np.zeros((len(rows), len(data.classes)))
    lost = np.zeros(len(rows), bool)
    for kept, left in folds:
        fitted = fit_classifiers(counts[kept], vocabulary, gold[kept], targets[kept], data.classes, configuration)
        columns = np.searchsorted(vocabulary, fitted.weighing.vocabulary)
        found, unknown = fitted.decide(counts[left][:, columns], targets[left].tolist())
        # Rows that nothing decides about get the shares of the classes as decision values.
        shares = np.array(list(label_counts([rows[place] for place in kept], data.classes).values())) / len(kept)
        decisions[left], lost[left] = np.where(unknown[:, None], shares, found), unknown
    predicted = tuple(data.classes[place] for place in decisions.argmax(axis=1))
    scores = score(gold.tolist(), predicted, groups, data.classes)
    return Trial(configuration, scores, predicted, decisions, lost)


def view_of(rows: Sequence[Row], configuration: Configuration) -> View:
    """Count the n-grams that a configuration sees in rows."""
    grams = grams_of(rows, configuration.features)
    vocabulary = vocabulary_of(grams)
    return count_matrix(grams, Index(vocabulary)), vocabulary


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
    trial = try_configuration(configuration, data, view_of(rows, configuration), folds, numbers)
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
