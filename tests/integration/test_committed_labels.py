"""The committed labels: gold that is decided throughout, and a migration that was really used."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from standoff.labels import LabelStore, apply_migration, decided_gold, plan_migration, plan_rollback
from standoff.records import LabelSet, check_label_set
from standoff.scheme import load_scheme

LABELS = LabelStore(Path(__file__).parents[2] / "labels")
KEPT = LabelStore(LABELS.root / "migrations" / "news-conflict-2")
SCHEME, EARLIER = load_scheme(), load_scheme(str(LABELS.root / "migrations" / "news-conflict-1.yaml"))


def passes() -> dict[str, dict[str, LabelSet]]:
    found: dict[str, dict[str, LabelSet]] = {}
    for labels in LABELS.read_all():
        found.setdefault(labels.article_id, {})[labels.annotator] = labels
    return found


def test_gold_of_all_articles_that_were_labelled_twice_is_decided_by_a_machine_that_says_so() -> None:
    twice = sorted(article_id for article_id, by in passes().items() if len(by) > 1)
    golds = LABELS.read_gold()
    assert len(twice) >= 12
    assert [gold.article_id for gold in golds] == twice
    for gold in golds:
        assert gold.adjudication is not None
        assert (gold.origin, gold.adjudication.policy, gold.adjudication.open) == ("machine", "machine", 0)
        assert gold.adjudication.decided_by == "machine-3"


def test_the_verdicts_of_gold_are_what_the_passes_say() -> None:
    by_article = passes()
    for gold in LABELS.read_gold():
        assert gold.adjudication is not None
        decision = replace(gold, annotator=gold.adjudication.decided_by, adjudication=None)
        assert decided_gold(decision, by_article[gold.article_id].values(), SCHEME) == gold


def test_all_labels_went_through_the_migration_and_the_kept_ones_fit_the_scheme_that_they_were_made_under() -> None:
    assert {labels.scheme_version for labels, _ in LABELS.read_with_gold()} == {SCHEME.version}
    kept = KEPT.read_all()
    assert [(old.article_id, old.annotator) for old in kept] == [
        (new.article_id, new.annotator) for new in LABELS.read_all()
    ]
    assert [finding for old in kept for finding in check_label_set(old, EARLIER)] == []


def test_the_labels_go_back_to_version_1_and_forward_again(tmp_path: Path) -> None:
    shutil.copytree(LABELS.root, tmp_path / "labels")
    store = LabelStore(tmp_path / "labels")
    apply_migration(store, plan_rollback(store, SCHEME, 1))
    back = [labels for labels, _ in store.read_with_gold()]
    assert [finding for labels in back for finding in check_label_set(labels, EARLIER)] == []
    modes = {span.attributes["mode"] for labels in back for span in labels.spans if span.type == "threat"}
    assert "other" in modes
    assert "unspecified" not in modes
    plan = plan_migration(store, SCHEME)
    assert plan.findings == ()
    assert len(plan.changes) == len(back)
