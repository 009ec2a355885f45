from __future__ import annotations

import pytest

from standoff.baseline.choice import choose, fit_chosen
from standoff.baseline.contest import in_cross_validation, on_test_rows
from tests.unit.baseline.examples import example_data


def test_the_model_and_the_dummies_predict_the_same_rows() -> None:
    data = example_data(targets=("ferry", "bridge"))
    choice = choose(data)
    for contest in (in_cross_validation(data, choice), on_test_rows(data, fit_chosen(data, choice))):
        assert {len(labels) for labels in contest.predicted.values()} == {len(contest.rows)}
        assert contest.confidence.shape == (len(contest.rows),)
        assert ((contest.confidence > 1 / 4) & (contest.confidence <= 1)).all()
        assert sum(contest.reliability.rows) == len(contest.rows)
        assert contest.ahead.keys() == contest.scores.keys() - {"model"}
        model, majority = contest.model.macro_f1.value, contest.scores["majority"].macro_f1.value
        assert model is not None
        assert majority is not None
        assert contest.ahead["majority"].value == pytest.approx(model - majority)
