"""Choosing a configuration by cross-validation, with no article on both sides of a fold."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.calibration import fit_calibration
from standoff.baseline.family import family_for
from standoff.baseline.groups import groups_of
from standoff.baseline.model import StanceModel, fit_model
from standoff.baseline.rows import Row, StanceData
from standoff.baseline.scores import Difference, macro_f1_difference
from standoff.baseline.trials import FOLDS, Fold, Trial, View, try_configuration, view_of
from standoff.baseline.unseen import UnseenTargets, on_unseen_targets
from standoff.errors import InputError

Progress = Callable[[int, int | None], None]
"""Called with how many configurations were tried, and how many there are."""


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
        The chosen configuration on rows whose targets were left out; None where rows have fewer than two targets.
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
    unseen = on_unseen_targets(data, chosen, folds, groups)
    return Choice(tuple(trials), chosen, tuple(folds), groups, tuple(ahead), unseen)


def fit_chosen(data: StanceData, choice: Choice) -> StanceModel:
    """Fit the chosen configuration to all development rows, with probabilities calibrated on the rows left out."""
    model = fit_model(data.development, data.classes, choice.chosen.configuration)
    labels = np.array([data.classes.index(row.label) for row in data.development])
    known = ~choice.chosen.lost
    falls_back = choice.unseen is not None and not choice.unseen.better_than_majority
    calibration = fit_calibration(choice.chosen.decisions[known], labels[known])
    return replace(model, calibration=calibration, falls_back=model.falls_back or falls_back)


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
