"""The model beside predictions that do not look at the text, on the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.baseline import dummies
from standoff.baseline.calibration import Floats, Reliability, fit_calibration, reliability
from standoff.baseline.choice import Choice
from standoff.baseline.groups import groups_of
from standoff.baseline.model import StanceModel
from standoff.baseline.rows import Row, StanceData
from standoff.baseline.scores import Difference, Scores, macro_f1_difference, score
from standoff.baseline.trials import Fold

MODEL = "model"
"""The name of the trained model among the contestants."""

TARGET_NAME = "target’s name alone"
"""The name of the dummy that reads nothing but the name of the target."""

Dummy = Callable[[Sequence[Row], Sequence[Row]], tuple[str, ...]]
"""Given training rows and other rows, predicts the labels of the latter."""

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Contest:
    """The model and the dummies on the same rows.

    Parameters
    ----------
    rows
        The rows that were predicted.
    predicted
        Labels by contestant, `MODEL` first.
    confidence
        The model's probability of the label that it predicted, shape (rows,).
    scores
        Scores by contestant.
    ahead
        By how much the macro F1 of the model is above that of each dummy.
    parts
        Scores of model and dummies on rows of some kind, such as those with targets that were not trained on.
    reliability
        How far the model's probabilities are right.
    """

    rows: tuple[Row, ...]
    predicted: Mapping[str, Labels]
    confidence: Floats
    scores: Mapping[str, Scores]
    ahead: Mapping[str, Difference]
    parts: Mapping[str, Mapping[str, Scores]]
    reliability: Reliability

    @property
    def model(self) -> Scores:
        """The scores of the trained model."""
        return self.scores[MODEL]


def on_test_rows(data: StanceData, model: StanceModel) -> Contest:
    """Let the model and the dummies predict the test rows."""
    found = model.predict(data.test)
    predicted = {MODEL: found.labels}
    predicted |= {name: dummy(data.development, data.test) for name, dummy in _dummies(data).items()}
    return _contest(data, data.test, predicted, found.probabilities.max(axis=1), groups_of(data.test))


def in_cross_validation(data: StanceData, choice: Choice) -> Contest:
    """Compare what the models of folds predicted for rows that they had not seen with the dummies of those folds."""
    rows, trial = data.development, choice.chosen
    predicted = {MODEL: trial.predicted}
    predicted |= {name: _by_fold(dummy, rows, choice.folds) for name, dummy in _dummies(data).items()}
    return _contest(data, rows, predicted, _confidence_by_fold(data, choice), choice.groups)


def _confidence_by_fold(data: StanceData, choice: Choice) -> Floats:
    """Return the probability of each predicted label, calibrated on the rows of the other folds."""
    trial = choice.chosen
    labels = np.array([data.classes.index(row.label) for row in data.development])
    # Decision values of rows that are lost are the shares of the classes.
    confidence: Floats = np.array(trial.decisions.max(axis=1), np.float64)
    for kept, left in choice.folds:
        fitted_on, asked = kept[~trial.lost[kept]], left[~trial.lost[left]]
        calibration = fit_calibration(trial.decisions[fitted_on], labels[fitted_on])
        confidence[asked] = calibration.probabilities(trial.decisions[asked]).max(axis=1)
    return confidence


def _dummies(data: StanceData) -> dict[str, Dummy]:
    found: dict[str, Dummy] = {"majority": dummies.majority, "stratified": dummies.stratified}
    if any(row.target for row in data.development):
        found["majority per target"] = dummies.majority_per_target
        found[TARGET_NAME] = dummies.target_name
    return found


def _by_fold(dummy: Dummy, rows: Sequence[Row], folds: Sequence[Fold]) -> Labels:
    labels = np.empty(len(rows), object)
    for kept, left in folds:
        labels[left] = dummy([rows[place] for place in kept], [rows[place] for place in left])
    return tuple(labels)


def _contest(
    data: StanceData,
    rows: tuple[Row, ...],
    predicted: Mapping[str, Labels],
    confidence: Floats,
    groups: NDArray[np.int64],
) -> Contest:
    gold = [row.label for row in rows]
    scores = {name: score(gold, labels, groups, data.classes) for name, labels in predicted.items()}
    ahead = {
        name: macro_f1_difference(gold, predicted[MODEL], labels, groups, data.classes)
        for name, labels in predicted.items()
        if name != MODEL
    }
    parts = {
        part: {
            name: score([gold[at] for at in places], [labels[at] for at in places], groups[places], data.classes)
            for name, labels in predicted.items()
        }
        for part, places in _parts(data, rows).items()
    }
    right = np.array([said == label for said, label in zip(predicted[MODEL], gold, strict=True)])
    return Contest(rows, predicted, confidence, scores, ahead, parts, reliability(confidence, right))


def _parts(data: StanceData, rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return the places of rows by kind: seen and unseen targets in a test, every target if they are few, voices."""
    found: dict[str, list[int]] = {}
    trained = {row.target for row in data.development}
    targets = {row.target for row in rows}
    for place, row in enumerate(rows):
        if rows is data.test and row.target:
            found.setdefault("targets seen in training" if row.target in trained else "unseen targets", []).append(
                place
            )
        if row.target and len(targets) <= _FEW_TARGETS:
            found.setdefault(f"target: {row.target}", []).append(place)
        if row.voice:
            found.setdefault(f"voice: {row.voice}", []).append(place)
    return dict(sorted(found.items()))


_FEW_TARGETS = 12
