from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standoff.errors import Finding, InputError
from standoff.labelstudio.history import Entry, History, digest_of
from standoff.records import LabelSet, Span

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LABELS = LabelSet("a", "0" * 64, "s", 1, "ann", "human", NOW, NOW, spans=(Span("1", "x", 0, 1),))
PULLED = Entry("pulled", NOW, "a", "ann", "https://label.example.org/projects/3", 5, "u1", digest_of(LABELS))


def test_the_last_event_of_a_label_set_is_found_and_none_is_lost(tmp_path: Path) -> None:
    history = History(tmp_path)
    assert history.last() == {}
    other = replace(PULLED, annotator="bo")
    history.append([PULLED, other])
    later = replace(PULLED, event="deleted")
    history.append([replace(PULLED, event="replaced", labels=LABELS)])
    assert history.last() == {("a", "ann"): PULLED, ("a", "bo"): other}
    history.append([later])
    assert history.last() == {("a", "ann"): later, ("a", "bo"): other}
    lines = [json.loads(line) for line in (tmp_path / "history" / "ann.jsonl").read_text().splitlines()]
    assert [line["event"] for line in lines] == ["pulled", "replaced", "deleted"]
    assert lines[1]["labels"]["spans"][0]["id"] == "1"
    assert "labels" not in lines[0]


def test_notes_are_read_back(tmp_path: Path) -> None:
    note = Finding("edge-space", "white space is left out", field="$[0].value", severity="warning")
    noted = replace(PULLED, notes=(note,))
    History(tmp_path).append([noted])
    assert History(tmp_path).last() == {("a", "ann"): noted}


def test_nothing_to_append_makes_no_file(tmp_path: Path) -> None:
    History(tmp_path).append([])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["{", "{}", "7"])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "ann.jsonl").write_text(f"{line}\n")
    with pytest.raises(InputError, match=r"ann\.jsonl:1"):
        History(tmp_path).last()


def test_the_digest_tells_versions_apart() -> None:
    assert digest_of(LABELS) != digest_of(LABELS.with_labels((), ()))
