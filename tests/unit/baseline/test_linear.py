from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from standoff.baseline.family import Configuration, Scope, grams_of
from standoff.baseline.linear import EVERY_TARGET, FEWEST_ROWS, Classifiers, fit_classifiers
from standoff.baseline.ngrams import Index, count_matrix, vocabulary_of
from standoff.baseline.rows import Row
from tests.unit.baseline.examples import CLASSES, example_rows

ROWS = example_rows(14, targets=("ferry", "bridge"))
LABELS, TARGETS = [row.label for row in ROWS], [row.target for row in ROWS]
GRAMS = grams_of(ROWS, "word")
VOCABULARY = vocabulary_of(GRAMS)
COUNTS = count_matrix(GRAMS, Index(VOCABULARY))
USED = COUNTS[:, COUNTS.getnnz(axis=0) >= FEWEST_ROWS]
PRESENT = ("favor", "against", "none")


def fitted(configuration: Configuration) -> Classifiers:
    return fit_classifiers(COUNTS, VOCABULARY, LABELS, TARGETS, CLASSES, configuration)


@pytest.mark.parametrize(
    ("configuration", "estimator"),
    [
        (Configuration("word", "joint", "svm", 0.3), LinearSVC(C=0.3, class_weight="balanced", random_state=0)),
        (
            Configuration("word", "joint", "logistic", 3.0),
            OneVsRestClassifier(
                LogisticRegression(C=3, class_weight="balanced", solver="liblinear", dual=True, random_state=0)
            ),
        ),
        (Configuration("word", "joint", "bayes", 1.0), ComplementNB(alpha=1.0)),
    ],
    ids=lambda one: one.name if isinstance(one, Configuration) else "",
)
def test_decisions_are_those_of_scikit_learn(configuration: Configuration, estimator: object) -> None:
    weighed = TfidfTransformer().fit_transform(USED)
    estimator.fit(weighed, LABELS)  # type: ignore[attr-defined]
    if isinstance(estimator, ComplementNB):
        expected = estimator.predict_joint_log_proba(weighed)
    else:
        expected = estimator.decision_function(weighed)  # type: ignore[attr-defined]
    decisions, unknown = fitted(configuration).decide(USED, TARGETS)
    order = [sorted(PRESENT).index(label) for label in PRESENT]
    found = decisions[:, [CLASSES.index(label) for label in PRESENT]]
    assert found == pytest.approx(np.asarray(expected)[:, order], abs=1e-6)
    assert not unknown.any()


def test_a_blended_classifier_is_the_mean_of_the_two_it_is_made_of() -> None:
    scopes: tuple[Scope, ...] = ("per-target", "pooled", "blended")
    one, other, both = (fitted(Configuration("word", scope, "logistic", 1.0)) for scope in scopes)
    assert set(one.by_target) == {"ferry", "bridge"}
    assert set(both.by_target) == {"ferry", "bridge", EVERY_TARGET}
    mean = (one.decide(USED, TARGETS)[0] + other.decide(USED, TARGETS)[0]) / 2
    assert both.decide(USED, TARGETS)[0] == pytest.approx(mean)
    elsewhere = ["dam"] * len(TARGETS)
    assert both.decide(USED, elsewhere)[0] == pytest.approx(other.decide(USED, elsewhere)[0])
    assert one.decide(USED, elsewhere)[1].all()


def test_n_grams_of_a_single_row_are_left_out() -> None:
    weighing = fitted(Configuration("word", "joint", "svm", 0.3)).weighing
    assert len(weighing.vocabulary) == len(weighing.idf) == USED.shape[1] < COUNTS.shape[1]


def test_n_grams_of_single_rows_are_all_there_is() -> None:
    grams = grams_of([Row("one", ""), Row("other", "")], "word")
    vocabulary = vocabulary_of(grams)
    counts = count_matrix(grams, Index(vocabulary))
    found = fit_classifiers(
        counts, vocabulary, ["favor", "none"], ["", ""], CLASSES, Configuration("word", "joint", "svm", 1.0)
    )
    best = found.decide(counts, ["", ""])[0].argmax(axis=1)
    assert [CLASSES[place] for place in best] == ["favor", "none"]


def test_each_block_of_a_row_has_length_one() -> None:
    grams = grams_of(ROWS, "word+cue")
    vocabulary = vocabulary_of(grams)
    counts = count_matrix(grams, Index(vocabulary))
    found = fit_classifiers(
        counts, vocabulary, LABELS, TARGETS, CLASSES, Configuration("word+cue", "marked", "svm", 0.1)
    )
    columns = np.searchsorted(vocabulary, found.weighing.vocabulary)
    weighed = found.weighing.weigh(counts[:, columns])
    squares = weighed.multiply(weighed).sum(axis=1)
    assert np.asarray(squares).ravel() == pytest.approx(np.round(np.asarray(squares).ravel()))
