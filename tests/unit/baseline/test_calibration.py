from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.baseline.calibration import UNCHANGED, Calibration, fit_calibration, reliability

decision_lists = st.lists(st.lists(st.floats(-50, 50), min_size=3, max_size=3), min_size=1)
curves = st.one_of(st.just(UNCHANGED), st.tuples(st.floats(0, 5), st.floats(0, 5), st.floats(-9, 9)))


@given(decision_lists, st.floats(0.02, 100), curves)
def test_the_best_class_stays_the_best(
    decisions: list[list[float]], sharpness: float, curve: tuple[float, float, float]
) -> None:
    values = np.array(decisions)
    found = Calibration(sharpness, curve).probabilities(values)
    assert found.sum(axis=1) == pytest.approx(1)
    assert ((found >= 0) & (found <= 1)).all()
    best = np.take_along_axis(found, values.argmax(axis=1)[:, None], 1)[:, 0]
    assert best == pytest.approx(found.max(axis=1))


def test_sharpness_is_low_for_decisions_that_are_often_wrong() -> None:
    sure = np.array([[2.0, 0.0]] * 10)
    for right in (9, 6):
        calibration = fit_calibration(sure, [0] * right + [1] * (10 - right))
        assert calibration.probabilities(sure)[0, 0] == pytest.approx(right / 10, abs=0.01)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=12), st.floats(0, 40))
def test_few_rows_are_no_reason_to_be_certain(pairs: list[tuple[int, int]], size: float) -> None:
    decisions = size * np.eye(3)[[decided for decided, _ in pairs]]
    calibration = fit_calibration(decisions, [label for _, label in pairs])
    assert all(abs(found - usual) < 3 for found, usual in zip(calibration.curve, UNCHANGED, strict=True))
    assert np.isfinite(calibration.probabilities(decisions)).all()


def test_a_curve_makes_probabilities_better() -> None:
    random = np.random.default_rng(0)
    decisions = random.normal(size=(4000, 3))
    confidence = Calibration().probabilities(decisions).max(axis=1)
    # Right more often than a softmax would have it when unsure, and never surer than 70 %.
    right = random.random(len(decisions)) < np.minimum(0.7, confidence + 0.2)
    labels = np.where(right, decisions.argmax(axis=1), decisions.argmin(axis=1))
    train, test = slice(0, 2000), slice(2000, 4000)
    fitted = fit_calibration(decisions[train], labels[train])
    by_curve = fitted.probabilities(decisions[test]).max(axis=1)
    by_sharpness = Calibration(fitted.sharpness).probabilities(decisions[test]).max(axis=1)
    assert reliability(by_curve, right[test]).error < reliability(by_sharpness, right[test]).error / 2


def test_no_rows() -> None:
    assert Calibration(1.0, (1.0, 0.5, 0.1)).probabilities(np.zeros((0, 3))).shape == (0, 3)


def test_reliability_by_hand() -> None:
    found = reliability(np.array([0.95, 0.95, 0.55, 1.0]), np.array([True, False, True, True]))
    # The last bin: 3 rows said to be right 2.9 times, right 2 times; the sixth: 1 row said 0.55 times, right once.
    assert found.error == pytest.approx((0.9 + 0.45) / 4)
    assert found.rows == (0, 0, 0, 0, 0, 1, 0, 0, 0, 3)
    assert found.confidence[9] == pytest.approx(2.9 / 3)
    assert found.share_right[9] == pytest.approx(2 / 3)
    assert np.isnan(found.confidence[0])


def test_probabilities_that_are_right_still_have_an_error_by_chance() -> None:
    random = np.random.default_rng(1)
    confidence = random.uniform(0.4, 1, 500)
    found = reliability(confidence, random.random(500) < confidence)
    assert 0.01 < found.error_of_chance < 0.06
    assert found.error < 2 * found.error_of_chance
    assert reliability(confidence, random.random(500) < 0.2).error > 0.3
