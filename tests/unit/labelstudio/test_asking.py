from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from standoff.labels import Case, LabelStore, QueueItem
from standoff.labelstudio.asking import candidate_name, make_questions
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, label_set

ITEM = QueueItem(FERRY.id, FERRY.sha256, "majority", (Case("actor", {"anna": "a1"}, ("presence",)),), (FERRY_LABELS,))
ARTICLES = (FERRY, BRIDGE, FAIR)


def test_versions_that_are_annotators() -> None:
    assert candidate_name("anna") == "anna"
    assert candidate_name("machine-1") == "machine-1"
    assert candidate_name("gold so far") == ""
    assert candidate_name(None) == ""


def test_a_person_begins_with_gold_or_with_the_first_annotators_labels(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    few = FERRY_LABELS.with_labels(FERRY_LABELS.spans[:1], ())
    queued = replace(ITEM, candidates=(few,))
    ((alone,), findings) = make_questions([queued], ARTICLES, store, SCHEME)
    assert (len(alone.spans), alone.candidates, findings) == (1, (few,), [])
    store.put([FERRY_LABELS, BRIDGE_LABELS])
    ((labelled,), _) = make_questions([queued], ARTICLES, store, SCHEME)
    assert (labelled.spans, labelled.candidates) == (FERRY_LABELS.spans, (FERRY_LABELS,))
    store.put_gold([replace(FERRY_LABELS.with_labels(FERRY_LABELS.spans[:3], ()), annotator="gold")])
    ((settled,), _) = make_questions([queued], ARTICLES, store, SCHEME)
    assert settled.spans == FERRY_LABELS.spans[:3]
    store.put_gold([replace(label_set(FERRY), annotator="gold", sha256="0" * 64)])
    ((stale,), _) = make_questions([queued], ARTICLES, store, SCHEME)
    assert stale.spans == FERRY_LABELS.spans, "gold of another text is none"


def test_what_nothing_can_be_asked_about_is_named(tmp_path: Path) -> None:
    older = replace(FERRY_LABELS, scheme_version=99)
    items = [
        replace(ITEM, article_id="elsewhere"),
        replace(ITEM, sha256="0" * 64),
        replace(ITEM, candidates=(older,)),
        replace(ITEM, cases=()),
    ]
    questions, findings = make_questions(items, ARTICLES, LabelStore(tmp_path), SCHEME)
    assert questions == []
    assert [(finding.code, finding.path) for finding in findings] == [
        ("no-text", "article elsewhere"),
        ("text-stale", "article 01_ferry"),
        ("scheme-version", "article 01_ferry, anna"),
    ]
