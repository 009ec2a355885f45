"""``standoff suggest``."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from standoff.cli import main

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
    assert "3 suggestions in 1 article" in err


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
