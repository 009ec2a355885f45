from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.baseline.calibration import ENOUGH_FOR_STEPS, Calibration, fit_calibration, reliability

decision_lists = st.lists(st.lists(st.floats(-50, 50), min_size=3, max_size=3), min_size=1)
steps = st.lists(st.floats(0, 1), min_size=2, max_size=6).map(sorted)


@given(decision_lists, st.floats(0.02, 100), st.one_of(st.just([]), steps))
def test_the_best_class_stays_the_best(decisions: list[list[float]], sharpness: float, shares: list[float]) -> None:
    values = np.array(decisions)
    confidence = tuple(np.linspace(0.3, 1, len(shares)).tolist()) if shares else ()
    found = Calibration(sharpness, confidence, tuple(shares)).probabilities(values)
    assert found.sum(axis=1) == pytest.approx(1)
    assert ((found >= 0) & (found <= 1)).all()
    best = np.take_along_axis(found, values.argmax(axis=1)[:, None], 1)[:, 0]
    assert best == pytest.approx(found.max(axis=1))


def test_sharpness_is_low_for_decisions_that_are_often_wrong() -> None:
    sure = np.array([[2.0, 0.0]] * 10)
    for right in (9, 6):
        calibration = fit_calibration(sure, [0] * right + [1] * (10 - right))
        assert calibration.probabilities(sure)[0, 0] == pytest.approx(right / 10, abs=0.01)
        assert calibration.confidence == ()


def test_steps_are_fitted_to_enough_rows_and_make_probabilities_better() -> None:
    random = np.random.default_rng(0)
    count = 4 * ENOUGH_FOR_STEPS
    decisions = random.normal(size=(count, 3))
    confidence = Calibration().probabilities(decisions).max(axis=1)
    # Right more often than a softmax would have it when unsure, and never surer than 70 %.
    right = random.random(count) < np.minimum(0.7, confidence + 0.2)
    labels = np.where(right, decisions.argmax(axis=1), decisions.argmin(axis=1))
    train, test = slice(0, count // 2), slice(count // 2, count)
    fitted = fit_calibration(decisions[train], labels[train])
    assert list(fitted.confidence) == sorted(fitted.confidence)
    assert list(fitted.share_right) == sorted(fitted.share_right)
    by_steps = fitted.probabilities(decisions[test]).max(axis=1)
    by_sharpness = Calibration(fitted.sharpness).probabilities(decisions[test]).max(axis=1)
    assert reliability(by_steps, right[test]).error < reliability(by_sharpness, right[test]).error


def test_no_rows() -> None:
    assert Calibration(1.0, (0.3, 1.0), (0.2, 0.9)).probabilities(np.zeros((0, 3))).shape == (0, 3)


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
