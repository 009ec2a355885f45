from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from standoff.cli import main
from standoff.labels import BY_PERSON, LabelStore
from tests.unit.records.test_check import GOOD, THREAT


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["adjudicate", *arguments, "--labels", str(folder)])


@pytest.fixture
def store(tmp_path: Path) -> LabelStore:
    store = LabelStore(tmp_path)
    without_threat = GOOD.with_labels((span for span in GOOD.spans if span != THREAT), ())
    store.put([GOOD, replace(without_threat, annotator="ben"), replace(GOOD, article_id="b")])
    return store


def test_gold_and_queue_are_written(store: LabelStore) -> None:
    tried = run(store.root, "majority", "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "1 would be added" in tried.stdout
    assert "1 article would be waiting" in tried.stdout
    assert (store.read_gold(), store.queue_path.exists()) == ((), False)
    done = run(store.root, "majority")
    assert done.stdout.splitlines() == [
        "majority: 1 article",
        "  gold     2 spans, 0 relations",
        "  open     1 deadline, 1 source, 1 threat",
        "  dropped  nothing",
        f"{store.gold_path}: 1 added, 0 changed, 0 unchanged",
        f"{store.queue_path}: 1 article waiting for a decision",
        "left out, without a second or the preferred annotator: b",
    ]
    (gold,) = store.read_gold()
    assert gold.adjudication is not None
    assert gold.adjudication.open == 3
    first = store.gold_path.read_bytes(), store.queue_path.read_bytes()
    assert "0 added, 0 changed, 1 unchanged" in run(store.root, "majority").stdout
    assert (store.gold_path.read_bytes(), store.queue_path.read_bytes()) == first
    checked = CliRunner().invoke(main, ["labels", "check", "--labels", str(store.root)])
    assert checked.exit_code == 0, checked.output


def test_a_preferred_annotator_as_json(store: LabelStore) -> None:
    report = json.loads(run(store.root, "prefer", "ben", "--json").stdout)
    assert (report["policy"], report["added"], report["kept"], report["dry_run"]) == ("prefer ben", 1, [], False)
    (article,) = report["articles"]
    assert (article["article_id"], article["spans"], article["relations"], article["open"]) == ("a", 2, 0, [])
    assert [case["type"] for case in article["dropped"]] == ["threat", "deadline", "source"]
    assert report["left_out"] == [{"article_id": "b", "annotator": "anna"}]
    assert not store.queue_path.exists()


def test_gold_of_a_person_is_kept_unless_asked(store: LabelStore) -> None:
    run(store.root, "union")
    (gold,) = store.read_gold()
    assert gold.adjudication is not None
    decided = replace(gold, adjudication=replace(gold.adjudication, policy=BY_PERSON))
    store.put_gold([decided])
    assert "decided case by case, kept: a" in run(store.root, "intersection").stdout
    assert store.read_gold() == (decided,)
    assert "0 added, 1 changed" in run(store.root, "intersection", "--replace").stdout


def test_wrong_use(store: LabelStore) -> None:
    assert run(store.root, "loudest").exit_code == 2
    missing = run(store.root, "prefer")
    assert missing.exit_code == 2
    assert "`prefer` needs an annotator" in missing.stderr
    assert run(store.root, "majority", "anna").exit_code == 2


def test_only_some_annotators(store: LabelStore) -> None:
    store.put([replace(GOOD, annotator="carl")])
    assert "nothing" in run(store.root, "majority", "--only", "anna", "--only", "carl").stdout.splitlines()[2]
    (gold,) = store.read_gold()
    assert gold.adjudication is not None
    assert gold.adjudication.annotators == ("anna", "carl")
    assert run(store.root, "majority", "--only", "anna", "--only", "zoe").exit_code == 2
