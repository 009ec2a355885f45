"""Probabilities that mean what they say: of all rows given 0.7, about 70 % are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 10
ENOUGH_FOR_STEPS = 1000
"""Rows from which on isotonic regression is fitted; with fewer it follows the noise (scikit-learn's user guide)."""


@dataclass(frozen=True)
class Calibration:
    """How decision values become probabilities.

    Parameters
    ----------
    sharpness
        Factor on decision values before the softmax (temperature scaling, Guo et al. 2017).
    confidence, share_right
        Points of the function from the softmax of the best class to the share of rows that are right at it (isotonic
        regression), ascending, in ``[0, 1]``; empty where there were too few rows to fit one. The probability of the
        best class is half way between the two.
    """

    sharpness: float = 1.0
    confidence: tuple[float, ...] = ()
    share_right: tuple[float, ...] = ()

    def probabilities(self, decisions: Floats) -> Floats:
        """Return probabilities of shape (rows, classes), each row adding up to 1; the best class stays the best."""
        chances = _softmax(decisions * self.sharpness)
        if not self.confidence or not len(chances):
            return chances
        rows, best = np.arange(len(chances)), decisions.argmax(axis=1)
        top = chances[rows, best]
        rest = chances.copy()
        rest[rows, best] = 0
        total = rest.sum(axis=1, keepdims=True)
        rest = np.divide(rest, total, out=np.full_like(rest, 1 / (rest.shape[1] - 1)), where=total > 0)
        rest[rows, best] = 0
        second = rest.max(axis=1)
        # Half way between the two: the steps alone follow noise where few rows are, and call some of them certain.
        wanted = (top + np.interp(top, self.confidence, self.share_right)) / 2
        # No lower than where the second best class, scaled to what the best one leaves, would overtake it.
        wanted = np.maximum(wanted, second / (1 + second))
        found = rest * (1 - wanted)[:, None]
        found[rows, best] = wanted
        return np.asarray(found, np.float64)


def fit_calibration(decisions: Floats, labels: Sequence[int] | NDArray[np.int64]) -> Calibration:
    """Fit a calibration to decisions about rows that the classifier was not trained on.

    Parameters
    ----------
    decisions
        Decision values, shape (rows, classes).
    labels
        The place of the right class of each row, in ``[0, classes)``.
    """
    from scipy.optimize import minimize_scalar
    from sklearn.isotonic import IsotonicRegression

    gold = np.asarray(labels)

    def loss(log_sharpness: float) -> float:
        chances = _softmax(decisions * float(np.exp(log_sharpness)))
        return float(-np.log(np.maximum(chances[np.arange(len(gold)), gold], _TINY)).mean())

    sharpness = float(np.exp(minimize_scalar(loss, bounds=(-4, 5), method="bounded").x))
    if len(gold) < ENOUGH_FOR_STEPS:
        return Calibration(sharpness)
    chances = _softmax(decisions * sharpness)
    steps = IsotonicRegression(out_of_bounds="clip").fit(chances.max(axis=1), chances.argmax(axis=1) == gold)
    return Calibration(sharpness, tuple(steps.X_thresholds_.tolist()), tuple(steps.y_thresholds_.tolist()))


@dataclass(frozen=True)
class Reliability:
    """How well probabilities of the best class agree with how often it is right, in ten bins of equal width.

    Parameters
    ----------
    error
        The expected calibration error: the mean distance of confidence and share right, weighted by rows, in [0, 1].
    error_of_chance
        What that error would be on average for as many rows if every probability were right: it is never zero.
    rows, confidence, share_right
        Of each bin; NaN where it has no rows.
    """

    error: float
    error_of_chance: float
    rows: tuple[int, ...]
    confidence: tuple[float, ...]
    share_right: tuple[float, ...]


def reliability(confidence: Floats, right: NDArray[np.bool_]) -> Reliability:
    """Compare the probability of the predicted class of each row with whether it is right, shape (rows,) both."""
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    rows = np.bincount(bins, minlength=BINS)
    with np.errstate(invalid="ignore"):
        said, found = (np.bincount(bins, values, minlength=BINS) / rows for values in (confidence, right))
    draws = np.random.default_rng(0).random((_DRAWS, len(confidence))) < confidence
    by_chance = float(np.mean([_error(confidence, drawn, bins) for drawn in draws]))
    return Reliability(
        _error(confidence, right, bins), by_chance, tuple(rows.tolist()), tuple(said.tolist()), tuple(found.tolist())
    )


_TINY = 1e-12
_DRAWS = 200


def _error(confidence: Floats, right: NDArray[np.bool_], bins: NDArray[np.int64]) -> float:
    return float(np.abs(np.bincount(bins, confidence - right, minlength=BINS)).sum() / len(confidence))


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)
