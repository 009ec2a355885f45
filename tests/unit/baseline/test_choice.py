from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.baseline.choice import choose, fit_chosen
from standoff.baseline.rows import Row, StanceData
from standoff.errors import InputError
from tests.unit.baseline.examples import CLASSES, example_data, example_rows


def test_no_group_is_on_both_sides_and_every_row_is_left_out_once() -> None:
    choice = choose(example_data(test_articles=0))
    left_out: list[int] = []
    for kept, left in choice.folds:
        assert not set(choice.groups[kept]) & set(choice.groups[left])
        left_out += left.tolist()
    assert sorted(left_out) == list(range(18 * 6))
    assert len(choice.folds) == 5


def test_the_best_trial_is_chosen_and_progress_told() -> None:
    told: list[tuple[int, int | None]] = []
    choice = choose(example_data(test_articles=0), lambda done, total: told.append((done, total)))
    assert choice.chosen.scores.macro_f1.value == max(trial.scores.macro_f1.value or 0 for trial in choice.trials)
    assert told == [(done, len(choice.trials)) for done in range(len(choice.trials) + 1)]


def test_rows_of_a_target_that_training_folds_lack_get_the_fallback() -> None:
    rows = [*example_rows(10, targets=("ferry",)), *example_rows(1, first=10, targets=("dam",))]
    choice = choose(StanceData("example", CLASSES, tuple(rows)))
    per_target = next(trial for trial in choice.trials if trial.configuration.scope == "per-target")
    assert [row.target for row, lost in zip(rows, per_target.lost, strict=True) if lost] == ["dam"] * 6
    joint = next(trial for trial in choice.trials if trial.configuration.scope == "joint")
    assert not joint.lost.any()


def test_targets_that_nothing_is_known_of_are_tried_apart() -> None:
    four = choose(StanceData("example", CLASSES, tuple(example_rows(16, targets=("ferry", "bridge", "dam", "road")))))
    assert four.unseen is not None
    assert (four.unseen.ahead is None) == (four.chosen.configuration.scope == "per-target")
    assert choose(StanceData("example", CLASSES, tuple(example_rows(8, targets=("ferry",))))).unseen is None
    assert choose(example_data(test_articles=0)).unseen is None


def test_a_model_that_knows_nothing_about_other_targets_falls_back() -> None:
    """The same words are for one target and against the other, so that nothing can be carried over."""
    turned = {"favor": "against", "against": "favor", "none": "none"}
    rows = [
        row if row.target == "ferry" else replace(row, label=turned[row.label])
        for row in example_rows(20, targets=("ferry", "bridge"))
    ]
    data = StanceData("example", CLASSES, tuple(rows))
    choice = choose(data)
    assert choice.unseen is not None
    assert not choice.unseen.better_than_majority
    model = fit_chosen(data, choice)
    assert model.falls_back
    assert model.predict([Row("It backs the dam.", "", "dam")]).fell_back.all()


def test_a_model_that_carries_over_to_other_targets_does_not_fall_back() -> None:
    targets = tuple(f"target {number}" for number in range(30))
    data = StanceData("example", CLASSES, tuple(example_rows(40, targets=targets)))
    choice = choose(data)
    assert {trial.configuration.scope for trial in choice.trials} == {"joint"}
    assert choice.unseen is not None
    assert choice.unseen.better_than_majority
    assert not fit_chosen(data, choice).falls_back


def test_whole_targets_can_be_kept_apart() -> None:
    targets = ("ferry", "bridge", "dam", "road")
    rows = [replace(row, target=targets[place // 6 % 4]) for place, row in enumerate(example_rows(16))]
    choice = choose(StanceData("example", CLASSES, tuple(rows)), whole_targets=True)
    assert {trial.configuration.scope for trial in choice.trials} == {"joint", "pooled", "blended"}
    for kept, left in choice.folds:
        assert not {rows[place].target for place in kept} & {rows[place].target for place in left}


def test_few_groups_make_few_folds() -> None:
    assert len(choose(StanceData("example", CLASSES, tuple(example_rows(2)))).folds) == 2


def test_the_chosen_model_is_calibrated_on_rows_left_out() -> None:
    data = example_data(test_articles=0)
    model = fit_chosen(data, choose(data))
    assert model.calibration.sharpness != 1.0
    assert model.shares == pytest.approx((1 / 3, 1 / 3, 0, 1 / 3))


def test_one_label_only() -> None:
    data = StanceData("example", CLASSES, (Row("a b", "favor"), Row("c d", "favor")))
    with pytest.raises(InputError, match="all training rows have the same label"):
        choose(data)


def test_a_class_of_one_article_cannot_be_tested_apart() -> None:
    rows = [replace(row, label="neutral") if row.article == "article-0" else row for row in example_rows(6)]
    with pytest.raises(InputError, match="class 'neutral' occurs in only one group of rows") as caught:
        choose(StanceData("example", CLASSES, tuple(rows)))
    assert "--without neutral" in caught.value.hint
