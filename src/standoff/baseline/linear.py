"""Linear classifiers over weighed n-grams: fitted by scikit-learn, kept as the weights that a decision is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from standoff.baseline.family import Configuration
from standoff.baseline.ngrams import Index, Keys, block_limits

Floats = NDArray[np.float64]

EVERY_TARGET = ""
"""The name of the classifier of rows whose target has none of its own."""

FEWEST_ROWS = 2
"""How many rows must have an n-gram for it to count."""

_NEVER = -1e6
"""The decision value of a class that no row had."""


@dataclass(frozen=True)
class Weighing:
    """The n-grams that are looked at, and their TF-IDF.

    Parameters
    ----------
    vocabulary
        Ascending keys, in blocks (see `standoff.baseline.ngrams.blocks`).
    blocks
        The fitted ``TfidfTransformer`` of each block that has n-grams.
    """

    vocabulary: Keys
    blocks: tuple[Any, ...]

    @cached_property
    def index(self) -> Index:
        """The vocabulary, to count n-grams by."""
        return Index(self.vocabulary)

    @property
    def idf(self) -> Floats:
        """The inverse document frequency of each n-gram, shape (vocabulary,)."""
        return np.concatenate([np.asarray(block.idf_, np.float64) for block in self.blocks])

    def weigh(self, counts: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the TF-IDF of counts of shape (rows, vocabulary); each block of a row has length 1 by itself."""
        parts = _split(counts, self.vocabulary)
        weighed = [block.transform(part) for block, part in zip(self.blocks, parts, strict=True)]
        return weighed[0] if len(weighed) == 1 else sparse.hstack(weighed, format="csr")


@dataclass(frozen=True)
class Linear:
    """Weights of shape (classes, vocabulary) and intercepts of shape (classes,)."""

    weights: Floats
    intercepts: Floats


@dataclass(frozen=True)
class Classifiers:
    """What a configuration learned from rows.

    Parameters
    ----------
    weighing
        How n-grams are weighed, for all targets alike.
    by_target
        The classifier of each target with one of its own; under `EVERY_TARGET` that of all others, if there is one.
    """

    weighing: Weighing
    by_target: dict[str, Linear]

    def decide(self, counts: sparse.csr_matrix, targets: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
        """Return decision values, shape (rows, classes), and the rows that no classifier is there for."""
        weighed = self.weighing.weigh(counts)
        places: dict[str, list[int]] = {}
        for place, target in enumerate(targets):
            places.setdefault(target if target in self.by_target else EVERY_TARGET, []).append(place)
        classes = len(next(iter(self.by_target.values())).intercepts)
        decisions, unknown = np.zeros((len(targets), classes)), np.ones(len(targets), bool)
        for target in places.keys() & self.by_target.keys():
            linear, found = self.by_target[target], places[target]
            decisions[found] = weighed[found] @ linear.weights.T + linear.intercepts
            unknown[found] = False
        return decisions, unknown


def fit_classifiers(
    counts: sparse.csr_matrix,
    vocabulary: Keys,
    labels: Sequence[str] | NDArray[np.str_],
    targets: Sequence[str] | NDArray[np.str_],
    classes: Sequence[str],
    configuration: Configuration,
) -> Classifiers:
    """Fit a configuration to n-gram counts, shape (rows, vocabulary); classes that no row has are never decided for."""
    from sklearn.feature_extraction.text import TfidfTransformer

    used = counts.getnnz(axis=0) >= FEWEST_ROWS
    if used.any():
        counts, vocabulary = counts[:, used], vocabulary[used]
    weighing = Weighing(vocabulary, tuple(TfidfTransformer().fit(part) for part in _split(counts, vocabulary)))
    weighed, gold, asked = weighing.weigh(counts), np.array(labels), np.array(targets)
    places = {str(target): np.flatnonzero(asked == target) for target in np.unique(asked)}
    if configuration.scope in ("joint", "marked", "given"):
        return Classifiers(weighing, {EVERY_TARGET: _fit(weighed, gold, classes, configuration)})
    fitted = {}
    if configuration.scope in ("per-target", "blended"):
        fitted = {target: _fit(weighed[at], gold[at], classes, configuration) for target, at in places.items()}
    if configuration.scope in ("pooled", "blended"):
        pooled = _fit_pooled(weighed, gold, places, classes, configuration)
        fitted = {target: _mean(fitted[target], one) if target in fitted else one for target, one in pooled.items()}
    return Classifiers(weighing, fitted)


def _fit_pooled(
    weighed: sparse.csr_matrix,
    labels: NDArray[np.str_],
    places: dict[str, NDArray[np.int64]],
    classes: Sequence[str],
    configuration: Configuration,
) -> dict[str, Linear]:
    """Fit one classifier to columns for all targets and the same columns once more for each (Daumé 2007).

    For a target, it is the classifier with the weights of both added up.
    """
    rows, width = weighed.shape
    of_targets = []
    for at in places.values():
        chosen = np.zeros(rows)
        chosen[at] = 1
        of_targets.append(sparse.diags_array(chosen, format="csr") @ weighed)
    whole = _fit(sparse.csr_matrix(sparse.hstack([weighed, *of_targets], format="csr")), labels, classes, configuration)
    common, *own = (whole.weights[:, width * number : width * (number + 1)] for number in range(len(places) + 1))
    added = {target: replace(whole, weights=common + more) for target, more in zip(places, own, strict=True)}
    return {EVERY_TARGET: replace(whole, weights=common), **added}


def _mean(one: Linear, other: Linear) -> Linear:
    return Linear((one.weights + other.weights) / 2, (one.intercepts + other.intercepts) / 2)


def _fit(
    weighed: sparse.csr_matrix, labels: NDArray[np.str_], classes: Sequence[str], configuration: Configuration
) -> Linear:
    known = sorted(set(labels.tolist()))
    weights, intercepts = np.zeros((len(classes), weighed.shape[1])), np.full(len(classes), _NEVER)
    at = [list(classes).index(label) for label in known]
    if len(known) == 1:
        intercepts[at] = 0
        return Linear(weights, intercepts)
    rows: Floats
    constants: Floats
    found = _estimator(configuration).fit(weighed, labels)
    if configuration.classifier == "bayes":
        rows, constants = found.feature_log_prob_, np.zeros(len(known))
    elif configuration.classifier == "logistic":
        rows = np.vstack([one.coef_ for one in found.estimators_])
        constants = np.concatenate([one.intercept_ for one in found.estimators_])
    else:
        rows, constants = found.coef_, found.intercept_
    if len(rows) == 1:
        rows, constants = np.vstack([-rows, rows]), np.concatenate([-constants, constants])
    weights[at], intercepts[at] = rows, constants
    return Linear(weights, intercepts)


def _estimator(configuration: Configuration) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    if configuration.classifier == "bayes":
        return ComplementNB(alpha=configuration.strength)
    fixed = {"class_weight": "balanced", "max_iter": 5000, "random_state": 0}
    if configuration.classifier == "svm":
        return LinearSVC(C=configuration.strength, **fixed)
    # Liblinear, one class against the rest and dual: the scores of the multinomial solver in a small part of the time.
    return OneVsRestClassifier(LogisticRegression(C=configuration.strength, solver="liblinear", dual=True, **fixed))


def _split(counts: sparse.csr_matrix, vocabulary: Keys) -> list[sparse.csr_matrix]:
    """Return the columns of each block that has any."""
    limits = [(low, high) for low, high in pairwise(block_limits(vocabulary)) if low < high]
    return [counts] if len(limits) == 1 else [counts[:, low:high] for low, high in limits]
