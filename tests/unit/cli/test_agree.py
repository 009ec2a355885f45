from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import LabelStore
from tests.unit.records.test_check import ARMY, GOOD, TEXT


def run(folder: Path, *arguments: str) -> Result:
    paths = ["--labels", str(folder / "labels"), "--articles", str(folder / "seeds")]
    return CliRunner().invoke(main, ["agree", *paths, *arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(f"date 2024-01-03 {TEXT}")
    nominal = replace(ARMY, attributes={**ARMY.attributes, "kind": "armed_group"})
    ben = GOOD.with_labels([nominal, *GOOD.spans[1:]], GOOD.relations[:1])
    LabelStore(tmp_path / "labels").put(
        [GOOD, replace(ben, annotator="ben"), replace(GOOD, article_id="b", sha256="0" * 64)]
    )
    return tmp_path


def test_three_tables_and_what_there_is_no_figure_of(folder: Path) -> None:
    found = run(folder, "--resamples", "20")
    assert found.exit_code == 0, found.output
    lines = [" ".join(line.split()) for line in found.stdout.splitlines()]
    assert lines[:2] == ["anna, ben on 1 article", "1 label set on texts that nobody else labelled: not compared"]
    assert "span anna ben equal overlapping F1 exact F1 relaxed alpha-u" in lines
    assert "actor 1 1 1 1 1.00 1.00 1.00" in lines
    assert "attribute spans agreed Cohen's kappa alpha" in lines
    assert "actor.kind 1 0.00 0.00 0.00" in lines
    assert "source 1 0 0 0.00" in lines
    assert "stance, F1 exact: nobody marked any" in lines
    assert "actor, F1 exact: one article: no interval" in lines
    (folder / "seeds" / "a.txt").unlink()
    (folder / "seeds" / "c.txt").write_text("date 2024-01-03 Other.")
    assert "no text at hand, so not in alpha-u: a" in run(folder).stdout


def test_as_json_with_chosen_annotators(folder: Path) -> None:
    LabelStore(folder / "labels").put([replace(GOOD, annotator="carl")])
    assert "Fleiss' kappa" in run(folder).stdout
    table = json.loads(run(folder, "carl", "anna", "--json", "--seed", "3").stdout)
    assert (table["annotators"], table["seed"], table["resamples"]) == (["anna", "carl"], 3, 1000)
    assert table["spans"][0]["f1_exact"] == {
        "value": 1.0,
        "low": None,
        "high": None,
        "note": "one article: no interval",
    }


def test_one_annotator_is_not_enough(folder: Path) -> None:
    alone = run(folder, "anna")
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert "no text was labelled by two annotators; there are labels by: anna" in alone.stderr
    assert run(folder, "anna", "zoe").exit_code == 2
