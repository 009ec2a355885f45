from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.baseline.family import Configuration
from standoff.baseline.model import EVERY_TARGET, fit_model, fitted_sharpness, probabilities_of
from standoff.baseline.rows import Row
from tests.unit.baseline.examples import CLASSES, example_rows

TARGETS = ("ferry", "bridge")
ROWS = example_rows(14, targets=TARGETS)
UNSEEN = example_rows(6, first=14, targets=TARGETS)

CONFIGURATIONS = [
    Configuration("word", "joint", "bayes", 1.0),
    Configuration("char", "joint", "svm", 0.3),
    Configuration("char", "joint", "logistic", 3.0),
    Configuration("char+word", "per-target", "svm", 0.3),
    Configuration("char", "per-target", "logistic", 3.0),
    Configuration("char", "pooled", "svm", 1.0),
]


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda one: one.name)
def test_every_configuration_learns(configuration: Configuration) -> None:
    model = fit_model(ROWS, CLASSES, configuration)
    predictions = model.predict(UNSEEN)
    right = sum(said == row.label for said, row in zip(predictions.labels, UNSEEN, strict=True))
    assert right > len(UNSEEN) / 2
    assert predictions.probabilities.shape == (len(UNSEEN), len(CLASSES))
    assert predictions.probabilities.sum(axis=1) == pytest.approx(1)
    assert not predictions.unseen.any()
    most = [CLASSES[place] for place in predictions.probabilities.argmax(axis=1)]
    assert most == list(predictions.labels)


def test_a_class_without_rows_is_never_predicted() -> None:
    model = fit_model(ROWS, CLASSES, Configuration("char", "joint", "svm", 0.3))
    predictions = model.predict(UNSEEN)
    assert predictions.probabilities[:, CLASSES.index("neutral")] == pytest.approx(0)
    assert model.shares == pytest.approx((1 / 3, 1 / 3, 0, 1 / 3))


def test_an_unknown_target_falls_back_to_the_shares_of_the_training_rows() -> None:
    rows = [*ROWS, Row("It backs the ferry.", "favor", "ferry")]
    model = fit_model(rows, CLASSES, Configuration("char", "per-target", "svm", 0.3))
    predictions = model.predict([Row("It rejects the dam.", "", "dam"), UNSEEN[0]])
    assert predictions.unseen.tolist() == [True, False]
    assert predictions.labels[0] == "favor"
    assert predictions.probabilities[0] == pytest.approx(model.shares)


def test_pooled_and_joint_models_take_any_target() -> None:
    for scope in ("joint", "pooled"):
        model = fit_model(ROWS, CLASSES, Configuration("char", scope, "svm", 0.3))
        assert set(model.parts) == {EVERY_TARGET}
        predictions = model.predict([Row("It rejects the dam.", "", "dam")])
        assert predictions.labels == ("against",)
        assert not predictions.unseen.any()


@pytest.mark.parametrize("classifier", ["svm", "logistic"])
@pytest.mark.parametrize("labels", [("favor",), ("favor", "none"), ("none", "against")])
def test_targets_with_one_or_two_classes(classifier: str, labels: tuple[str, ...]) -> None:
    rows = [*ROWS, *(Row(row.text, row.label, "dam") for row in ROWS if row.label in labels)]
    model = fit_model(rows, CLASSES, Configuration("char", "per-target", classifier, 1.0))  # type: ignore[arg-type]
    asked = [Row(row.text, row.label, "dam") for row in ROWS if row.label in labels]
    assert model.predict(asked).labels == tuple(row.label for row in asked)


def test_no_rows_have_no_predictions() -> None:
    for scope in ("joint", "per-target"):
        predictions = fit_model(ROWS, CLASSES, Configuration("char", scope, "svm", 0.3)).predict([])
        assert predictions.labels == ()
        assert predictions.probabilities.shape == (0, len(CLASSES))


@given(st.lists(st.lists(st.floats(-50, 50), min_size=3, max_size=3), min_size=1), st.floats(0.02, 100))
def test_probabilities_keep_the_order_of_decisions(decisions: list[list[float]], sharpness: float) -> None:
    values = np.array(decisions)
    found = probabilities_of(values, sharpness)
    assert found.sum(axis=1) == pytest.approx(1)
    assert (np.take_along_axis(found, values.argmax(axis=1)[:, None], 1)[:, 0] == found.max(axis=1)).all()


def test_sharpness_is_low_for_decisions_that_are_often_wrong() -> None:
    sure = np.array([[2.0, 0.0]] * 10)
    often_right, often_wrong = fitted_sharpness(sure, [0] * 9 + [1]), fitted_sharpness(sure, [0] * 6 + [1] * 4)
    assert probabilities_of(sure, often_right)[0, 0] == pytest.approx(0.9, abs=0.01)
    assert probabilities_of(sure, often_wrong)[0, 0] == pytest.approx(0.6, abs=0.01)
