"""Predictions without looking at the text: what a classifier must be better than."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from standoff.baseline.family import Configuration
from standoff.baseline.model import fit_model
from standoff.baseline.rows import Row

_OF_NAMES = Configuration("char+word", "joint", "svm", 0.3)


def majority(training: Sequence[Row], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return for every row the most frequent label of the training rows."""
    return (_most_frequent(training),) * len(rows)


def majority_per_target(training: Sequence[Row], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return for each row the most frequent training label of its target, or of all rows where the target is new."""
    by_target: dict[str, list[Row]] = {}
    for row in training:
        by_target.setdefault(row.target, []).append(row)
    best = {target: _most_frequent(found) for target, found in by_target.items()}
    overall = _most_frequent(training)
    return tuple(best.get(row.target, overall) for row in rows)


def target_name(training: Sequence[Row], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return for each row what a classifier says that reads the target's name and not the text: a shortcut."""
    classes = sorted({row.label for row in training})
    model = fit_model([Row(row.target, row.label) for row in training], classes, _OF_NAMES)
    return model.predict([Row(row.target) for row in rows]).labels


def stratified(training: Sequence[Row], rows: Sequence[Row]) -> tuple[str, ...]:
    """Return for each row a label drawn with the frequencies of the training rows, from a fixed seed."""
    counted = Counter(row.label for row in training)
    labels = sorted(counted)
    shares = [counted[label] / len(training) for label in labels]
    return tuple(str(label) for label in np.random.default_rng(0).choice(labels, size=len(rows), p=shares))


def _most_frequent(rows: Sequence[Row]) -> str:
    counted = Counter(row.label for row in rows)
    return min(counted, key=lambda label: (-counted[label], label))
