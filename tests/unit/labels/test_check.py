from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from standoff.errors import InputError
from standoff.labels import LabelStore, check_store, dump_lines
from standoff.records import Article
from standoff.scheme import load_scheme
from tests.unit.records.test_check import GOOD, TEXT

ARTICLE = Article("a", date(2024, 1, 3), TEXT)


def test_a_store_without_a_fault(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.put([GOOD, replace(GOOD, article_id="b", sha256="0" * 64)])
    result = check_store(store, load_scheme(), [ARTICLE])
    assert result.findings == ()
    assert (result.label_sets, result.spans, result.relations) == (2, 6, 4)
    assert result.without_text == ("b",)


def test_faults_are_named_by_file_line_and_field(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.path("anna").parent.mkdir()
    bad_span = GOOD.with_labels([replace(GOOD.spans[0], start=3), *GOOD.spans[1:]], GOOD.relations)
    lines = [bad_span, replace(GOOD, article_id="0", sha256="0" * 64, annotator="ben"), replace(GOOD, sha256="1" * 64)]
    store.path("anna").write_bytes(b"".join(dump_lines([labels]) for labels in lines) + b"{}\n")
    store.gold_path.write_bytes(dump_lines([replace(GOOD, article_id="z")]))
    result = check_store(store, load_scheme(), [ARTICLE])
    found = [(Path(finding.path).name, finding.line, finding.field, finding.code) for finding in result.findings]
    assert [item for item in found if item[3] != "label-form"] == [
        ("anna.jsonl", 2, "$.annotator", "annotator-file"),
        ("anna.jsonl", 2, "$.article_id", "order"),
        ("anna.jsonl", 3, "$.article_id", "article-twice"),
        ("anna.jsonl", 1, "$.spans[0]", "edge-space"),
        ("anna.jsonl", 3, "$.sha256", "stale-text"),
        ("gold.jsonl", 1, "$.article_id", "article-id"),
    ]
    assert all(item[1] == 4 for item in found if item[3] == "label-form")
    assert result.without_text == ("0",)


def test_files_that_no_label_file_can_be_are_findings(tmp_path: Path) -> None:
    store = LabelStore(tmp_path)
    store.path("anna").mkdir(parents=True)
    (tmp_path / "annotations" / "no name.jsonl").write_bytes(dump_lines([replace(GOOD, annotator="no name")]))
    store.gold_path.mkdir()
    found = [(Path(finding.path).name, finding.code) for finding in check_store(store, load_scheme()).findings]
    assert found == [("anna.jsonl", "unreadable"), ("gold.jsonl", "unreadable"), ("no name.jsonl", "annotator-name")]


@pytest.mark.parametrize("name", ["", "annotations"])
def test_a_file_in_the_place_of_a_folder_is_no_store(tmp_path: Path, name: str) -> None:
    root = tmp_path / "labels"
    if name:
        root.mkdir()
    (root / name).touch()
    with pytest.raises(InputError, match="is no folder"):
        check_store(LabelStore(root), load_scheme())
