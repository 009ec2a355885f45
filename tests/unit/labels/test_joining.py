from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from standoff.labels import LabelStore, LeftOut, dump_lines, join_labels
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, article, label_set, span


def test_label_sets_are_joined_by_text(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.put([FERRY_LABELS, BRIDGE_LABELS, label_set(FERRY, annotator="ben")])
    store.gold_path.write_bytes(dump_lines([replace(FERRY_LABELS, annotator="gold")]))
    joined = join_labels(store, SCHEME, [FERRY, BRIDGE, FAIR])
    assert [(labels.article_id, labels.annotator) for labels in joined.label_sets] == [
        ("01_ferry", "anna"),
        ("01_ferry", "ben"),
        ("02_bridge", "anna"),
    ]
    assert [labels.annotator for labels in joined.adjudicated] == ["gold"]
    assert (joined.left_out, joined.findings) == ((), ())


def test_a_missing_text_is_a_warning_that_says_how_to_add_it(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.put([FERRY_LABELS, BRIDGE_LABELS, label_set(FERRY, annotator="ben")])
    joined = join_labels(store, SCHEME, [BRIDGE])
    assert joined.left_out == (LeftOut("01_ferry", "anna", "no-text"), LeftOut("01_ferry", "ben", "no-text"))
    (finding,) = joined.findings
    assert (finding.code, finding.severity, finding.line) == ("no-text", "warning", 1)
    assert "'01_ferry', labelled by anna, ben" in finding.message
    assert "standoff build --articles PATH" in finding.hint
    assert FERRY.sha256[:12] in finding.hint


def test_another_text_under_the_same_id_is_an_error(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.put([FERRY_LABELS, BRIDGE_LABELS])
    joined = join_labels(store, SCHEME, [article("01_ferry", "Another text."), BRIDGE])
    assert joined.left_out == (LeftOut("01_ferry", "anna", "stale-text"),)
    (finding,) = joined.findings
    assert (finding.code, finding.severity) == ("stale-text", "error")
    assert [labels.article_id for labels in joined.label_sets] == ["02_bridge"]


def test_labels_go_with_a_text_that_has_another_id_now(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.put([FERRY_LABELS])
    joined = join_labels(store, SCHEME, [replace(FERRY, id="renamed")])
    assert [labels.article_id for labels in joined.label_sets] == ["renamed"]
    assert [(finding.code, finding.severity) for finding in joined.findings] == [("article-id", "warning")]


def test_labels_of_one_text_under_two_ids_are_one_too_many(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.put([FERRY_LABELS, replace(FERRY_LABELS, article_id="renamed")])
    joined = join_labels(store, SCHEME, [replace(FERRY, id="renamed")])
    assert len(joined.label_sets) == 1
    assert joined.left_out == (LeftOut("renamed", "anna", "article-twice"),)
    assert [finding.code for finding in joined.findings if finding.severity == "error"] == ["article-twice"]


def test_a_faulty_label_set_is_left_out_and_the_rest_is_joined(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    wrong = label_set(BRIDGE, [replace(span(BRIDGE, "a1", "actor", "Quelle"), end=10_000)])
    path = store.path("anna")
    path.parent.mkdir(parents=True)
    path.write_bytes(dump_lines([FERRY_LABELS, wrong]) + b"no json\n")
    joined = join_labels(store, SCHEME, [FERRY, BRIDGE])
    assert [labels.article_id for labels in joined.label_sets] == ["01_ferry"]
    assert joined.left_out == (LeftOut("02_bridge", "anna", "offset"),)
    assert [(finding.code, finding.line) for finding in joined.findings] == [
        ("json", 3),
        ("offset", 2),
        ("attribute-missing", 2),
        ("attribute-missing", 2),
    ]
