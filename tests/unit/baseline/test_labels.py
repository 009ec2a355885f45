from __future__ import annotations

from pathlib import Path

import pytest

from standoff.baseline.labels import SPELLINGS, class_of, label_table
from standoff.errors import InputError


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [
        ("FAVOR", "favor"),
        ("In_Favour", "favor"),
        (" pro ", "favor"),
        ("AGAINST", "against"),
        ("disagree", "against"),
        ("Negative", "against"),
        ("neutral", "neutral"),
        ("NONE", "none"),
        ("no-stance", "none"),
        ("query", None),
        ("1", None),
    ],
)
def test_spellings(spelling: str, expected: str | None) -> None:
    assert class_of(spelling) == expected


def test_the_table_is_written_as_it_is_looked_up() -> None:
    assert {spelling: class_of(spelling) for spelling in SPELLINGS} == dict(SPELLINGS)


def test_own_meanings_go_first() -> None:
    table = label_table(["query", "FAVOR", "neutral", "FAVOR"], {"query": "none", "neutral": "none"})
    assert table == {"FAVOR": "favor", "neutral": "none", "query": "none"}


def test_every_unknown_label_is_named() -> None:
    with pytest.raises(InputError, match="labels with no known meaning: '1', 'query'") as caught:
        label_table(["FAVOR", "query", "1"], {})
    assert "--label 1=favor" in caught.value.hint


def test_an_own_meaning_must_be_a_class() -> None:
    with pytest.raises(InputError, match="there is no class maybe"):
        label_table(["query"], {"query": "maybe"})


def test_the_documentation_states_the_table() -> None:
    page = (Path(__file__).parents[3] / "docs" / "baseline.md").read_text(encoding="utf-8")
    stated = {
        spelling.strip(): cells[1].strip(" `")
        for cells in (line.split("|") for line in page.splitlines() if line.startswith("| `"))
        if cells[1].strip(" `") in SPELLINGS.values()
        for spelling in cells[2].split(",")
    }
    assert stated == dict(SPELLINGS)
