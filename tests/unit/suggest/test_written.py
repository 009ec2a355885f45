"""Suggestions in the label store: marked as a machine's, and nothing overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from standoff.labels import LabelStore, check_store
from standoff.records import Article
from standoff.scheme import load_scheme
from standoff.suggest import Suggestion, suggest
from standoff.suggest.written import Written, is_suggested, write_suggestions

SCHEME = load_scheme()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ARTICLE = Article("a", date(2021, 3, 27), "Turkish troops left on Friday.")


def write(root: Path, found: list[Suggestion], *, dry_run: bool = False, article: Article = ARTICLE) -> Written:
    return write_suggestions(
        LabelStore(root), SCHEME, [(article, found)], version="rules-9+x", now=NOW, dry_run=dry_run
    )


def test_stored_as_labels_of_a_machine(tmp_path: Path) -> None:
    found = suggest(ARTICLE, SCHEME)
    assert write(tmp_path, found) == Written("standoff-rules-9+x", 1, 0, ())
    [labels] = LabelStore(tmp_path).read("standoff-rules-9+x")
    assert (labels.origin, labels.tool, labels.created) == ("machine", "standoff suggest rules-9+x", NOW)
    assert [(span.type, span.surface(ARTICLE.text)) for span in labels.spans] == [
        ("actor", "Turkish troops"),
        ("date", "Friday"),
    ]
    assert check_store(LabelStore(tmp_path), SCHEME, [ARTICLE]).findings == ()
    assert is_suggested(labels)
    assert not is_suggested(replace(labels, origin="human"))


def test_the_same_again_and_nothing_overwritten(tmp_path: Path) -> None:
    found = suggest(ARTICLE, SCHEME)
    write(tmp_path, found)
    before = LabelStore(tmp_path).path("standoff-rules-9+x").read_bytes()
    assert write(tmp_path, found) == Written("standoff-rules-9+x", 0, 1, ())
    assert write(tmp_path, found[:1]) == Written("standoff-rules-9+x", 0, 0, ("a",))
    changed = replace(ARTICLE, text="Turkish troops left on Friday!")
    assert write(tmp_path, found, article=changed) == Written("standoff-rules-9+x", 0, 0, ("a",))
    assert LabelStore(tmp_path).path("standoff-rules-9+x").read_bytes() == before


def test_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert write(tmp_path, suggest(ARTICLE, SCHEME), dry_run=True).added == 1
    assert list(tmp_path.iterdir()) == []
