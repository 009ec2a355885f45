from __future__ import annotations

from standoff.baseline.dummies import majority, majority_per_target, stratified, target_name
from standoff.baseline.rows import Row

TRAINING = [Row("", "favor", "a"), Row("", "favor", "a"), Row("", "against", "b"), Row("", "none", "b")]
ROWS = [Row("", "?", "a"), Row("", "?", "b"), Row("", "?", "new")]


def test_majority() -> None:
    assert majority(TRAINING, ROWS) == ("favor",) * 3


def test_majority_per_target_breaks_ties_by_name_and_takes_the_overall_one_for_new_targets() -> None:
    assert majority_per_target(TRAINING, ROWS) == ("favor", "against", "favor")


def test_the_name_of_a_target_is_all_that_is_read() -> None:
    training = [Row("no", "favor", "bike lane")] * 3 + [Row("yes", "against", "car park")] * 3
    rows = [Row("yes", "?", "bike lane"), Row("no", "?", "car park"), Row("yes", "?", "the bike lane")]
    assert target_name(training, rows) == ("favor", "against", "favor")


def test_stratified_draws_with_the_frequencies_of_the_training_rows() -> None:
    drawn = stratified(TRAINING, [ROWS[0]] * 4000)
    assert set(drawn) == {"favor", "against", "none"}
    assert 1900 < drawn.count("favor") < 2100
    assert drawn == stratified(TRAINING, [ROWS[0]] * 4000)
