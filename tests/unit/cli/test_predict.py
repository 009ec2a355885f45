from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.baseline.choice import choose, fit_chosen
from standoff.baseline.family import Configuration
from standoff.baseline.model import fit_model
from standoff.baseline.persistence import write_model
from standoff.cli import main
from tests.unit.baseline.examples import CLASSES, example_data, example_rows, given_rows


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    data = example_data(test_articles=0)
    write_model(folder / "model.skops", fit_chosen(data, choose(data)))
    return folder


@pytest.fixture(scope="module")
def model_with_targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "other.skops"
    rows = example_rows(12, targets=("ferry", "bridge"))
    write_model(path, fit_model(rows, CLASSES, Configuration("char", "per-target", "svm", 0.3)))
    return path


def run(*arguments: object, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["predict", *(str(argument) for argument in arguments)], input=input)


def test_every_sentence_of_articles(model: Path, tmp_path: Path) -> None:
    text = "Ines Varga rejects the ferry line.\n\nThe council welcomes the summit. The envoy visits the pipeline."
    (tmp_path / "a.txt").write_text(f"date 2021-03-27\n\n{text}\n", encoding="utf-8")
    result = run("--model", model, tmp_path / "a.txt")
    assert result.exit_code == 0, result.output
    fields = [line.split("\t") for line in result.stdout.splitlines()]
    assert [(text[int(start) : int(end)], label) for _, start, end, label, _, _ in fields] == [
        ("Ines Varga rejects the ferry line.", "against"),
        ("The council welcomes the summit.", "favor"),
        ("The envoy visits the pipeline.", "none"),
    ]
    assert fields[0][0] == "a"
    assert "3 texts in" in result.stderr


def test_rows_of_a_dataset_as_json(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Tweet\nThe council condemns the summit.\n", encoding="utf-8")
    result = run("--model", model, "--data", tmp_path / "a.csv", "--text-column", "Tweet", "--json")
    found = json.loads(result.stdout)
    assert (found["row"], found["label"], found["target"], found["fell_back"]) == (1, "against", None, False)
    assert sum(found["probabilities"].values()) == pytest.approx(1, abs=0.001)
    assert list(found["probabilities"]) == list(CLASSES)


def test_standard_input(model: Path) -> None:
    result = run(
        "-", "--model", model / "model.skops", input="The council supports the summit.\n\n  It rejects the pipeline\n"
    )
    assert [line.split("\t")[:2] for line in result.stdout.splitlines()] == [["1", "favor"], ["2", "against"]]


def test_targets(model_with_targets: Path) -> None:
    text = "The council supports the summit.\n"
    assert "the model needs the target of each text" in run("-", "--model", model_with_targets, input=text).stderr
    known = run("-", "--model", model_with_targets, "--target", "ferry", input=text)
    assert known.stdout.startswith("1\tfavor\t")
    assert "note:" not in known.stderr
    unknown = run("-", "--model", model_with_targets, "--target", "dam", input=text)
    assert "note: 1 of them have a target that the model was not trained on" in unknown.stderr


def test_a_target_of_their_own_goes_first(model_with_targets: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "It backs it.", "about": "bridge"}\n', encoding="utf-8")
    data = ("--data", tmp_path / "a.jsonl", "--target-column", "about", "--target", "dam")
    assert json.loads(run("--model", model_with_targets, *data, "--json").stdout)["target"] == "bridge"


def test_given_stances(tmp_path: Path) -> None:
    rows = given_rows(12)
    write_model(tmp_path / "model.skops", fit_model(rows, CLASSES, Configuration("span", "given", "svm", 0.3)))
    records = [
        {"text": row.text, "a": row.span and row.span[0], "b": row.span and row.span[1], "who": row.holder, "to": None}
        for row in (*rows[:6], replace(rows[6], span=None))
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    columns = ("--span-start-column", "a", "--span-end-column", "b", "--holder-column", "who", "--target-column", "to")
    result = run("--model", tmp_path, "--data", tmp_path / "rows.jsonl", *columns, "--json")
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["label"] for line in result.stdout.splitlines()][:6] == [row.label for row in rows[:6]]
    assert "note: 1 of them do not say which words express the stance" in result.stderr


def test_a_faulty_article_does_not_keep_the_others_back(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("date 2021-03-27\n\nIt rejects the plan.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("date 2021-02-30\n\nIt met.\n", encoding="utf-8")
    result = run("--model", model, tmp_path)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "b.txt" in result.stderr


def test_a_text_needs_no_date(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeffIt rejects the plan.\r\nIt welcomes the summit.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    result = run("--model", model, tmp_path)
    assert [line.split("\t")[:4] for line in result.stdout.splitlines()] == [
        ["a", "0", "20", "against"],
        ["a", "21", "44", "favor"],
    ]
    assert "1 file without a date: read as plain text" in result.stderr
    assert "the file is empty" in result.stderr
    assert result.exit_code == 1


def test_no_model(tmp_path: Path) -> None:
    result = run("-", "--model", tmp_path, input="A text.\n")
    assert result.exit_code == 2
    assert "there is no model here" in result.stderr
    assert "train one with `standoff train`" in result.stderr
    assert run("-", "--model", tmp_path / "none.skops", input="A text.\n").exit_code == 2


def test_one_source_it_must_be(model: Path, tmp_path: Path) -> None:
    for arguments in ((), ("--data", "x.csv", tmp_path)):
        result = run("--model", model, *arguments)
        assert result.exit_code == 2
        assert "give either PATHS or --data" in result.stderr
    result = run("--model", model, "-", tmp_path, input="A text.\n")
    assert result.exit_code == 2
    assert "stands alone" in result.stderr


def test_nothing_to_predict(model: Path) -> None:
    assert "0 texts in" in run("-", "--model", model, input="").stderr


def test_standard_input_that_is_no_text(model: Path) -> None:
    result = run("-", "--model", model, input=b"a\xff")
    assert result.exit_code == 1
    assert "standard input: byte 1 is not UTF-8" in result.stderr
