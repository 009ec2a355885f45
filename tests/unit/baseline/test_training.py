from __future__ import annotations

from dataclasses import replace

from standoff.baseline.output import metrics_json
from standoff.baseline.persistence import model_digest
from standoff.baseline.rows import StanceData
from standoff.baseline.training import train
from tests.unit.baseline.examples import CLASSES, example_data, example_rows, given_rows


def test_the_model_is_better_than_every_dummy() -> None:
    training = train(example_data())
    for contest in (training.cross_validation, training.test):
        assert contest is not None
        assert list(contest.scores) == ["model", "majority", "stratified"]
        assert all(difference.low > 0 for difference in contest.ahead.values())
        assert contest.model.macro_f1.value == contest.scores["model"].macro_f1.value
    assert training.model.about["data_digest"] == training.data.digest


def test_targets_bring_a_dummy_of_their_own() -> None:
    training = train(example_data(targets=("ferry", "bridge")))
    assert training.test is not None
    names = ["model", "majority", "stratified", "majority per target", "target’s name alone"]
    assert list(training.test.scores) == names
    assert any(caution.startswith("The names of targets are a shortcut: ") for caution in training.cautions)


def test_the_same_data_gives_the_same_model_and_figures() -> None:
    one, other = train(example_data()), train(example_data())
    assert model_digest(one.model) == model_digest(other.model)
    assert metrics_json(one) == metrics_json(other)


def test_little_data_is_called_little() -> None:
    data = StanceData(
        "example", CLASSES, tuple(example_rows(3, per_article=4)), tuple(example_rows(1, first=3)), notes=("A note.",)
    )
    said = "\n".join(train(data).cautions)
    assert said.startswith("A note.\n")
    assert "Only 3 training rows have the class against: its scores say little." in said
    assert "No training row has the class neutral: the model never predicts it." in said
    assert "The test split has no row of the class neutral" in said
    assert "The test split has only 2 rows of the class favor." in said
    assert "The figures in cross-validation rest on only 3 independent articles (12 rows)" in said
    assert "The figures on the test split rest on only 1 independent articles (6 rows)" in said


def test_no_test_split() -> None:
    training = train(example_data(test_articles=0))
    assert training.test is None
    assert any(caution.startswith("There is no test split") for caution in training.cautions)


def test_a_model_that_learned_nothing_is_called_so() -> None:
    data = example_data()
    shuffled = [
        replace(row, label=("favor", "against", "none")[number * 7 % 5 % 3]) for number, row in enumerate(data.test)
    ]
    said = "\n".join(train(replace(data, test=tuple(shuffled))).cautions)
    assert "The model is not shown to be better than the dummy “stratified” on the test split" in said
    assert "in cross-validation: the interval" not in said


def test_rows_of_a_kind_are_scored_apart() -> None:
    data = example_data(targets=("ferry", "bridge"))
    test = [replace(row, target="dam") if row.article == "article-20" else row for row in data.test]
    training = train(replace(data, test=tuple(test)))
    assert training.test is not None
    assert list(training.test.parts) == [
        "target: bridge",
        "target: dam",
        "target: ferry",
        "targets seen in training",
        "unseen targets",
        "voice: author",
        "voice: quoted",
    ]
    assert training.test.parts["unseen targets"]["model"].rows == 6
    assert "unseen targets" not in training.cross_validation.parts


def test_test_rows_that_training_knew_are_told() -> None:
    data = example_data()
    said = train(replace(data, test=(*data.test, replace(data.development[0], article="new", group="")))).cautions
    assert "1 test rows share their article or nearly their text with training rows: scores are too good." in said
    assert not any("share their article" in caution for caution in train(data).cautions)


def test_targets_that_nothing_is_known_of_are_told() -> None:
    said = "\n".join(train(example_data(targets=("ferry", "bridge"))).cautions)
    assert "Of targets without training rows" in said
    many = tuple(f"target {number}" for number in range(30))
    data = StanceData("example", CLASSES, tuple(example_rows(40, targets=many)))
    assert any(caution.startswith("Of targets without training rows it knows less") for caution in train(data).cautions)


def test_folds_of_very_different_size_are_told() -> None:
    rows = [replace(row, group="one") if number < 30 else row for number, row in enumerate(example_rows(9))]
    said = "\n".join(train(StanceData("example", CLASSES, tuple(rows))).cautions)
    assert "30 of 54 training rows hang together by article, target or nearly the same words" in said
    assert "hang together" not in "\n".join(train(example_data()).cautions)


def test_what_given_stances_do_not_show_is_told() -> None:
    note = "The words of each stance, its target and its holder are given as annotators marked them"
    assert note in "\n".join(train(StanceData("example", CLASSES, tuple(given_rows(6)))).cautions)
    assert note not in "\n".join(train(example_data()).cautions)


def test_falling_back_is_told() -> None:
    turned = {"favor": "against", "against": "favor", "none": "none"}
    rows = [
        row if row.target == "ferry" else replace(row, label=turned[row.label])
        for row in example_rows(20, targets=("ferry", "bridge"))
    ]
    training = train(StanceData("example", CLASSES, tuple(rows)))
    assert training.model.falls_back
    assert any("it falls back to that class, and says so" in caution for caution in training.cautions)
