"""Probabilities that mean what they say: of all rows given 0.7, about 70 % are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 10
UNCHANGED = (1.0, 1.0, 0.0)
"""The curve that leaves confidence as it is."""


@dataclass(frozen=True)
class Calibration:
    """How decision values become probabilities.

    Parameters
    ----------
    sharpness
        Factor on decision values before the softmax (temperature scaling, Guo et al. 2017).
    curve
        What makes the probability of the best class of its share in the softmax, p: the log odds are
        ``a log p - b log(1 - p) + c`` (beta calibration, Kull et al. 2017), with a and b of 0 or more.
    """

    sharpness: float = 1.0
    curve: tuple[float, float, float] = UNCHANGED

    def probabilities(self, decisions: Floats) -> Floats:
        """Return probabilities of shape (rows, classes), each row adding up to 1; the best class stays the best."""
        chances = _softmax(decisions * self.sharpness)
        if self.curve == UNCHANGED or not len(chances):
            return chances
        rows, best = np.arange(len(chances)), decisions.argmax(axis=1)
        wanted = 1 / (1 + np.exp(-(_terms(chances[rows, best]) @ np.array(self.curve))))
        rest = chances.copy()
        rest[rows, best] = 0
        total = rest.sum(axis=1, keepdims=True)
        rest = np.divide(rest, total, out=np.full_like(rest, 1 / (rest.shape[1] - 1)), where=total > 0)
        rest[rows, best] = 0
        second = rest.max(axis=1)
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

    gold = np.asarray(labels)

    def loss(log_sharpness: float) -> float:
        chances = _softmax(decisions * float(np.exp(log_sharpness)))
        return float(-np.log(np.maximum(chances[np.arange(len(gold)), gold], _TINY)).mean())

    sharpness = float(np.exp(minimize_scalar(loss, bounds=(-4, 5), method="bounded").x))
    chances = _softmax(decisions * sharpness)
    return Calibration(sharpness, _fit_curve(chances.max(axis=1), chances.argmax(axis=1) == gold))


def _fit_curve(confidence: Floats, right: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Fit a curve to the confidence of rows and whether they are right; few rows leave it near `UNCHANGED`."""
    from scipy.optimize import minimize

    terms, sign, unchanged = _terms(confidence), np.where(right, 1.0, -1.0), np.array(UNCHANGED)

    def loss(curve: Floats) -> tuple[float, Floats]:
        odds, away = sign * (terms @ curve), curve - unchanged
        slopes = -sign * np.exp(-np.logaddexp(0, odds))
        value = np.logaddexp(0, -odds).sum() + (away**2).sum() / (2 * _SPREAD**2)
        return float(value), terms.T @ slopes + away / _SPREAD**2

    bounds = [(0, None), (0, None), (None, None)]
    a, b, c = minimize(loss, unchanged, jac=True, bounds=bounds, method="L-BFGS-B").x.tolist()
    return a, b, c


def _terms(confidence: Floats) -> Floats:
    """Return what a curve adds up, shape (rows, 3)."""
    inside = np.clip(confidence, _EDGE, 1 - _EDGE)
    return np.column_stack([np.log(inside), -np.log1p(-inside), np.ones(len(inside))])


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
_EDGE = 1e-6
_SPREAD = 0.5
"""How far from `UNCHANGED` each number of a curve is expected to be, before any rows are seen."""
_DRAWS = 200


def _error(confidence: Floats, right: NDArray[np.bool_], bins: NDArray[np.int64]) -> float:
    return float(np.abs(np.bincount(bins, confidence - right, minlength=BINS)).sum() / len(confidence))


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float64)
