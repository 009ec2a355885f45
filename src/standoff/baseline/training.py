"""Choosing, fitting and measuring the baseline in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from standoff import __version__
from standoff.baseline import dummies
from standoff.baseline.choice import Choice, Progress, choose, fit_chosen
from standoff.baseline.groups import groups_of
from standoff.baseline.model import StanceModel
from standoff.baseline.rows import Row, StanceData, label_counts
from standoff.baseline.scores import Difference, Scores, macro_f1_difference, score

Dummy = Callable[[Sequence[Row], Sequence[Row]], tuple[str, ...]]
"""Given training rows and other rows, predicts the labels of the latter."""

MODEL = "model"
"""The name of the trained model among the contestants."""

FEW_ARTICLES = 10
FEW_ROWS = 20


@dataclass(frozen=True)
class Contest:
    """The model and the dummies on the same rows.

    Parameters
    ----------
    scores
        Scores by contestant, `MODEL` first.
    ahead
        By how much the macro F1 of the model is above that of each dummy.
    """

    scores: Mapping[str, Scores]
    ahead: Mapping[str, Difference]

    @property
    def model(self) -> Scores:
        """The scores of the trained model."""
        return self.scores[MODEL]


@dataclass(frozen=True)
class Training:
    """A trained baseline with everything that is known about how good it is.

    Parameters
    ----------
    cross_validation
        On the development rows, each predicted by a model trained without its article and its near-duplicates.
    test
        On the test rows, by the model itself; None where there are none.
    cautions
        Sentences that say what the figures are not worth.
    """

    data: StanceData
    model: StanceModel
    choice: Choice
    cross_validation: Contest
    test: Contest | None
    cautions: tuple[str, ...]


def train(data: StanceData, progress: Progress | None = None) -> Training:
    """Choose a configuration by cross-validation, fit it to all development rows, and measure it on the test rows.

    Parameters
    ----------
    progress
        Called with how many configurations were tried, and how many there are.

    Raises
    ------
    InputError
        If there are too few rows of a class to learn it and test it on different articles.
    """
    import sklearn
    from threadpoolctl import threadpool_limits

    # More threads make nothing faster here, and might add up numbers in another order.
    with threadpool_limits(1):
        choice = choose(data, progress)
        about = {
            "standoff": __version__,
            "scikit-learn": sklearn.__version__,
            "data": data.name,
            "data_digest": data.digest,
            "scheme": data.scheme,
        }
        model = replace(fit_chosen(data, choice), about=about)
        cross_validation = _cross_validated(data, choice)
        test = _tested(data, model) if data.test else None
    cautions = _cautions(data, choice, cross_validation, test)
    return Training(data, model, choice, cross_validation, test, tuple(cautions))


def _tested(data: StanceData, model: StanceModel) -> Contest:
    predicted = {MODEL: model.predict(data.test).labels}
    predicted |= {name: dummy(data.development, data.test) for name, dummy in _dummies(data).items()}
    return _contest(data.test, predicted, groups_of(data.test), data.classes)


def _cross_validated(data: StanceData, choice: Choice) -> Contest:
    rows = data.development
    predicted = {MODEL: choice.chosen.predicted}
    for name, dummy in _dummies(data).items():
        labels = np.empty(len(rows), object)
        for kept, left in choice.folds:
            labels[left] = dummy([rows[place] for place in kept], [rows[place] for place in left])
        predicted[name] = tuple(labels)
    return _contest(rows, predicted, choice.groups, data.classes)


def _dummies(data: StanceData) -> dict[str, Dummy]:
    found: dict[str, Dummy] = {"majority": dummies.majority, "stratified": dummies.stratified}
    if any(row.target for row in data.development):
        found["majority per target"] = dummies.majority_per_target
    return found


def _contest(
    rows: Sequence[Row], predicted: Mapping[str, tuple[str, ...]], groups: NDArray[np.int64], classes: Sequence[str]
) -> Contest:
    gold = [row.label for row in rows]
    scores = {name: score(gold, labels, groups, classes) for name, labels in predicted.items()}
    ahead = {
        name: macro_f1_difference(gold, predicted[MODEL], labels, groups, classes)
        for name, labels in predicted.items()
        if name != MODEL
    }
    return Contest(scores, ahead)


def _cautions(data: StanceData, choice: Choice, cross_validation: Contest, test: Contest | None) -> list[str]:
    said = list(data.notes)
    counts = label_counts(data.development, data.classes)
    for label, count in counts.items():
        if count == 0:
            said.append(f"No training row has the class {label}: the model never predicts it.")
        elif count < FEW_ROWS:
            said.append(f"Only {count} training rows have the class {label}: its scores say little.")
    said.append(
        f"The cross-validation figures are those of the best of {len(choice.trials)} configurations on the same rows, "
        "and so slightly too good."
    )
    contests = {"in cross-validation": cross_validation}
    if test is None:
        said.append("There is no test split: nothing was measured on rows that played no part in the choice.")
    else:
        contests["on the test split"] = test
        said += _test_cautions(test)
    for where, contest in contests.items():
        if contest.model.clusters < FEW_ARTICLES:
            said.append(
                f"The figures {where} rest on only {contest.model.clusters} independent articles ({contest.model.rows} "
                "rows): too few to tell models apart, and the intervals are too narrow."
            )
        said += [
            f"The model is not shown to be better than the dummy “{name}” {where}: the interval of the difference in "
            "macro F1 includes zero."
            for name, difference in contest.ahead.items()
            if difference.low <= 0
        ]
    return said


def _test_cautions(test: Contest) -> list[str]:
    said = []
    for label, found in test.model.per_class.items():
        if found.rows == 0:
            said.append(f"The test split has no row of the class {label}: macro F1 on it leaves that class out.")
        elif found.rows < FEW_ROWS:
            said.append(f"The test split has only {found.rows} rows of the class {label}.")
    return said
