"""Trying one configuration in cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline.family import Configuration, grams_of
from standoff.baseline.linear import Floats, fit_classifiers
from standoff.baseline.ngrams import Index, Keys, count_matrix, vocabulary_of
from standoff.baseline.rows import Row, StanceData, label_counts
from standoff.baseline.scores import Scores, score

FOLDS = 5
Fold = tuple[NDArray[np.int64], NDArray[np.int64]]
"""The places of the rows that are trained on, and of those that are left out."""

View = tuple[sparse.csr_matrix, Keys]


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
