"""A stance classifier: scikit-learn pipelines over hashed n-grams, for one target each or for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline.calibration import Calibration
from standoff.baseline.family import Configuration, grams_of
from standoff.baseline.ngrams import Keys, count_matrix, vocabulary_of
from standoff.baseline.rows import Row

Floats = NDArray[np.float64]

EVERY_TARGET = ""
"""The name of the part that takes rows whatever their target is."""

_BATCH = 2000
"""Rows that are predicted at once: n-grams of more would take much memory and save no time."""


@dataclass(frozen=True)
class Part:
    """A fitted pipeline (TF-IDF, classifier) with the n-grams that its columns stand for."""

    vocabulary: Keys
    pipeline: Any


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
    parts
        Fitted pipelines by target, or the only one under `EVERY_TARGET`.
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
    parts: Mapping[str, Part]
    shares: tuple[float, ...]
    targets: tuple[str, ...] = ()
    falls_back: bool = False
    calibration: Calibration = field(default_factory=Calibration)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_targets(self) -> bool:
        """Whether a prediction depends on the row's target."""
        return self.falls_back or self.configuration.scope != "joint"

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
        decisions = np.zeros((len(rows), len(self.classes)))
        features, scope = self.configuration.features, self.configuration.scope
        for target, found in places_by_part(rows, self.parts).items():
            part = self.parts[target]
            for first in range(0, len(found), _BATCH):
                places = found[first : first + _BATCH]
                grams = grams_of([rows[place] for place in places], features, scope)
                decisions[places] = decisions_of(part.pipeline, count_matrix(grams, part.vocabulary), self.classes)
        return decisions


def places_by_part(rows: Sequence[Row], parts: Container[str]) -> dict[str, list[int]]:
    """Return for each part of a model the places of its rows; rows whose target has no part are left out."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        name = EVERY_TARGET if EVERY_TARGET in parts else row.target
        if name in parts:
            places.setdefault(name, []).append(place)
    return places


def fit_model(rows: Sequence[Row], classes: Sequence[str], configuration: Configuration) -> StanceModel:
    """Fit a configuration to rows; classes that no row has are never predicted."""
    grams = grams_of(rows, configuration.features, configuration.scope)
    vocabulary = vocabulary_of(grams)
    parts = fit_parts(count_matrix(grams, vocabulary), vocabulary, rows, configuration)
    counted = Counter(row.label for row in rows)
    shares = tuple(counted[label] / len(rows) for label in classes)
    targets = tuple(sorted({row.target for row in rows if row.target}))
    falls_back = configuration.scope == "per-target"
    return StanceModel(tuple(classes), configuration, parts, shares, targets, falls_back)


def fit_parts(
    counts: sparse.csr_matrix, vocabulary: Keys, rows: Sequence[Row], configuration: Configuration
) -> dict[str, Part]:
    """Fit the pipelines of a configuration to n-gram counts of shape (rows, vocabulary)."""
    if configuration.scope != "per-target":
        return {EVERY_TARGET: _fit_part(counts, vocabulary, [row.label for row in rows], configuration)}
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.target, []).append(place)
    return {
        target: _fit_part(counts[chosen], vocabulary, [rows[place].label for place in chosen], configuration)
        for target, chosen in sorted(places.items())
    }


def _fit_part(counts: sparse.csr_matrix, vocabulary: Keys, labels: Sequence[str], configuration: Configuration) -> Part:
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.pipeline import make_pipeline

    used = counts.getnnz(axis=0) > 0
    pipeline = make_pipeline(TfidfTransformer(), _classifier(configuration, labels))
    return Part(vocabulary[used], pipeline.fit(counts[:, used], list(labels)))


def _classifier(configuration: Configuration, labels: Sequence[str]) -> Any:
    from sklearn.dummy import DummyClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    if len(set(labels)) == 1:
        return DummyClassifier(strategy="most_frequent")
    if configuration.classifier == "bayes":
        return ComplementNB(alpha=configuration.strength)
    if configuration.classifier == "svm":
        return LinearSVC(C=configuration.strength, class_weight="balanced", random_state=0)
    # Liblinear, one class against the rest: the same scores as the multinomial solver in a fifth of the time.
    logistic = LogisticRegression(C=configuration.strength, class_weight="balanced", solver="liblinear", random_state=0)
    return OneVsRestClassifier(logistic)


def decisions_of(pipeline: Any, counts: sparse.csr_matrix, classes: Sequence[str]) -> Floats:
    """Return decision values, shape (rows, classes); classes that the pipeline does not know are far below."""
    known = [str(label) for label in pipeline.classes_]
    if len(known) == 1:
        values = np.ones((counts.shape[0], 1))
    elif hasattr(pipeline, "decision_function"):
        values = np.asarray(pipeline.decision_function(counts), np.float64)
    else:
        values = np.asarray(pipeline.predict_log_proba(counts), np.float64)
    if values.ndim == 1:
        values = np.column_stack([-values, values])
    decisions = np.full((counts.shape[0], len(classes)), _NEVER)
    decisions[:, [list(classes).index(label) for label in known]] = values
    return decisions


_NEVER = -1e6
