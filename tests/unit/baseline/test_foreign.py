from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standoff.baseline.foreign import StanceColumns, read_dataset
from standoff.baseline.rows import Row
from standoff.errors import FindingsError, InputError, MissingError
from tests.unit.baseline.examples import example_rows, write_corpus

COLUMNS = StanceColumns(text="Tweet", label="Stance", target="Target")


def written(path: Path, *records: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return str(path)


def tweet(text: str, stance: str | None, **more: Any) -> dict[str, Any]:
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


def test_given_stances(tmp_path: Path) -> None:
    rows = (tweet("It backs the ferry.", "pro", who=who, a=a, b=b) for who, a, b in (("It", 3, 8), (None, None, None)))
    columns = StanceColumns("Tweet", "Stance", span_start="a", span_end="b", holder="who")
    assert read_dataset(written(tmp_path / "a.jsonl", *rows), columns).development == (
        Row("It backs the ferry.", "favor", span=(3, 8), holder="It"),
        Row("It backs the ferry.", "favor"),
    )


def test_a_row_need_not_be_marked(tmp_path: Path) -> None:
    rows = (tweet("Yes, the ferry!", "pro", start=start, end=end) for start, end in ((5.0, "14"), (None, " "), (0, 3)))
    columns = StanceColumns("Tweet", "Stance", "Target", start="start", end="end")
    data = read_dataset(written(tmp_path / "a.jsonl", *rows), columns)
    assert [row.mark for row in data.development] == [(5, 14), None, (0, 3)]
    assert data.notes[1].startswith("1 rows do not say where their target is named")
    assert data.notes[2].startswith("1 rows mark other words than their target, such as 'Yes' for 'the ferry'")


def test_repeats_are_merged_to_train_on_and_kept_to_test_on(tmp_path: Path) -> None:
    name = written(tmp_path / "a.jsonl", tweet("Yes!", "FAVOR"), tweet("Yes!", "favor"))
    data = read_dataset(name, COLUMNS, test=Path(name))
    assert len(data.development) == 1
    assert len(data.test) == 2
    assert data.notes[1:] == ("1 training rows repeat article, text and label of another and were merged with it.",)


def test_a_target_that_is_named_twice_makes_two_rows(tmp_path: Path) -> None:
    rows = (tweet("Varga is not Varga.", "pro", Target="Varga", start=at, end=at + 5) for at in (0, 13))
    columns = StanceColumns("Tweet", "Stance", "Target", start="start", end="end")
    assert len(read_dataset(written(tmp_path / "a.jsonl", *rows), columns).development) == 2


def test_own_meanings(tmp_path: Path) -> None:
    name = written(tmp_path / "a.jsonl", tweet("Yes!", "1"), tweet("No!", "0"))
    with pytest.raises(InputError, match="labels with no known meaning: '0', '1'"):
        read_dataset(name, COLUMNS)
    columns = StanceColumns("Tweet", "Stance", meanings={"1": "favor", "0": "against"})
    data = read_dataset(name, columns)
    assert [row.label for row in data.development] == ["favor", "against"]
    assert len(data.notes) == 1
    columns = StanceColumns("Tweet", "Stance", meanings={"1": "favor", "0": "against", "O": "none"})
    assert read_dataset(name, columns).notes[1] == "No row has the label 'O', whose meaning was given."


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
    name, test = written(tmp_path / "b.jsonl", tweet("Yes!", "FAVOR")), written(tmp_path / "c.jsonl")
    with pytest.raises(InputError, match=r"c\.jsonl: there are no rows to test on"):
        read_dataset(name, COLUMNS, test=Path(test))


def test_a_missing_column(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"a\.jsonl:1: there is no column 'label'") as caught:
        read_dataset(written(tmp_path / "a.jsonl", tweet("Yes!", "FAVOR")), StanceColumns("Tweet"))
    assert caught.value.hint == "there are: Tweet, Stance, Target; name yours with --label-column …"
    columns = StanceColumns("tweet", "Stance")
    with pytest.raises(MissingError, match="there is no column 'tweet'") as caught:
        read_dataset(written(tmp_path / "a.jsonl", tweet("Yes!", "FAVOR")), columns)
    assert caught.value.hint.endswith("name yours with --text-column Tweet")
    with pytest.raises(MissingError, match="there is no column 'text'") as caught:
        read_dataset(written(tmp_path / "a.jsonl", {" Text": "Yes!", "label": "pro"}), StanceColumns())
    assert caught.value.hint.endswith("name yours with --text-column ' Text'")


def test_every_faulty_row_is_named_and_of_many_the_first(tmp_path: Path) -> None:
    rows = [tweet("", "FAVOR"), tweet("No!", "AGAINST"), {"Tweet": "So?", "Target": "the ferry"}]
    with pytest.raises(FindingsError) as caught:
        read_dataset(written(tmp_path / "a.jsonl", *rows), COLUMNS)
    assert [(Path(one.path).name, one.message) for one in caught.value.findings] == [
        ("a.jsonl:1", "Tweet is empty"),
        ("a.jsonl:3", "Stance is empty"),
    ]
    with pytest.raises(FindingsError, match="30 faults in the data; the first 20 of them") as caught:
        read_dataset(written(tmp_path / "a.jsonl", *[tweet("", "FAVOR")] * 30), COLUMNS)
    assert len(caught.value.findings) == 20


def test_splits_without_one_to_train_on_are_named(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "foreign", {"test": example_rows(1)})
    with pytest.raises(InputError, match="no rows to train on") as caught:
        read_dataset(str(folder), StanceColumns())
    assert caught.value.hint == "its splits are test; rows to train on are in train or validation or dev"


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (tweet(" ", "FAVOR"), "a.jsonl:1: error: Tweet is empty"),
        (tweet("Yes!", None), "a.jsonl:1: error: Stance is empty"),
        (tweet("Yes!", "FAVOR", Target=None), "a.jsonl:1: error: Target is empty"),
        (tweet("Yes!", "FAVOR", start="x"), "start and end must be whole numbers, or both empty"),
        (tweet("Yes!", "FAVOR", start=0.5), "start and end must be whole numbers"),
        (tweet("Yes!", "FAVOR", start=None), "start and end must be whole numbers"),
        (tweet("Yes!", "FAVOR", start=3, end=3), "3 to 3 is no stretch of a text of 4 characters"),
        (tweet("Yes!", "FAVOR", start=0, end=5), "0 to 5 is no stretch"),
    ],
)
def test_faulty_rows(tmp_path: Path, record: dict[str, Any], message: str) -> None:
    name = written(tmp_path / "a.jsonl", {"start": 0, "end": 1, **record})
    with pytest.raises(InputError, match=message):
        read_dataset(name, StanceColumns("Tweet", "Stance", "Target", start="start", end="end"))
