from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.baseline.family import Configuration, Scope
from standoff.baseline.linear import EVERY_TARGET
from standoff.baseline.model import fit_model
from standoff.baseline.rows import Row
from tests.unit.baseline.examples import CLASSES, example_rows

TARGETS = ("ferry", "bridge")
ROWS = example_rows(14, targets=TARGETS)
UNSEEN = example_rows(6, first=14, targets=TARGETS)

CONFIGURATIONS = [
    Configuration("word", "joint", "bayes", 1.0),
    Configuration("char", "joint", "svm", 0.3),
    Configuration("char", "joint", "logistic", 3.0),
    Configuration("char+word", "per-target", "svm", 0.3),
    Configuration("char", "per-target", "logistic", 3.0),
    Configuration("char", "pooled", "svm", 1.0),
    Configuration("char", "blended", "logistic", 1.0),
    Configuration("word+cue", "marked", "logistic", 1.0),
]


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda one: one.name)
def test_every_configuration_learns(configuration: Configuration) -> None:
    model = fit_model(ROWS, CLASSES, configuration)
    predictions = model.predict(UNSEEN)
    right = sum(said == row.label for said, row in zip(predictions.labels, UNSEEN, strict=True))
    assert right > len(UNSEEN) / 2
    assert predictions.probabilities.shape == (len(UNSEEN), len(CLASSES))
    assert predictions.probabilities.sum(axis=1) == pytest.approx(1)
    assert not predictions.fell_back.any()
    most = [CLASSES[place] for place in predictions.probabilities.argmax(axis=1)]
    assert most == list(predictions.labels)


def test_a_class_without_rows_is_never_predicted() -> None:
    model = fit_model(ROWS, CLASSES, Configuration("char", "joint", "svm", 0.3))
    predictions = model.predict(UNSEEN)
    assert predictions.probabilities[:, CLASSES.index("neutral")] == pytest.approx(0)
    assert model.shares == pytest.approx((1 / 3, 1 / 3, 0, 1 / 3))


def test_an_unknown_target_falls_back_to_the_shares_of_the_training_rows() -> None:
    rows = [*ROWS, Row("It backs the ferry.", "favor", "ferry")]
    model = fit_model(rows, CLASSES, Configuration("char", "per-target", "svm", 0.3))
    predictions = model.predict([Row("It rejects the dam.", "", "dam"), UNSEEN[0]])
    assert predictions.fell_back.tolist() == [True, False]
    assert predictions.labels[0] == "favor"
    assert predictions.probabilities[0] == pytest.approx(model.shares)


def test_any_model_can_be_made_to_fall_back() -> None:
    model = replace(fit_model(ROWS, CLASSES, Configuration("char", "joint", "svm", 0.3)), falls_back=True)
    assert model.needs_targets
    predictions = model.predict([Row("It rejects the dam.", "", "dam"), Row("It rejects the ferry.", "", "ferry")])
    assert predictions.fell_back.tolist() == [True, False]
    assert predictions.labels[1] == "against"
    assert predictions.probabilities[0] == pytest.approx(model.shares)


def test_only_joint_models_do_without_targets() -> None:
    scopes: tuple[Scope, ...] = ("joint", "pooled", "blended", "per-target", "marked")
    models = {scope: fit_model(ROWS, CLASSES, Configuration("char", scope, "svm", 0.3)) for scope in scopes}
    needing = [scope for scope, model in models.items() if model.needs_targets]
    assert needing == ["pooled", "blended", "per-target", "marked"]


def test_marked_models_look_at_what_is_around_the_target() -> None:
    def about(text: str, target: str, label: str) -> Row:
        start = text.index(target)
        return Row(text, label, target, mark=(start, start + len(target)))

    rows = [
        about(f"{loved} is loved by all of {place} while {hated} is hated in every street.", asked, label)
        for place in ("Quelle", "Arda", "the coast", "the north")
        for loved, hated in (("Ines", "Tomas"), ("Reyl", "Varga"), ("Tomas", "Ines"), ("Varga", "Reyl"))
        for asked, label in ((loved, "favor"), (hated, "against"))
    ]
    text = "Oren is loved by all of the south while Mira is hated in every street."
    asked = [about(text, "Oren", "favor"), about(text, "Mira", "against")]
    marked, joint = Configuration("word+cue", "marked", "svm", 1.0), Configuration("char", "joint", "svm", 1.0)
    for configuration, expected in ((marked, 2), (joint, 1)):
        labels = fit_model(rows, CLASSES, configuration).predict(asked).labels
        assert sum(said == row.label for said, row in zip(labels, asked, strict=True)) == expected
    unmarked = fit_model(rows, CLASSES, marked).predict([Row(text, "")])
    assert unmarked.labels[0] in CLASSES


def test_all_but_per_target_models_take_any_target() -> None:
    for scope in ("joint", "pooled", "blended"):
        model = fit_model(ROWS, CLASSES, Configuration("char", scope, "svm", 0.3))
        assert EVERY_TARGET in model.classifiers.by_target
        predictions = model.predict([Row("It rejects the dam.", "", "dam")])
        assert predictions.labels == ("against",)
        assert not predictions.fell_back.any()


@pytest.mark.parametrize("classifier", ["svm", "logistic"])
@pytest.mark.parametrize("labels", [("favor",), ("favor", "none"), ("none", "against")])
def test_targets_with_one_or_two_classes(classifier: str, labels: tuple[str, ...]) -> None:
    rows = [*ROWS, *(Row(row.text, row.label, "dam") for row in ROWS if row.label in labels)]
    model = fit_model(rows, CLASSES, Configuration("char", "per-target", classifier, 1.0))  # type: ignore[arg-type]
    asked = [Row(row.text, row.label, "dam") for row in ROWS if row.label in labels]
    assert model.predict(asked).labels == tuple(row.label for row in asked)


def test_no_rows_have_no_predictions() -> None:
    for scope in ("joint", "per-target"):
        predictions = fit_model(ROWS, CLASSES, Configuration("char", scope, "svm", 0.3)).predict([])
        assert predictions.labels == ()
        assert predictions.probabilities.shape == (0, len(CLASSES))
