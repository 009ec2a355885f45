from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from standoff.errors import Finding, InputError
from standoff.labelstudio.quarantine import Quarantine, Quarantined

SERVER = "https://label.example.org/projects/3"
REASON = Finding("offset", "past the end", field="$[0].value", hint="draw it again")
ONE = Quarantined(SERVER, 1, 5, "ann", "a", (REASON,), {"id": 5, "result": [{"x": "ü"}]})
TWO = replace(ONE, annotation=6, annotator="bo", article_id="")


def test_what_is_put_in_is_there_and_what_is_settled_is_not(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    assert quarantine.read() == []
    quarantine.replace([], [ONE, TWO])
    assert quarantine.read() == [ONE, TWO]
    newer = replace(ONE, reasons=(Finding("span-type", "unknown"),))
    quarantine.replace([], [newer])
    assert quarantine.read() == [newer, TWO]
    quarantine.replace([ONE.key, ("https://other.example.org/projects/3", 6)], [])
    assert quarantine.read() == [TWO]
    assert [path.name for path in (tmp_path / "quarantine").iterdir()] == ["bo.jsonl"]


def test_whole_numbers_of_any_length_stay_as_they_are(tmp_path: Path) -> None:
    huge = replace(ONE, raw={"id": 5, "result": [{"value": {"start": 10**30}}]})
    for _ in range(2):
        Quarantine(tmp_path).replace([], [huge])
        assert Quarantine(tmp_path).read() == [huge]


def test_nothing_new_leaves_the_files_alone(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    quarantine.replace([], [ONE])
    before = (tmp_path / "quarantine" / "ann.jsonl").stat().st_mtime_ns
    quarantine.replace([TWO.key], [ONE])
    assert (tmp_path / "quarantine" / "ann.jsonl").stat().st_mtime_ns == before


@pytest.mark.parametrize("line", ["{", "{}", '{"reasons": [{"what": 1}]}'])
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "quarantine").mkdir()
    (tmp_path / "quarantine" / "ann.jsonl").write_text(f"{line}\n")
    with pytest.raises(InputError, match=r"ann\.jsonl:1"):
        Quarantine(tmp_path).read()
