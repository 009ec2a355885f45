"""``standoff learn``, and how what it learned is used."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import LabelStore
from standoff.records import LabelSet, Span
from standoff.text import sha256_hex

NAMES = ("Ardal", "Belmar", "Corvin", "Dastan", "Elgar", "Fendal")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with articles in seeds/ and labels in labels/."""
    sets = []
    for name in NAMES:
        text = f"The fisherfolk of {name} blocked the harbor on Friday. Nothing was agreed in {name}."
        path = tmp_path / "seeds" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f" date 2021-03-27 {text}", encoding="utf-8")
        span = Span("a1", "actor", 0, len(f"The fisherfolk of {name}"), {"kind": "people", "mention": "nominal"})
        sets.append(LabelSet(name, sha256_hex(text), "news-conflict", 2, "anna", "human", NOW, NOW, "", None, (span,)))
    LabelStore(tmp_path / "labels").put(sets)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_says_what_it_chose_and_why_and_suggest_uses_it(desk: Path) -> None:
    before = run("suggest", "seeds/Ardal.txt")
    assert "by rules-" in before.stderr
    assert "+learned-" not in before.stderr
    result = run("learn")
    assert result.exit_code == 0
    assert "6 articles with human labels by anna" in result.stdout
    assert "chosen     tagger: its F1 is better by" in result.stdout
    assert "default: there are no labels of this type" in result.stdout
    assert "Written: models/suggest/model.json" in result.stdout
    after = run("suggest", "seeds/Ardal.txt")
    assert "learned from labels" in after.stdout
    assert "+learned-" in after.stderr
    assert run("suggest", "--rules-only", "seeds/Ardal.txt").stdout == before.stdout


def test_json_and_dry_run(desk: Path) -> None:
    result = run("learn", "--dry-run", "--json", "--tolerance", "0.9")
    content = json.loads(result.stdout)
    assert content["files"] == []
    assert content["articles"] == len(NAMES)
    assert {one["type"]: one["chosen"] for one in content["types"]}["actor"] == "tagger"
    assert not (desk / "models").exists()


def test_its_own_suggestions_are_no_labels(desk: Path) -> None:
    assert run("suggest", "--write", "labels", "seeds").exit_code == 0
    result = run("learn", "--dry-run")
    assert "6 articles with human labels by anna" in result.stdout
    assert "6 label sets of suggestions, not of annotators, left out." in result.stdout


def test_nothing_to_learn_from(desk: Path) -> None:
    (desk / "labels/annotations/anna.jsonl").unlink()
    result = run("learn")
    assert result.exit_code == 1
    assert "no label to learn from" in result.stderr


def test_a_changed_model_is_refused_until_rules_are_asked_for(desk: Path) -> None:
    run("learn")
    path = desk / "models/suggest/model.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"actor": ', '"actor": 0.'), encoding="utf-8")
    result = run("suggest", "seeds")
    assert result.exit_code == 1
    assert "learn again with `standoff learn`" in result.stderr
    assert run("suggest", "--rules-only", "seeds").exit_code == 0
    assert run("suggest", "--rules-only", "--model", "models/suggest", "seeds").exit_code == 2
