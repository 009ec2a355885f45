"""Thresholds by a tolerance, and reliability."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.suggest.learned.thresholds import (
    NEVER,
    calibration_error,
    lowest_threshold,
    reliability,
    threshold_of,
)

SCORED = [(0.9, True), (0.9, True), (0.8, False), (0.8, True), (0.4, False), (0.4, False)]


@pytest.mark.parametrize(("tolerance", "threshold"), [(0.4, 0.0), (0.7, 0.8), (0.75, 0.8), (0.8, 0.9), (1.0, 0.9)])
def test_the_lowest_score_at_which_enough_are_right(tolerance: float, threshold: float) -> None:
    assert lowest_threshold(SCORED, tolerance) == threshold


def test_nothing_is_good_enough() -> None:
    assert lowest_threshold([(0.9, False)], 0.5) == NEVER
    assert lowest_threshold([], 0.5) == NEVER


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.floats(0, 1))
def test_what_is_shown_is_right_often_enough(scored: list[tuple[float, bool]], tolerance: float) -> None:
    threshold = lowest_threshold(scored, tolerance)
    shown = [right for score, right in scored if score >= threshold]
    assert sum(shown) >= tolerance * len(shown)


def test_reliability_by_hand() -> None:
    bins = reliability(SCORED)
    assert [(one.low, one.high, one.count, one.right) for one in bins] == [
        (0.0, 0.5, 2, 0.0),
        (0.8, 0.9, 2, 0.5),
        (0.9, 0.95, 2, 1.0),
    ]
    assert calibration_error(SCORED) == pytest.approx((2 * 0.4 + 2 * 0.3 + 2 * 0.1) / 6)


def test_a_score_of_one_is_in_a_bin() -> None:
    assert [one.count for one in reliability([(1.0, True)])] == [1]


def test_every_type_has_a_default() -> None:
    assert all(0 <= threshold_of(type_) <= 1 for type_ in ("actor", "date", "stance", "threat", "weapon"))
