from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from tests.projects import write_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_project(tmp_path))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_build_shows_what_it_made(project: Path) -> None:
    result = run("build")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["config", "train", "validation", "test"]
    assert [line.split()[0] for line in lines[1:6]] == ["articles", "sentences", "tokens", "stance", "annotations"]
    assert lines[-1] == "corpus: 3 articles, 2 labelled; left out: 0 articles, 0 label sets"
    assert len({len(line) for line in lines[:6]}) == 1


def test_faults_give_exit_code_1_and_the_rest_is_built(project: Path) -> None:
    (project / "seeds" / "04_bad.txt").write_text("no date", encoding="utf-8")
    result = run("build")
    assert result.exit_code == 1
    assert "seeds/04_bad.txt:1: error: no date" in result.stderr
    assert "3 articles, 2 labelled; left out: 1 article, 0 label sets" in result.stdout
    assert run("verify").exit_code == 0


def test_a_missing_text_is_no_fault_but_is_named(project: Path) -> None:
    (project / "seeds" / "01_ferry.txt").unlink()
    result = run("build")
    assert result.exit_code == 0
    assert "'01_ferry', labelled by anna, is not among the articles" in result.stderr
    assert "standoff build --articles PATH" in result.stderr


def test_json(project: Path) -> None:
    result = run("build", "--json", "--split-by-time", "--fresh-splits", "--gold", "anna")
    shown = json.loads(result.stdout)
    assert shown["manifest"] == json.loads((project / "corpus" / "manifest.json").read_bytes())
    assert shown["manifest"]["split_by"] == "time"
    assert {finding["code"] for finding in shown["findings"]} <= {"empty-split"}


def test_near_duplicates_are_looked_for_unless_it_is_said_otherwise(project: Path) -> None:
    for arguments, said in (([], "together"), (["--no-near-duplicates"], "not looked for")):
        assert json.loads(run("build", "--json", *arguments).stdout)["manifest"]["near_duplicates"] == said


def test_labels_that_are_not_there_are_missed(project: Path) -> None:
    result = run("build", "--labels", "lables")
    assert result.exit_code == 0
    assert "lables: warning: there are no labels to put into the corpus [no-labels]" in result.stderr
    assert "3 articles, 0 labelled" in result.stdout
    assert run("build", "--labels", "labels/annotations/anna.jsonl").exit_code == 1


def test_nothing_to_build_from(project: Path) -> None:
    result = run("build", "--seeds", "nowhere")
    assert result.exit_code == 1
    assert "there is no article to build a corpus from" in result.stderr
    assert "Traceback" not in result.output
    assert run("build", "--gold", "nobody").exit_code == 2


def test_verify(project: Path) -> None:
    run("build")
    result = run("verify", "corpus")
    assert (result.exit_code, result.stdout) == (0, "corpus: 0 faults\n")
    (project / "corpus" / "manifest.json").unlink()
    result = run("verify")
    assert (result.exit_code, result.stdout) == (1, "corpus: 1 fault\n")
    assert "manifest.json: error: no such file" in result.stderr
    assert json.loads(run("verify", "--json").stdout)["findings"][0]["code"] == "manifest"


def test_the_script_is_the_command(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Path(__file__).parents[3] / "scripts" / "build_corpus.py"
    monkeypatch.setattr(sys, "argv", [str(script), "--corpus", "elsewhere"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(script), run_name="__main__")
    assert caught.value.code == 0
    assert (project / "elsewhere" / "README.md").is_file()


def test_configs_can_be_chosen(project: Path) -> None:
    result = run("build", "--configs", "sentences, stance", "--workers", "1")
    assert result.exit_code == 0, result.output
    assert [line.split()[0] for line in result.stdout.splitlines()[1:-1]] == ["articles", "sentences", "stance"]
    assert run("verify").exit_code == 0
    unknown = run("build", "--configs", "words")
    assert (unknown.exit_code, "no config words; there are: articles" in unknown.stderr) == (2, True)


def test_what_works_on_a_build_is_one_thing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("build", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1").exit_code == 2
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    result = run("build", "--dask")
    assert result.exit_code == 1
    assert "there is no address of a Dask scheduler" in result.stderr
    assert not (project / "corpus").exists()


def test_intermediate_files_go_where_they_are_sent(project: Path) -> None:
    assert run("build", "--work", "elsewhere").exit_code == 0
    assert not (project / ".standoff").exists()
    assert {path.suffix for path in (project / "elsewhere").glob("*/*")} >= {".pack", ".shard"}
    (project / "file").touch()
    result = run("build", "--work", "file/below")
    assert result.exit_code == 1
    assert "name another folder with --work" in result.stderr
