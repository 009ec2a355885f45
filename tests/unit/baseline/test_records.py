from __future__ import annotations

from pathlib import Path

import datasets
import pytest

from standoff.baseline.records import decoded, is_table, load_splits, read_records
from standoff.errors import InputError, MissingError
from tests.unit.baseline.examples import example_rows, write_corpus

ROWS = [{"text": "It backs, it said,\nthe plan.", "label": "FAVOR"}, {"text": "“No”", "label": "AGAINST"}]


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_every_kind_of_file_gives_the_same_records(tmp_path: Path) -> None:
    made = datasets.Dataset.from_list(ROWS)
    made.to_parquet(tmp_path / "a.parquet")
    made.to_json(tmp_path / "a.jsonl")
    made.to_csv(tmp_path / "a.csv")
    made.to_csv(tmp_path / "a.tsv", sep="\t")
    made.to_csv(tmp_path / "a.txt", sep="\t")
    made.to_json(tmp_path / "a.json", lines=False)
    for suffix, places in {
        "parquet": ["row 1", "row 2"],
        "jsonl": ["a.jsonl:1", "a.jsonl:2"],
        "csv": ["a.csv:3", "a.csv:4"],
        "tsv": ["a.tsv:3", "a.tsv:4"],
        "txt": ["a.txt:3", "a.txt:4"],
        "json": ["a.json, row 1", "a.json, row 2"],
    }.items():
        found = read_records(tmp_path / f"a.{suffix}")
        assert [dict(record) for _, record in found] == ROWS
        assert [where.endswith(place) for (where, _), place in zip(found, places, strict=True)] == [True, True]


def test_files_of_other_machines(tmp_path: Path) -> None:
    written(tmp_path / "a.csv", "\ufefftext;label\r\n“Yes, yes.”;FAVOR\r\n")
    written(tmp_path / "a.json", '\ufeff{"text": "Yes"}\r\n')
    assert [dict(record) for _, record in read_records(tmp_path / "a.csv")] == [
        {"text": "“Yes, yes.”", "label": "FAVOR"}
    ]
    assert [dict(record) for _, record in read_records(tmp_path / "a.json")] == [{"text": "Yes"}]


def test_what_is_a_table() -> None:
    assert is_table("a/b.CSV")
    assert not is_table("owner/name")


def test_no_such_file(tmp_path: Path) -> None:
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        with pytest.raises(MissingError, match="no such file"):
            read_records(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "text,text,label\na,b,c\n", r"a\.csv:1: has more than one column 'text'"),
        ("a.csv", "text,label\na\n", r"a\.csv:2: has not as many fields as the header"),
        ("a.csv", "text,label\na,b,c\n", r"a\.csv:2: has not as many fields as the header"),
        ("a.csv", 'text,label\na,b\n"c" d,e\n', r"a\.csv:3: not CSV"),
        ("a.jsonl", '{"text": 1}\n\n{', r"a\.jsonl:3: not JSON"),
        ("a.jsonl", "[]", r"a\.jsonl:1: must be a JSON object"),
        ("a.json", "[1]", r"a\.json, row 1: must be a JSON object"),
        ("a.json", "[1", r"a\.json: not JSON"),
        ("a.parquet", "no", r"a\.parquet: not readable as Parquet"),
    ],
)
def test_faults_are_named_by_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_records(written(tmp_path / name, content))


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    assert read_records(written(tmp_path / "a.csv", "")) == []
    assert read_records(written(tmp_path / "a.jsonl", "\n")) == []


def test_what_is_no_dataset_is_not_looked_for_on_the_network(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none"), "./none", "a/b/c"):
        with pytest.raises(MissingError, match="no such folder"):
            load_splits(name)
    with pytest.raises(InputError, match=r"must be a file of \.csv"):
        load_splits(str(written(tmp_path / "a.xlsx", "")))


def test_a_folder_with_several_configs_needs_the_name_of_one(tmp_path: Path) -> None:
    lines = ["---", "configs:"]
    for name in ("one", "other"):
        written(tmp_path / f"{name}.jsonl", '{"text": "Yes", "label": "FAVOR"}\n')
        lines += [f"- config_name: {name}", f"  data_files: {name}.jsonl"]
    written(tmp_path / "README.md", "\n".join([*lines, "---", ""]))
    with pytest.raises(InputError, match="cannot be loaded: Config name is missing") as caught:
        load_splits(str(tmp_path))
    assert caught.value.hint == "if it needs a config, name one with --config: one, other"
    assert list(load_splits(str(tmp_path), "other")) == ["train"]


def test_splits_of_a_folder_with_the_names_of_their_classes(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "splits", {"train": example_rows(1)})
    splits = load_splits(str(folder))
    assert [record["label"] for record in decoded(splits["train"])][:3] == ["favor", "against", "none"]
    assert [record["voice"] for record in decoded(splits["train"])][:3] == ["author", "quoted", None]
    with pytest.raises(MissingError, match="there is no config 'x'") as caught:
        load_splits(str(folder), "x")
    assert caught.value.hint == "there are: stance"


def test_progress_bars_are_left_as_they_were(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "bars", {"train": example_rows(1)})
    before = datasets.are_progress_bars_disabled()
    try:
        for switch in (datasets.disable_progress_bars, datasets.enable_progress_bars):
            switch()
            expected = datasets.are_progress_bars_disabled()
            load_splits(str(folder))
            assert datasets.are_progress_bars_disabled() == expected
    finally:
        (datasets.disable_progress_bars if before else datasets.enable_progress_bars)()
