from __future__ import annotations

import pytest
from sklearn.metrics import f1_score

from standoff.baseline.scores import Score, macro_f1_difference, score

CLASSES = ("favor", "against", "none")
GOLD = ["favor", "favor", "against", "against", "none", "none", "none", "favor"]
SAID = ["favor", "none", "against", "favor", "none", "none", "against", "favor"]
CLUSTERS = [0, 0, 1, 1, 2, 2, 3, 3]


def test_figures_are_those_of_scikit_learn() -> None:
    found = score(GOLD, SAID, CLUSTERS, CLASSES)
    each = f1_score(GOLD, SAID, labels=CLASSES, average=None)
    assert [one.f1.value for one in found.per_class.values()] == pytest.approx(each)
    assert found.macro_f1.value == pytest.approx(each.mean())
    assert found.f_avg.value == pytest.approx(each[:2].mean())
    assert found.accuracy.value == pytest.approx(5 / 8)
    assert found.confusion == ((2, 0, 1), (1, 1, 0), (0, 1, 2))
    assert (found.rows, found.clusters) == (8, 4)
    favor = found.per_class["favor"]
    assert (favor.rows, favor.predicted) == (3, 3)
    assert favor.precision == pytest.approx(2 / 3)
    assert favor.recall == pytest.approx(2 / 3)


def test_intervals_hold_the_figure_and_are_the_same_each_time() -> None:
    found = score(GOLD, SAID, CLUSTERS, CLASSES)
    for one in (found.macro_f1, found.f_avg, found.accuracy, *(each.f1 for each in found.per_class.values())):
        assert one.low is not None
        assert one.high is not None
        assert one.value is not None
        assert 0 <= one.low <= one.value <= one.high <= 1
    assert score(GOLD, SAID, CLUSTERS, CLASSES) == found


def test_rows_of_one_cluster_are_drawn_together() -> None:
    """Doubling every row within its cluster adds no knowledge, so that no interval becomes narrower."""
    once, twice = score(GOLD, SAID, CLUSTERS, CLASSES), score(GOLD * 2, SAID * 2, CLUSTERS * 2, CLASSES)
    assert twice.macro_f1 == once.macro_f1
    apart = score(GOLD * 2, SAID * 2, range(16), CLASSES).macro_f1
    assert None not in (apart.low, apart.high, once.macro_f1.low, once.macro_f1.high)
    assert apart.high - apart.low < once.macro_f1.high - once.macro_f1.low  # type: ignore[operator]


def test_one_cluster_has_no_interval() -> None:
    found = score(GOLD, SAID, [7] * 8, CLASSES)
    assert found.macro_f1.value is not None
    assert (found.macro_f1.low, found.macro_f1.high, found.clusters) == (None, None, 1)


def test_a_class_that_does_not_occur_is_left_out_of_the_mean() -> None:
    found = score(["favor", "none"], ["favor", "none"], [0, 1], CLASSES)
    assert found.macro_f1.value == 1.0
    assert found.per_class["against"].f1 == Score(None)
    assert found.per_class["against"].precision is None
    assert found.per_class["against"].recall is None
    assert found.f_avg == Score(None)


def test_a_class_that_is_predicted_but_not_in_gold_has_an_f1_of_zero() -> None:
    found = score(["favor", "none"], ["against", "none"], [0, 1], CLASSES)
    assert found.per_class["against"].f1.value == 0.0
    assert found.macro_f1.value == 0.5


def test_data_without_favor_and_against_has_no_f_avg() -> None:
    assert score(["x", "y"], ["x", "y"], [0, 1], ("x", "y")).f_avg == Score(None)


def test_differences_are_paired() -> None:
    same = macro_f1_difference(GOLD, SAID, SAID, CLUSTERS, CLASSES)
    assert (same.value, same.low, same.high, same.p) == (0.0, 0.0, 0.0, 1.0)
    better = macro_f1_difference(GOLD * 5, GOLD * 5, SAID * 5, range(40), CLASSES)
    assert better.value == pytest.approx(1 - (score(GOLD, SAID, CLUSTERS, CLASSES).macro_f1.value or 0))
    assert 0 < better.low <= better.value <= better.high
    assert better.p == 1 / 2000
    worse = macro_f1_difference(GOLD * 5, SAID * 5, GOLD * 5, range(40), CLASSES)
    assert worse.value == -better.value
