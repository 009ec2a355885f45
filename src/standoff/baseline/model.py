"""A stance classifier: scikit-learn pipelines over hashed n-grams, for one target each or for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline.family import Configuration, grams_of
from standoff.baseline.ngrams import Keys, count_matrix, vocabulary_of
from standoff.baseline.rows import Row

Floats = NDArray[np.float64]

EVERY_TARGET = ""
"""The name of the part that takes rows whatever their target is."""


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
    unseen
        Whether the row's target was unknown to the model, so that it could only fall back, shape (rows,).
    """

    labels: tuple[str, ...]
    probabilities: Floats
    unseen: NDArray[np.bool_]


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
        The share of each class in the training rows: what is said of a target that the model doesn't know.
    sharpness
        Factor on decision values before the softmax that makes probabilities of them; see `fitted_sharpness`.
    about
        Where the model comes from: data, digests, versions.
    """

    classes: tuple[str, ...]
    configuration: Configuration
    parts: Mapping[str, Part]
    shares: tuple[float, ...]
    sharpness: float = 1.0
    about: Mapping[str, str] = field(default_factory=dict)

    def predict(self, rows: Sequence[Row]) -> Predictions:
        """Predict the class of each row from its text and, if the model uses targets, its target.

        A row with a target that a per-target model was not trained on gets the most frequent class of the training
        rows, and their shares as probabilities.
        """
        decisions, unseen = self.decide(rows)
        probabilities = probabilities_of(decisions, self.sharpness)
        probabilities[unseen] = self.shares
        best = np.argmax(np.where(unseen[:, None], probabilities, decisions), axis=1) if rows else []
        return Predictions(tuple(self.classes[place] for place in best), probabilities, unseen)

    def decide(self, rows: Sequence[Row]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the decision values of each row, shape (rows, classes), and which rows have an unknown target."""
        decisions = np.zeros((len(rows), len(self.classes)))
        if EVERY_TARGET in self.parts:
            places = {EVERY_TARGET: list(range(len(rows)))}
        else:
            places = {}
            for place, row in enumerate(rows):
                places.setdefault(row.target, []).append(place)
        unseen = np.zeros(len(rows), bool)
        for target, chosen in places.items():
            if target not in self.parts:
                unseen[chosen] = True
            elif chosen:
                part = self.parts[target]
                grams = grams_of(
                    [rows[place] for place in chosen], self.configuration.features, self.configuration.scope
                )
                decisions[chosen] = decisions_of(part.pipeline, count_matrix(grams, part.vocabulary), self.classes)
        return decisions, unseen


def fit_model(rows: Sequence[Row], classes: Sequence[str], configuration: Configuration) -> StanceModel:
    """Fit a configuration to rows; classes that no row has are never predicted."""
    grams = grams_of(rows, configuration.features, configuration.scope)
    vocabulary = vocabulary_of(grams)
    parts = fit_parts(count_matrix(grams, vocabulary), vocabulary, rows, configuration)
    counted = Counter(row.label for row in rows)
    return StanceModel(tuple(classes), configuration, parts, tuple(counted[label] / len(rows) for label in classes))


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


def probabilities_of(decisions: Floats, sharpness: float) -> Floats:
    """Return the softmax of decision values times `sharpness`."""
    scaled = decisions * sharpness
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)


def fitted_sharpness(decisions: Floats, labels: Sequence[int]) -> float:
    """Return the factor under which the softmax of decision values gives the labels the highest likelihood.

    To be fitted on decisions about rows that the model was not trained on (temperature scaling, Guo et al. 2017).
    """
    from scipy.optimize import minimize_scalar

    def loss(log_sharpness: float) -> float:
        chances = probabilities_of(decisions, float(np.exp(log_sharpness)))
        return float(-np.log(np.maximum(chances[np.arange(len(labels)), labels], 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4, 5), method="bounded").x))
