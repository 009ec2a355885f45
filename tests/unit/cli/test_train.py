from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from tests.unit.baseline.examples import example_rows, given_rows, write_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    splits = {"train": example_rows(10), "validation": example_rows(2, first=10), "test": example_rows(4, first=12)}
    return write_corpus(tmp_path_factory.mktemp("train") / "news-cli", splits)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["train", *(str(argument) for argument in arguments)])


def test_it_shows_every_figure_and_writes_the_model(corpus: Path, tmp_path: Path) -> None:
    result = run("--corpus", corpus, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "72 rows to train on, 24 to test on" in result.stdout
    assert "Test split: 24 rows from 4 groups of articles" in result.stdout
    assert "macro F1" in result.stdout
    assert "stratified" in result.stdout
    assert "bootstrap over articles" in result.stdout
    assert "note: The figures on the test split rest on only 4 independent articles" in result.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "README.md",
        "confusion_matrix.png",
        "metrics.json",
        "model.skops",
        "report.html",
    ]


def test_json_is_what_the_metrics_file_holds(corpus: Path, tmp_path: Path) -> None:
    result = run("--corpus", corpus, "--out", tmp_path, "--json")
    shown = json.loads(result.stdout)
    assert shown.pop("files")[0] == str(tmp_path / "model.skops")
    assert shown == json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))


def test_a_class_can_be_left_out(corpus: Path, tmp_path: Path) -> None:
    result = run("--corpus", corpus, "--out", tmp_path, "--without", "none", "--without", "neutral", "--json")
    assert json.loads(result.stdout)["data"]["classes"] == ["favor", "against"]


def test_stances_can_be_given(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "news-given-cli", {"train": given_rows(10), "test": given_rows(4, first=10)})
    result = run("--corpus", corpus, "--given", "--out", tmp_path / "given")
    assert result.exit_code == 0, result.output
    assert "span features, given" in result.stdout
    assert run("--data", corpus, "--given").exit_code == 2


def test_mistakes_are_told_without_a_traceback(corpus: Path, tmp_path: Path) -> None:
    result = run("--corpus", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "there is no corpus here" in result.stderr
    assert "standoff build" in result.stderr
    assert run("--corpus", corpus, "--config", "x").exit_code == 2
    assert run("--corpus", corpus, "--without", "x").exit_code == 2


def test_a_missing_extra_is_named(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name in {"skops", "sklearn"} else real(name))
    for name in [name for name in sys.modules if name.startswith("standoff.baseline")]:
        monkeypatch.delitem(sys.modules, name)
    result = run("--corpus", corpus)
    assert result.exit_code == 2
    assert "the baseline needs skops, sklearn" in result.stderr
    assert "pip install 'standoff[baseline]'" in result.stderr


def test_any_dataset_with_named_columns(tmp_path: Path) -> None:
    names = {"favor": "FAVOR", "against": "AGAINST", "none": "query"}
    for name, rows in (("train", example_rows(12)), ("test", example_rows(4, first=12))):
        lines = [json.dumps({"Tweet": row.text, "Stance": names[row.label], "Story": row.article}) for row in rows]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    columns = ("--text-column", "Tweet", "--label-column", "Stance", "--group-column", "Story", "--label", "query=none")
    data = ("--data", tmp_path / "train.jsonl", "--test", tmp_path / "test.jsonl")
    result = run(*data, *columns, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "train.jsonl: 72 rows to train on, 24 to test on" in result.stdout
    assert "note: Labels were read as: AGAINST → against, FAVOR → favor, query → none." in result.stderr
    assert "Calibration error" in result.stdout


def test_a_test_file_needs_a_dataset(tmp_path: Path) -> None:
    result = run("--test", tmp_path / "test.jsonl")
    assert result.exit_code == 2
    assert "--test goes with --data" in result.stderr
