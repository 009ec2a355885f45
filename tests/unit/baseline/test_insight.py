from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.baseline.choice import choose
from standoff.baseline.contest import in_cross_validation
from standoff.baseline.family import Configuration
from standoff.baseline.insight import SHARES, learning_curve, telling_words, worst_errors
from standoff.baseline.model import fit_model
from standoff.baseline.rows import StanceData
from tests.unit.baseline.examples import CLASSES, WORDS, example_data, example_rows

ROWS = example_rows(20, targets=("ferry", "bridge"))


@pytest.mark.parametrize(
    "configuration",
    [
        Configuration("word", "joint", "bayes", 1.0),
        Configuration("char", "joint", "svm", 0.3),
        Configuration("char+word", "pooled", "logistic", 3.0),
    ],
    ids=lambda one: one.name,
)
def test_the_words_that_the_rows_were_made_with_are_telling(configuration: Configuration) -> None:
    found = {one.label: one.words for one in telling_words(fit_model(ROWS, CLASSES, configuration), ROWS, 6)}
    assert found.keys() == WORDS.keys()
    for label, words in WORDS.items():
        assert len(set(words) & set(found[label])) >= 3


def test_each_target_has_its_own_words() -> None:
    model = fit_model(ROWS, CLASSES, Configuration("char", "per-target", "svm", 0.3))
    found = telling_words(model, ROWS)
    assert {(one.target, one.label) for one in found} == {
        (target, label) for target in model.targets for label in WORDS
    }


def test_parts_of_one_or_two_classes() -> None:
    rows = [row for row in ROWS if row.target == "ferry" and row.label != "none"]
    rows += [row for row in ROWS if row.target == "bridge" and row.label == "none"]
    for classifier in ("svm", "logistic"):
        model = fit_model(rows, CLASSES, Configuration("char", "per-target", classifier, 1.0))
        found = telling_words(model, rows)
        assert {(one.target, one.label) for one in found} == {("ferry", "favor"), ("ferry", "against")}
        against = next(one for one in found if one.label == "against")
        assert set(against.words) & set(WORDS["against"])


def test_rare_words_are_left_out() -> None:
    model = fit_model(ROWS, CLASSES, Configuration("word", "joint", "svm", 1.0))
    words = {word for one in telling_words(model, ROWS, 1000) for word in one.words}
    assert words <= {word for row in ROWS for word in row.text.lower().split()}
    assert all(sum(word in row.text.lower().split() for row in ROWS) >= 3 for word in words)


def test_the_curve_grows_to_the_score_of_the_choice() -> None:
    data = example_data(test_articles=0)
    choice = choose(data)
    curve = learning_curve(data, choice)
    assert [point.share for point in curve] == list(SHARES)[-len(curve) :]
    assert [point.rows for point in curve] == sorted(point.rows for point in curve)
    assert curve[-1].macro_f1 == choice.chosen.scores.macro_f1


def test_shares_that_are_too_small_to_train_on_are_left_out() -> None:
    rows = [row for row in example_rows(4) if row.label == "favor" or row.article in ("article-0", "article-1")]
    data = StanceData("example", CLASSES, tuple(rows))
    assert len(learning_curve(data, choose(data))) < len(SHARES)


def test_the_worst_errors_are_those_it_was_surest_of() -> None:
    data = example_data(test_articles=0)
    wrong = replace(data.development[0], label="against")
    data = replace(data, development=(wrong, *data.development[1:]))
    contest = in_cross_validation(data, choose(data))
    found = worst_errors(contest)
    assert wrong in [error.row for error in found]
    assert [error.probability for error in found] == sorted((error.probability for error in found), reverse=True)
    assert all(error.predicted != error.row.label for error in found)
    assert len(worst_errors(contest, 1)) == 1
