from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standoff.baseline.foreign import StanceColumns, read_dataset
from standoff.baseline.rows import Row
from standoff.errors import InputError, MissingError
from tests.unit.baseline.examples import example_rows, write_corpus

COLUMNS = StanceColumns(text="Tweet", label="Stance", target="Target")


def written(path: Path, *records: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def tweet(text: str, stance: str, **more: Any) -> dict[str, Any]:
    return {"Tweet": text, "Stance": stance, "Target": "the ferry", **more}


def test_a_file_with_named_columns(tmp_path: Path) -> None:
    name = written(tmp_path / "tweets.jsonl", tweet("Yes!", "FAVOR"), tweet("No!", "AGAINST"), tweet("So?", "NONE"))
    test = Path(written(tmp_path / "test.jsonl", tweet("Never!", "Against")))
    data = read_dataset(name, COLUMNS, test=test)
    assert data.name == "tweets.jsonl"
    assert data.classes == ("favor", "against", "none")
    assert data.development[0] == Row("Yes!", "favor", "the ferry")
    assert data.test == (Row("Never!", "against", "the ferry"),)
    assert data.notes == ("Labels were read as: AGAINST → against, Against → against, FAVOR → favor, NONE → none.",)


def test_groups_and_marks(tmp_path: Path) -> None:
    name = written(tmp_path / "a.jsonl", tweet("It backs the ferry.", "pro", story=7, start=9, end="18"))
    columns = StanceColumns("Tweet", "Stance", "Target", group="story", start="start", end="end")
    assert read_dataset(name, columns).development == (
        Row("It backs the ferry.", "favor", "the ferry", "7", mark=(9, 18)),
    )


def test_repeats_are_merged(tmp_path: Path) -> None:
    data = read_dataset(written(tmp_path / "a.jsonl", tweet("Yes!", "FAVOR"), tweet("Yes!", "favor")), COLUMNS)
    assert len(data.development) == 1
    assert data.notes[1].startswith("1 training rows repeat")


def test_own_meanings(tmp_path: Path) -> None:
    name = written(tmp_path / "a.jsonl", tweet("Yes!", "1"), tweet("No!", "0"))
    with pytest.raises(InputError, match="labels with no known meaning: '0', '1'"):
        read_dataset(name, COLUMNS)
    columns = StanceColumns("Tweet", "Stance", meanings={"1": "favor", "0": "against"})
    assert [row.label for row in read_dataset(name, columns).development] == ["favor", "against"]


def test_a_folder_with_splits(tmp_path: Path) -> None:
    splits = {"train": example_rows(2), "validation": example_rows(1, first=2), "test": example_rows(1, first=3)}
    data = read_dataset(str(write_corpus(tmp_path / "foreign", splits)), StanceColumns(group="article_id"))
    assert data.name == "foreign"
    assert [row.text for row in data.development] == [row.text for row in splits["train"] + splits["validation"]]
    assert [row.article for row in data.test] == ["article-3"] * 6
    assert data.classes == ("favor", "against", "none")


def test_no_rows(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no rows to train on"):
        read_dataset(written(tmp_path / "a.jsonl"), COLUMNS)


def test_a_missing_column(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"a\.jsonl:1: there is no column 'label'") as caught:
        read_dataset(written(tmp_path / "a.jsonl", tweet("Yes!", "FAVOR")), StanceColumns("Tweet"))
    assert "there are: Tweet, Stance, Target" in caught.value.hint


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (tweet(" ", "FAVOR"), "a.jsonl:1: Tweet is empty"),
        (tweet("Yes!", "FAVOR", Target=None), "a.jsonl:1: Target is empty"),
        (tweet("Yes!", "FAVOR", start="x"), "start and end must be numbers"),
        (tweet("Yes!", "FAVOR", start=3, end=3), "3 to 3 is no stretch of a text of 4 characters"),
        (tweet("Yes!", "FAVOR", start=0, end=5), "0 to 5 is no stretch"),
    ],
)
def test_faulty_rows(tmp_path: Path, record: dict[str, Any], message: str) -> None:
    name = written(tmp_path / "a.jsonl", {"start": 0, "end": 1, **record})
    with pytest.raises(InputError, match=message):
        read_dataset(name, StanceColumns("Tweet", "Stance", "Target", start="start", end="end"))
