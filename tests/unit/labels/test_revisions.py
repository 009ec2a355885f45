from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from standoff.cli import main
from standoff.errors import InputError
from standoff.labels import LabelStore, apply_revisions, check_store, plan_revisions
from standoff.records import Adjudication, Article, LabelSet, Relation, Verdict
from tests.projects import ACTOR, SCHEME, STATE, article, label_set, span

OLD = article()
NEW = replace(OLD, text="Last night it rained. " + OLD.text.replace("rejects", "welcomes"))
STANCE = {"polarity": "against", "target": "the ferry ban", "voice": "author"}


def labels(**fields: Any) -> LabelSet:
    actor, port = span(OLD, "a", "actor", "Ines Varga", **ACTOR), span(OLD, "q", "actor", "Quelle", **STATE)
    stance = span(OLD, "s", "stance", "rejects the ferry ban", **STANCE)
    return label_set(OLD, [actor, port, stance], [Relation("holder", "s", "a")], **fields)


def gold() -> LabelSet:
    return labels(annotator="gold", adjudication=Adjudication("union", ("anna", "ben"), 0, {"a": Verdict(("anna",))}))


@pytest.fixture
def store(tmp_path: Path) -> LabelStore:
    store = LabelStore(tmp_path / "labels")
    store.put([labels(), labels(annotator="ben")])
    store.put_gold([gold()])
    return store


def carry_over(store: LabelStore, new: Article = NEW) -> None:
    apply_revisions(store, plan_revisions(store, [new], [OLD]))


def test_labels_follow_the_text_and_stay_as_they_were_beside(store: LabelStore) -> None:
    seen: list[tuple[int, int | None]] = []
    plan = plan_revisions(store, [NEW], [OLD], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert plan.findings == ()
    apply_revisions(store, plan)
    for found in (*store.read_all(), *store.read_gold()):
        assert found.sha256 == NEW.sha256
        assert [one.surface(NEW.text) for one in found.spans] == ["Ines Varga", "Quelle"]
        assert found.relations == ()
    archive = LabelStore(store.root / "revisions" / OLD.sha256[:12])
    assert archive.read_all() == (labels(), labels(annotator="ben"))
    assert archive.read_gold() == (gold(),)


def test_gold_that_lost_labels_is_open(store: LabelStore) -> None:
    carry_over(store)
    (found,) = store.read_gold()
    assert found.adjudication is not None
    assert found.adjudication.open == 2
    assert found.adjudication.verdicts == {"a": Verdict(("anna",))}


def test_what_is_lost_is_kept_with_its_reasons_and_without_text(store: LabelStore) -> None:
    carry_over(store)
    folder = store.root / "quarantine" / "revised"
    for path in (folder / "annotations" / "anna.jsonl", folder / "annotations" / "ben.jsonl", folder / "gold.jsonl"):
        (line,) = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert (line["sha256"], line["revised_sha256"]) == (OLD.sha256, NEW.sha256)
        assert [lost["id"] for lost in line["spans"]] == ["s"]
        assert line["relations"] == [{"type": "holder", "from_id": "s", "to_id": "a"}]
        assert [reason["code"] for reason in line["reasons"]] == ["words-gone", "relation-end"]


def test_lines_of_other_revisions_stay(store: LabelStore) -> None:
    carry_over(store)
    newer = replace(NEW, text=NEW.text.replace("Quelle", "Arda"))
    apply_revisions(store, plan_revisions(store, [newer], [NEW]))
    path = store.root / "quarantine" / "revised" / "annotations" / "anna.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {line["revised_sha256"] for line in lines} == {NEW.sha256, newer.sha256}
    path.write_text("[]\n", "utf-8")
    store.put([labels()])
    with pytest.raises(InputError, match=r"anna.jsonl:1"):
        carry_over(store)
    assert store.read("anna")[0].sha256 == OLD.sha256


def test_a_second_run_has_nothing_to_do(store: LabelStore) -> None:
    carry_over(store)
    assert plan_revisions(store, [NEW], [OLD]).revisions == ()


def test_labels_whose_text_is_nowhere_stay_and_are_named(store: LabelStore) -> None:
    plan = plan_revisions(store, [NEW], [])
    assert plan.revisions == ()
    assert [finding.code for finding in plan.findings] == ["earlier-text"] * 3
    assert "stale-text" in {finding.code for finding in check_store(store, SCHEME, [NEW]).findings}


def _seed(folder: Path, article: Article) -> Path:
    folder.mkdir()
    (folder / f"{article.id}.txt").write_text(f"date {article.dct}\n\n{article.text}\n", "utf-8")
    return folder


def test_the_command_shows_before_it_does(store: LabelStore, tmp_path: Path) -> None:
    old, new = _seed(tmp_path / "old", OLD), _seed(tmp_path / "seeds", NEW)
    command = ["labels", "reanchor", "--labels", str(store.root), "--articles", str(new), "--earlier", str(old)]
    dry = CliRunner().invoke(main, [*command, "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "3 label sets would be carried over" in dry.output
    assert store.read("anna") == (labels(),)
    done = CliRunner().invoke(main, [*command, "--json"])
    report = json.loads(done.stdout)
    assert [(row["annotator"], row["gold"]) for row in report["label_sets"]][:2] == [("anna", False), ("ben", False)]
    assert set(report["label_sets"][0]["confidence"]) == {"a", "q"}
    again = CliRunner().invoke(main, command)
    assert "0 label sets carried over" in again.output
    store.put([labels()])
    shown = CliRunner().invoke(main, command)
    assert "2 spans carried over, confidence 0." in shown.output
    assert "its words do not stand in the revised text [words-gone]" in shown.output
    assert "anna.jsonl: has what was lost" in shown.output


def test_the_command_fails_where_an_earlier_text_is_missing(store: LabelStore, tmp_path: Path) -> None:
    new = _seed(tmp_path / "seeds", NEW)
    command = ["labels", "reanchor", "--labels", str(store.root), "--articles", str(new), "--earlier", str(new)]
    failed = CliRunner().invoke(main, command)
    assert failed.exit_code == 1
    assert "--earlier" in failed.output
