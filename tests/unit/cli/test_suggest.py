"""``standoff suggest``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from standoff.baseline import Row
from standoff.baseline.family import Configuration
from standoff.baseline.model import fit_model
from standoff.baseline.persistence import write_model
from standoff.cli import main
from tests.unit.baseline.examples import CLASSES, example_rows

SEED = " date 2021-03-27 Turkish troops left the city on Friday. They will be back by\nMay 1, 2022."


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["suggest", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_one_line_a_span(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SEED, encoding="utf-8")
    code, out, err = run(str(tmp_path))
    assert code == 0
    assert out.splitlines()[1] == "a:32-38\tdate\tFriday\ttype=DATE value=2021-03-26\t0.90\tdate: weekday"
    assert [line.split("\t")[2] for line in out.splitlines()] == ["Turkish troops", "Friday", "May 1, 2022"]
    assert "3 suggestions and 0 relations in 1 article" in err


def test_json(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SEED, encoding="utf-8")
    code, out, _ = run("--json", str(path))
    assert code == 0
    [article] = json.loads(out)
    assert article["article_id"] == "a"
    assert [found["text"] for found in article["suggestions"]] == ["Turkish troops", "Friday", "May 1, 2022"]
    assert article["suggestions"][0]["attributes"]["country"] == "TUR"


def test_threshold(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SEED, encoding="utf-8")
    assert run("--threshold", "1", str(path))[1] == ""
    assert run("--threshold", "2", str(path))[0] == 2


def test_faulty_articles_are_named_and_the_rest_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SEED, encoding="utf-8")
    (tmp_path / "b.txt").write_text("no date", encoding="utf-8")
    code, out, err = run(str(tmp_path))
    assert code == 1
    assert "b.txt" in err
    assert out.startswith("a:")


def test_dictionaries_of_actors_and_their_faults(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(" date 2021-03-27 Talks with the Osier Institute failed.", encoding="utf-8")
    actors = tmp_path / "my.actors"
    actors.write_text("OSIER_INSTITUTE_ [NGO]\nBAD [\n", encoding="utf-8")
    code, out, err = run("--actors", str(actors), str(tmp_path / "a.txt"))
    assert code == 1
    assert "name of the tables, by my.actors:1 NGO" in out
    assert f"{actors}:2: error: a bracket is not closed or not opened" in err
    assert "+actors-" in err


def test_suggestions_are_stored_and_never_overwritten(tmp_path: Path) -> None:
    path, store = tmp_path / "a.txt", tmp_path / "labels"
    path.write_text(SEED, encoding="utf-8")
    code, _, err = run("--write", str(store), "--dry-run", str(path))
    assert (code, store.exists()) == (0, False)
    assert "1 label set would be stored" in err
    assert "1 label set stored" in run("--write", str(store), str(path))[2]
    assert "0 label sets stored" in run("--write", str(store), str(path))[2]
    code, _, err = run("--write", str(store), "--threshold", "1", str(path))
    assert code == 1
    assert "has other labels of that name: they are kept [labelled-otherwise]" in err


def test_dry_run_is_about_writing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SEED, encoding="utf-8")
    assert run("--dry-run", str(tmp_path))[0] == 2


def test_a_stance_model_is_evidence(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(" date 2021-03-27 The council welcomes the summit. Turkey rejects the ferry.", encoding="utf-8")
    model = tmp_path / "models"
    model.mkdir()
    configuration = Configuration("char", "joint", "logistic", 1.0)
    write_model(model / "model.skops", fit_model(example_rows(12), CLASSES, configuration))
    code, out, err = run("--stance-model", str(model), str(path))
    assert code == 0, err
    assert out.count(", stance model ") == 2
    assert ": favor 0." in out
    assert "+stance-" in err
    assert "stance model" not in run("--rules-only", str(path))[1]


def test_a_stance_model_of_other_classes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SEED, encoding="utf-8")
    rows = [Row("one", "up"), Row("two", "down"), Row("one more", "up"), Row("two more", "down")]
    configuration = Configuration("char", "joint", "logistic", 1.0)
    write_model(tmp_path / "model.skops", fit_model(rows, ("up", "down"), configuration))
    code, _, err = run("--stance-model", str(tmp_path / "model.skops"), str(path))
    assert code != 0
    assert "its classes (up, down) are no polarities of the scheme news-conflict" in err


def test_rules_only_and_a_stance_model_exclude_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SEED, encoding="utf-8")
    code, _, err = run("--rules-only", "--stance-model", str(tmp_path), str(path))
    assert code == 2
    assert "--stance-model and --rules-only exclude each other" in err


def test_a_stance_model_that_nobody_named_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(" date 2021-03-27 The council welcomes the summit.", encoding="utf-8")
    configuration = Configuration("char", "joint", "logistic", 1.0)
    write_model(tmp_path / "models/given/model.skops", fit_model(example_rows(12), CLASSES, configuration))
    assert ", stance model " not in run("a.txt")[1]
    assert ", stance model " in run("--stance-model", "models/given", "a.txt")[1]


def test_a_folder_without_a_stance_model_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(SEED, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    code, _, err = run("--stance-model", str(tmp_path / "empty"), str(path))
    assert code != 0
    assert "empty" in err
    assert "train" in err
