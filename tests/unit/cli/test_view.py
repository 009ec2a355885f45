from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import LabelStore
from tests.projects import FERRY_LABELS, write_project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_project(tmp_path))
    LabelStore(Path("labels")).put([replace(FERRY_LABELS, annotator="ben")])
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["view", *arguments])


def test_the_page_is_written_and_counted(project: Path) -> None:
    found = run()
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == "view.html: 3 articles, 3 label sets, 15 spans\n"
    assert "“We will close the strait" in (project / "view.html").read_text(encoding="utf-8")


def test_chosen_articles_annotators_and_suggestions(project: Path) -> None:
    LabelStore(Path("labels")).put_gold([FERRY_LABELS])
    found = run("seeds/01_ferry.txt", "--annotator", "ben", "--suggestions", "-o", "out/ben.html")
    assert found.exit_code == 0, found.output
    assert "out/ben.html: 1 article, 2 label sets, 10 spans" in found.stdout
    assert "1 labelled article not among these articles: labels left out [no-text]\n    02_bridge" in found.stderr
    page = (project / "out" / "ben.html").read_text(encoding="utf-8")
    assert '"sources":["ben","gold (adjudicated)","suggestions (' in page


def test_faults_are_named_shown_on_the_page_and_in_the_exit_code(project: Path) -> None:
    (project / "seeds" / "04_bad.txt").write_text("no date")
    (project / "seeds" / "01_ferry.txt").write_text("date 2026-05-01 Another text.")
    found = run()
    assert found.exit_code == 1
    assert found.stdout == "view.html: 3 articles, 1 label set, 5 spans\n"
    page = (project / "view.html").read_text(encoding="utf-8")
    for code, words in (("date-missing", "04_bad.txt"), ("stale-text", "has another text now")):
        assert code in found.stderr
        assert words in page


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--annotator", "zoe"), 2, "no labels by 'zoe'"),
        (("nowhere",), 2, "does not exist"),
        (("labels/gold.jsonl",), 1, "there is no article to show"),
    ],
)
def test_what_cannot_be_shown(project: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    (project / "labels" / "gold.jsonl").touch()
    found = run(*arguments)
    assert (found.exit_code, (project / "view.html").exists()) == (code, False)
    assert message in found.stderr
