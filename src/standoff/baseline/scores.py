"""F1 scores with bootstrap intervals, and paired differences between two predictions.

Intervals are percentile bootstrap intervals over clusters: whole articles (with their near-duplicates) are drawn with
replacement, because sentences of one article are not independent and drawing rows would make intervals too narrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from standoff.baseline.rows import AGAINST, FAVOR

RESAMPLES = 2000
_BATCH = 100
METHOD = f"95 % percentile bootstrap over articles (clusters), {RESAMPLES} resamples"

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """A figure in ``[0, 1]`` with its interval; None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How one class fared: `rows` have it in gold, `predicted` rows were given it."""

    f1: Score
    precision: float | None
    recall: float | None
    rows: int
    predicted: int


@dataclass(frozen=True)
class Scores:
    """How a prediction compares with gold.

    Parameters
    ----------
    rows, clusters
        How many rows were scored, and from how many groups of articles they come.
    macro_f1
        Mean F1 of the classes that occur in gold (for intervals: in the gold of each resample).
    f_avg
        The measure of SemEval-2016 Task 6: the mean F1 of ``favor`` and ``against`` over all rows; not defined where
        one of them does not occur in gold.
    confusion
        Counts by gold class (outer) and predicted class (inner), in the order of `per_class`.
    """

    rows: int
    clusters: int
    macro_f1: Score
    f_avg: Score
    accuracy: Score
    per_class: Mapping[str, ClassScore]
    confusion: tuple[tuple[int, ...], ...]


def score(
    gold: Sequence[str], predicted: Sequence[str], clusters: Sequence[int] | Ints, classes: Sequence[str]
) -> Scores:
    """Score a prediction.

    Parameters
    ----------
    gold, predicted
        Labels of the same rows, all of them among `classes`.
    clusters
        The group that each row belongs to; see `standoff.baseline.groups.groups_of`.
    """
    tables = _tables(gold, predicted, clusters, classes)
    whole, drawn = tables.sum(axis=0), _drawn(tables)
    f1 = _with_intervals(_f1(whole), _f1(drawn))
    per_class = {
        label: ClassScore(
            f1[place],
            _ratio(whole[place, place], whole[:, place].sum()),
            _ratio(whole[place, place], whole[place].sum()),
            int(whole[place].sum()),
            int(whole[:, place].sum()),
        )
        for place, label in enumerate(classes)
    }
    return Scores(
        rows=len(gold),
        clusters=len(tables),
        macro_f1=_with_intervals(_macro(whole), _macro(drawn))[0],
        f_avg=_with_intervals(_f_avg(whole, classes), _f_avg(drawn, classes))[0],
        accuracy=_with_intervals(_accuracy(whole), _accuracy(drawn))[0],
        per_class=per_class,
        confusion=tuple(tuple(int(count) for count in row) for row in whole),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better one prediction is than another on the same rows, with its interval, in ``[-1, 1]``.

    `p` is the two-sided bootstrap p-value: twice the smaller share of resamples in which the difference is not
    positive, or is not negative; never below one in `RESAMPLES`.
    """

    value: float
    low: float
    high: float
    p: float


def macro_f1_difference(
    gold: Sequence[str],
    first: Sequence[str],
    second: Sequence[str],
    clusters: Sequence[int] | Ints,
    classes: Sequence[str],
) -> Difference:
    """Return by how much the macro F1 of `first` is above that of `second`, over the same resamples."""
    one, other = (_tables(gold, predicted, clusters, classes) for predicted in (first, second))
    value = float(_macro(one.sum(axis=0)) - _macro(other.sum(axis=0)))
    drawn = _macro(_drawn(one)) - _macro(_drawn(other))
    low, high = np.quantile(drawn, [0.025, 0.975])
    share = 2 * min(float((drawn <= 0).mean()), float((drawn >= 0).mean()))
    return Difference(value, float(low), float(high), min(1.0, max(share, 1 / RESAMPLES)))


def _tables(
    gold: Sequence[str], predicted: Sequence[str], clusters: Sequence[int] | Ints, classes: Sequence[str]
) -> Ints:
    """Return one confusion table for each cluster, shape (clusters, classes, classes)."""
    places = {label: place for place, label in enumerate(classes)}
    _, numbers = np.unique(np.asarray(clusters, np.int64), return_inverse=True)
    tables = np.zeros((int(numbers.max(initial=-1)) + 1, len(classes), len(classes)), np.int64)
    gold_places, predicted_places = (np.array([places[label] for label in labels]) for labels in (gold, predicted))
    np.add.at(tables, (numbers, gold_places, predicted_places), 1)
    return tables


def _drawn(tables: Ints) -> Floats:
    """Return the confusion table of each resample, shape (resamples, classes, classes); of one cluster just one."""
    clusters, size, _ = tables.shape
    if clusters == 1:
        return tables.astype(np.float64)
    flat, drawn = tables.reshape(clusters, -1).astype(np.float64), _draws(clusters)
    summed = [drawn[first : first + _BATCH] @ flat for first in range(0, RESAMPLES, _BATCH)]
    return np.concatenate(summed).reshape(RESAMPLES, size, size)


@lru_cache(maxsize=2)
def _draws(clusters: int) -> NDArray[np.uint8]:
    """Return how often each resample has each cluster, shape (resamples, clusters): the same for every prediction."""
    random, chances = np.random.default_rng(0), np.full(clusters, 1 / clusters)
    # A byte each: a cluster is drawn once on average, and more than 255 times never.
    return np.concatenate(
        [random.multinomial(clusters, chances, size=_BATCH).astype(np.uint8) for _ in range(RESAMPLES // _BATCH)]
    )


def _f1(tables: NDArray[np.generic]) -> Floats:
    """Return the F1 of each class; NaN where a class is neither in gold nor predicted."""
    counts = np.asarray(tables, np.float64)
    hits = np.diagonal(counts, axis1=-2, axis2=-1)
    both = counts.sum(axis=-1) + counts.sum(axis=-2)
    return np.asarray(np.divide(2 * hits, both, out=np.full_like(both, np.nan), where=both > 0))


def _macro(tables: NDArray[np.generic]) -> Floats:
    """Return the mean F1 of the classes that are in the gold of each table."""
    in_gold = np.asarray(tables).sum(axis=-1) > 0
    return np.asarray(np.where(in_gold, _f1(tables), 0).sum(axis=-1) / in_gold.sum(axis=-1), np.float64)


def _f_avg(tables: NDArray[np.generic], classes: Sequence[str]) -> Floats:
    """Return the mean F1 of favor and against; NaN where one of them is not in the gold of a table."""
    in_gold = np.asarray(tables).sum(axis=-1) > 0
    places = [place for place, label in enumerate(classes) if label in (FAVOR, AGAINST)]
    if len(places) < 2:
        return np.full(in_gold.shape[:-1], np.nan)
    return np.asarray(np.where(in_gold, _f1(tables), np.nan)[..., places].mean(axis=-1), np.float64)


def _accuracy(tables: NDArray[np.generic]) -> Floats:
    counts = np.asarray(tables, np.float64)
    return np.asarray(np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1)), np.float64)


def _with_intervals(values: Floats, drawn: Floats) -> list[Score]:
    """Return each value with the quantiles of its resamples, shape (resamples, …); those that are NaN don't count.

    Of one cluster there is but one resample, and so no interval.
    """
    columns = drawn.reshape(len(drawn), -1).T
    return [_with_interval(float(value), column) for value, column in zip(np.atleast_1d(values), columns, strict=True)]


def _with_interval(value: float, drawn: Floats) -> Score:
    if np.isnan(value):
        return Score(None)
    if len(drawn) == 1:
        return Score(value)
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Score(value, float(low), float(high))


def _ratio(part: np.int64, whole: np.int64) -> float | None:
    return float(part / whole) if whole else None
