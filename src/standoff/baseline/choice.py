"""Choosing a configuration by cross-validation, with no article on both sides of a fold."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline import model as models
from standoff.baseline.family import Configuration, family_for, grams_of
from standoff.baseline.groups import groups_of
from standoff.baseline.ngrams import Keys, count_matrix, vocabulary_of
from standoff.baseline.rows import Row, StanceData, label_counts
from standoff.baseline.scores import Scores, score
from standoff.errors import InputError

FOLDS = 5
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
Progress = Callable[[int, int | None], None]
"""Called with how many configurations were tried, and how many there are."""


@dataclass(frozen=True)
class Trial:
    """A configuration with its scores over all development rows, each predicted by a model that had not seen its group.

    `decisions` are the values the predictions were made from, shape (rows, classes).
    """

    configuration: Configuration
    scores: Scores
    predicted: tuple[str, ...]
    decisions: models.Floats
    unseen: NDArray[np.bool_]


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
    """

    trials: tuple[Trial, ...]
    chosen: Trial
    folds: tuple[Fold, ...]
    groups: NDArray[np.int64]


def choose(data: StanceData, progress: Progress | None = None) -> Choice:
    """Cross-validate every configuration of the family on the development rows and choose the best.

    Best is the highest macro F1; among equals the one that comes first in the family.

    Raises
    ------
    InputError
        If a class occurs in fewer than two groups of articles, so that it can't be on both sides of a fold.
    """
    rows = data.development
    groups = groups_of(rows)
    folds = _folds(rows, data.classes, groups)
    family = family_for(rows)
    views: dict[tuple[str, str], tuple[sparse.csr_matrix, Keys]] = {}
    trials = []
    for number, configuration in enumerate(family):
        if progress is not None:
            progress(number, len(family))
        kind = (configuration.features, configuration.scope if configuration.scope == "pooled" else "")
        if kind not in views:
            grams = grams_of(rows, configuration.features, configuration.scope)
            vocabulary = vocabulary_of(grams)
            views[kind] = count_matrix(grams, vocabulary), vocabulary
        trials.append(_trial(configuration, data, *views[kind], folds, groups))
    if progress is not None:
        progress(len(family), len(family))
    chosen = max(trials, key=lambda trial: round(trial.scores.macro_f1.value or 0.0, 6))
    return Choice(tuple(trials), chosen, tuple(folds), groups)


def fit_chosen(data: StanceData, choice: Choice) -> models.StanceModel:
    """Fit the chosen configuration to all development rows, with probabilities calibrated on the rows left out."""
    model = models.fit_model(data.development, data.classes, choice.chosen.configuration)
    labels = [data.classes.index(row.label) for row in data.development]
    seen = np.flatnonzero(~choice.chosen.unseen)
    sharpness = models.fitted_sharpness(choice.chosen.decisions[seen], [labels[place] for place in seen])
    return replace(model, sharpness=sharpness)


def _trial(
    configuration: Configuration,
    data: StanceData,
    counts: sparse.csr_matrix,
    vocabulary: Keys,
    folds: Sequence[Fold],
    groups: NDArray[np.int64],
) -> Trial:
    rows = data.development
    decisions = np.zeros((len(rows), len(data.classes)))
    unseen = np.zeros(len(rows), bool)
    for kept, left in folds:
        parts = models.fit_parts(counts[kept], vocabulary, [rows[place] for place in kept], configuration)
        shares = label_counts([rows[place] for place in kept], data.classes)
        for target, part in parts.items():
            wanted = [place for place in left if target in (models.EVERY_TARGET, rows[place].target)]
            if wanted:
                columns = np.searchsorted(vocabulary, part.vocabulary)
                decisions[wanted] = models.decisions_of(part.pipeline, counts[wanted][:, columns], data.classes)
        lost = [place for place in left if not {models.EVERY_TARGET, rows[place].target} & parts.keys()]
        decisions[lost] = list(shares.values())
        unseen[lost] = True
    predicted = tuple(data.classes[place] for place in decisions.argmax(axis=1))
    scores = score([row.label for row in rows], predicted, groups, data.classes)
    return Trial(configuration, scores, predicted, decisions, unseen)


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
            message = f"class {label!r} occurs in only one article, so that it cannot be learned and tested apart"
            raise InputError(message, hint=f"label more articles that have it, or leave it out with --without {label}")
    count = min(FOLDS, *(len(found) for found in present.values()))
    kinds = [f"{row.target}\t{row.label}" for row in rows]
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=0)
    numbers = {kind: number for number, kind in enumerate(sorted(set(kinds)))}
    with warnings.catch_warnings():
        # A label that one target seldom has need not be in every fold: the label is, and that is seen to above.
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)
        return list(splitter.split(np.zeros(len(rows)), [numbers[kind] for kind in kinds], groups))
