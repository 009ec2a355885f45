from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from standoff.baseline.card import model_card
from standoff.baseline.family import Configuration, Features, Scope
from standoff.baseline.output import metrics_json, write_training
from standoff.baseline.persistence import model_digest, read_model
from standoff.baseline.training import Training, train
from tests.unit.baseline.examples import CLASSES, example_data


@pytest.fixture(scope="module")
def training() -> Training:
    return train(example_data())


@pytest.fixture(scope="module")
def with_targets() -> Training:
    return train(example_data(targets=("ferry|line", "bridge"), test_articles=0))


def metadata(card: str) -> dict[str, Any]:
    found = yaml.safe_load(card.split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_five_files_are_written_and_are_the_same_each_time(training: Training, tmp_path: Path) -> None:
    paths = write_training(tmp_path / "one", training)
    assert [path.name for path in paths] == [
        "model.skops",
        "metrics.json",
        "confusion_matrix.png",
        "README.md",
        "report.html",
    ]
    assert model_digest(read_model(paths[0])) == model_digest(training.model)
    again = write_training(tmp_path / "two", train(example_data()))
    for one, other in zip(paths[1:], again[1:], strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert paths[2].read_bytes().startswith(b"\x89PNG")


def test_metrics_hold_every_figure(training: Training) -> None:
    found = json.loads(json.dumps(metrics_json(training)))
    assert found["data"]["development"]["labels"] == {"favor": 36, "against": 36, "neutral": 0, "none": 36}
    assert found["data"]["test"]["articles"] == 12
    assert found["model"]["digest"] == model_digest(training.model)
    assert len(found["choice"]["trials"]) == len(training.choice.trials)
    assert set(found["test"]["contestants"]["model"]["macro_f1"]) == {"value", "low", "high"}
    assert found["test"]["contestants"]["model"]["per_class"]["neutral"]["f1"]["value"] is None
    assert set(found["test"]["ahead"]) == {"majority", "stratified"}
    assert found["cautions"] == list(training.cautions)
    assert "bootstrap over articles" in found["intervals"]


def test_figures_are_rounded(training: Training) -> None:
    value = metrics_json(training)["cross_validation"]["contestants"]["model"]["macro_f1"]["value"]
    assert value == round(value, 6)


def test_the_card_says_what_the_model_is(training: Training, tmp_path: Path) -> None:
    card = write_training(tmp_path, training)[3].read_text(encoding="utf-8")
    about = metadata(card)
    assert about["library_name"] == "scikit-learn"
    result = about["model-index"][0]["results"][0]
    assert result["dataset"]["split"] == "test"
    assert [metric["name"] for metric in result["metrics"]] == ["macro F1", "F_avg (favor, against)", "accuracy"]
    assert model_digest(training.model) in card
    assert training.data.digest in card
    assert "the text of the sentence, and nothing else" in card
    assert card.index("### Test split") < card.index("### Cross-validation")
    for caution in training.cautions:
        assert f"- {caution}" in card
    for label in CLASSES:
        assert f"`{label}`" in card


def test_the_card_of_a_model_with_targets_and_no_test(with_targets: Training, tmp_path: Path) -> None:
    card = write_training(tmp_path, with_targets)[3].read_text(encoding="utf-8")
    assert "the text and the name of the target" in card
    assert "### Test split" not in card
    assert metadata(card)["model-index"][0]["results"][0]["dataset"]["split"] == "cross-validation"
    assert metrics_json(with_targets)["test"] is None


def test_the_example_in_the_card_runs(training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = write_training(tmp_path, training)[3].read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown: list[object] = []
    exec(card.split("```python\n")[1].split("```")[0], {"print": shown.append})
    assert shown[0][0] in CLASSES  # type: ignore[index]


@pytest.mark.parametrize(
    ("features", "scope", "said", "example"),
    [
        ("word+cue", "marked", "the text, the target, and where the text names it", 'target="your target")'),
        ("span", "given", "which of its words express the stance", 'span=(6, 24), target="the plan", holder="Varga")'),
    ],
)
def test_the_card_says_what_the_model_is_given(
    with_targets: Training, features: Features, scope: Scope, said: str, example: str
) -> None:
    configuration = Configuration(features, scope, "svm", 0.1)
    card = model_card(replace(with_targets, model=replace(with_targets.model, configuration=configuration)))
    assert said in card
    assert example in card
    assert ("It does not know who holds a stance." in card) == (scope == "marked")


def test_the_card_shows_targets_without_training_rows(training: Training, with_targets: Training) -> None:
    assert "### Targets without training rows" in model_card(with_targets)
    assert "### Targets without training rows" not in model_card(training)
