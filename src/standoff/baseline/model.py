"""A stance classifier: what it learned, how sure it is, and when it has nothing to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.calibration import Calibration
from standoff.baseline.family import Configuration, grams_of
from standoff.baseline.linear import EVERY_TARGET, Classifiers, Floats, fit_classifiers
from standoff.baseline.ngrams import Index, count_matrix, vocabulary_of
from standoff.baseline.rows import Row

_BATCH = 2000
"""Rows that are predicted at once: n-grams of more would take much memory and save no time."""


@dataclass(frozen=True)
class Predictions:
    """What a model says about rows.

    Parameters
    ----------
    labels
        The predicted class of each row.
    probabilities
        Shape (rows, classes), each row adding up to 1, in the order of the model's classes.
    fell_back
        Whether the row's target is one that the model says nothing about, shape (rows,).
    """

    labels: tuple[str, ...]
    probabilities: Floats
    fell_back: NDArray[np.bool_]


@dataclass(frozen=True)
class StanceModel:
    """A fitted stance classifier.

    Parameters
    ----------
    classes
        The classes it tells apart, in the order of its probabilities.
    configuration
        The member of the family that it is.
    classifiers
        What was learned: the weights of n-grams, for all targets or each.
    shares
        The share of each class in the training rows.
    targets
        The targets of the training rows, sorted; empty where they have none.
    falls_back
        Whether a row with another target gets the most frequent class of the training rows, and their shares as
        probabilities, since the classifier was not shown to know better.
    calibration
        How decision values become probabilities.
    about
        Where the model comes from: data, digests, versions.
    """

    classes: tuple[str, ...]
    configuration: Configuration
    classifiers: Classifiers
    shares: tuple[float, ...]
    targets: tuple[str, ...] = ()
    falls_back: bool = False
    calibration: Calibration = field(default_factory=Calibration)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_targets(self) -> bool:
        """Whether a prediction depends on the row's target."""
        return self.falls_back or self.configuration.scope not in ("joint", "given")

    @property
    def needs_spans(self) -> bool:
        """Whether the model is one of stances whose words are given; of other rows it takes the whole text for them."""
        return self.configuration.scope == "given"

    def predict(self, rows: Sequence[Row]) -> Predictions:
        """Predict the class of each row from its text and, if the model uses targets, its target."""
        known = set(self.targets)
        fell_back = np.array([self.falls_back and row.target not in known for row in rows], bool)
        probabilities = np.tile(np.array(self.shares), (len(rows), 1))
        asked = np.flatnonzero(~fell_back)
        decisions = self._decide([rows[place] for place in asked])
        probabilities[asked] = self.calibration.probabilities(decisions)
        best = probabilities.argmax(axis=1)
        # Not the best of the probabilities, in which rounding can make two classes equal.
        best[asked] = decisions.argmax(axis=1)
        return Predictions(tuple(self.classes[place] for place in best), probabilities, fell_back)

    def _decide(self, rows: Sequence[Row]) -> Floats:
        found: list[Floats] = [np.zeros((0, len(self.classes)))]
        for first in range(0, len(rows), _BATCH):
            batch = rows[first : first + _BATCH]
            counts = count_matrix(grams_of(batch, self.configuration.features), self.classifiers.weighing.index)
            found.append(self.classifiers.decide(counts, [row.target for row in batch])[0])
        return np.concatenate(found)


def fit_model(rows: Sequence[Row], classes: Sequence[str], configuration: Configuration) -> StanceModel:
    """Fit a configuration to rows; classes that no row has are never predicted."""
    grams = grams_of(rows, configuration.features)
    vocabulary = vocabulary_of(grams)
    counts = count_matrix(grams, Index(vocabulary))
    labels, targets = [row.label for row in rows], [row.target for row in rows]
    classifiers = fit_classifiers(counts, vocabulary, labels, targets, classes, configuration)
    counted = Counter(labels)
    shares = tuple(counted[label] / len(rows) for label in classes)
    falls_back = EVERY_TARGET not in classifiers.by_target
    return StanceModel(
        tuple(classes), configuration, classifiers, shares, tuple(sorted(set(targets) - {""})), falls_back
    )
