from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from standoff.articles import Columns, Reading, read_articles
from standoff.errors import errors_in
from standoff.text import canonical
from tests.strategies import dates, texts


def read(folder: Path, **files: bytes) -> Reading:
    for name, content in files.items():
        (folder / name.replace("_", ".", 1)).write_bytes(content)
    return read_articles([folder])


def faults(reading: Reading) -> list[tuple[str, int | None, str]]:
    return [(Path(finding.path).name, finding.line, finding.code) for finding in reading.findings]


def test_a_seed_file_is_an_id_a_date_and_a_text(tmp_path: Path) -> None:
    reading = read(tmp_path, a_txt="\ufeff \n date 2021-03-27 The U.S. envoy’s trip.\r\n\r\nTalks. \n".encode())
    (article,) = reading.articles
    assert reading.findings == ()
    assert (article.id, article.dct, article.text) == ("a", date(2021, 3, 27), "The U.S. envoy’s trip.\n\nTalks.")


@given(text=texts(), day=dates)
def test_any_text_comes_back_from_a_seed_file(tmp_path_factory: pytest.TempPathFactory, text: str, day: date) -> None:
    path = tmp_path_factory.mktemp("seeds") / "x.txt"
    path.write_bytes(f" date {day} {text}\n".encode())
    (article,) = read_articles([path]).articles
    assert article.text == canonical(text)
    assert article.dct == day


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"", 1, "date-missing"),
        (b"\n\nTalks began.", 3, "date-missing"),
        (b"date 2021-3-27 Talks began.", 1, "date-impossible"),
        (b"\ndate 2021-02-29\nTalks began.", 2, "date-impossible"),
        (b"date 2021-03-27Talks began.", 1, "date-missing"),
        (b"date 2021-03-27", 1, "body-empty"),
        (b"date 2021-03-27 \n \n", 1, "body-empty"),
        (b"date 2021-03-27 Talks\nwent\xff on.", 2, "unreadable"),
        (b"date 2021-03-27 Talks\n\nwent\0 on.", 3, "nul"),
    ],
)
def test_every_fault_of_a_seed_file_is_named(tmp_path: Path, content: bytes, line: int, code: str) -> None:
    reading = read(tmp_path, bad_txt=content, good_txt=b"date 2021-03-27 Good.")
    assert faults(reading) == [("bad.txt", line, code)]
    assert [article.id for article in reading.articles] == ["good"], "a fault never keeps the others out"


def test_a_lost_character_is_a_warning(tmp_path: Path) -> None:
    reading = read(tmp_path, a_txt="date 2021-03-27 One\ntw\ufffd.".encode())
    assert faults(reading) == [("a.txt", 2, "replacement-character")]
    assert errors_in(reading.findings) == []
    assert len(reading.articles) == 1


def test_duplicates_are_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("date 2021-03-27 Other.")
    (tmp_path / "sub" / "c.txt").write_text("date 2021-03-27 Other.")
    reading = read(tmp_path, a_txt=b"date 2021-03-27 Text.", b_txt=b"date 2022-01-01 \nText.\n")
    assert faults(reading) == [("b.txt", 1, "duplicate-text"), ("a.txt", 1, "duplicate-id")]
    assert [(article.id, article.text) for article in reading.articles] == [("a", "Text."), ("c", "Other.")]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    read(tmp_path, a_txt=b"date 2021-03-27 Text.")
    reading = read_articles([tmp_path, tmp_path / "a.txt", tmp_path])
    assert len(reading.articles) == 1
    assert reading.findings == ()


def test_paths_that_hold_no_articles_are_named(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("date 2021-03-27 Text.")
    (tmp_path / "notes.md").write_text("no article")
    codes = [
        finding.code for finding in read_articles([tmp_path, tmp_path / "none.txt", tmp_path / "notes.md"]).findings
    ]
    assert codes == ["no-articles", "no-file", "file-type"]
    (tmp_path / "away.txt").symlink_to(tmp_path / "none.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [(Path(finding.path).name, finding.message) for finding in read_articles([tmp_path]).findings] == [
        ("away.txt", "no such file or folder"),
        ("pipe.txt", "no regular file"),
    ]


def test_the_folder_says_where_its_articles_come_from(tmp_path: Path) -> None:
    (tmp_path / "dataset.yaml").write_text("origin: machine-written\n")
    reading = read(
        tmp_path,
        a_txt=b"date 2021-03-27 Text.",
        b_jsonl=b'{"id": "b", "date": "2021-03-27", "text": "T", "origin": "wire"}',
    )
    assert {article.id: article.origin for article in reading.articles} == {"a": "machine-written", "b": "wire"}
    assert read_articles([tmp_path / "a.txt"]).articles[0].origin == ""


@pytest.mark.parametrize(
    ("content", "code"), [("origin: [a]", "dataset-file"), ("origin: {", "yaml"), ("a: 1\na: 2", "duplicate-key")]
)
def test_a_faulty_description_of_a_folder_is_named(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "dataset.yaml").write_text(content)
    reading = read(tmp_path, a_txt=b"date 2021-03-27 Text.")
    assert [(finding.code, Path(finding.path).name) for finding in reading.findings] == [(code, "dataset.yaml")]
    assert [article.origin for article in reading.articles] == [""]


def test_json_lines_with_named_columns(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(
        b'{"guid": 7, "published": "2021-03-27T23:00:00Z", "body": " Text\\r\\n", "title": "T"}\n\n'
        b'{"guid": "x", "published": "2021-03-27", "body": "A \\ud83d lone surrogate"}\n'
        b'{"guid": "y", "published": "27.3.2021", "body": "Text"}\n'
        b'{"guid": "", "published": null, "body": ""}\n'
        b'{"guid": ["z"], "published": "2021-03-27", "body": 3, "title": 4}\n'
        b"[1]\n{oops\n\xff\n"
        b'{"guid": "z\\u0007", "published": "2021-03-27", "body": "b", "title": "\\udc00"}\n'
        b'{"guid": "z", "published": "2021-03-27", "body": "b", "title": "\\u0000"}\n' + b"[" * 100_000
    )
    reading = read_articles([path], Columns(id="guid", date="published", text="body"))
    (article,) = reading.articles
    assert (article.id, article.dct, article.text, article.title) == ("7", date(2021, 3, 27), "Text", "T")
    assert [(finding.line, finding.code) for finding in reading.findings] == [
        (3, "lone-surrogate"),
        (4, "date-impossible"),
        (5, "id"),
        (5, "date-missing"),
        (5, "body-empty"),
        (6, "column-type"),
        (6, "column-type"),
        (6, "column-type"),
        (7, "json"),
        (8, "json"),
        (9, "unreadable"),
        (10, "id"),
        (10, "column-text"),
        (11, "column-text"),
        (12, "json"),
    ]


def test_csv_with_quotes_line_breaks_and_faults(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(
        'id,date,text,source\na,2021-03-27,"One\n\n""two\u2028""",wire\nb,2021-03-27\n\nc,soon,Text,wire\n', newline=""
    )
    reading = read_articles([path])
    (article,) = reading.articles
    assert (article.text, article.source) == ('One\n\n"two\u2028"', "wire")
    assert faults(reading) == [("news.csv", 5, "csv"), ("news.csv", 7, "date-impossible")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "column-missing"),
        (b"id,date\n1,2", "column-missing"),
        (b'id,date,text\na,2021-03-27,"open', "csv"),
        (b"id,date,text\na,2021-03-27,\xff", "unreadable"),
        (b"id,date,text\n", "no-articles"),
        (b"id,date,text,text\na,2021-03-27,One,Two", "column-twice"),
    ],
)
def test_faults_of_a_whole_csv_file(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(content)
    assert [finding.code for finding in read_articles([path]).findings] == [code]


def test_parquet_with_dates_of_every_kind(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    for value in (date(2021, 3, 27), datetime(2021, 3, 27, 12), "2021-03-27"):  # noqa: DTZ001 - Parquet has naive times
        parquet.write_table(
            pa.table({"id": ["a", "b"], "date": [value, None], "text": ["Text", "Text"], "n": [1, 2]}), path
        )
        reading = read_articles([path])
        assert [(article.id, article.dct) for article in reading.articles] == [("a", date(2021, 3, 27))]
        assert faults(reading) == [("news.parquet", 2, "date-missing")]


def test_faults_of_a_whole_parquet_file(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 not")
    parquet.write_table(pa.table({"id": ["a"]}), tmp_path / "b.parquet")
    assert [finding.code for finding in read_articles([tmp_path]).findings] == ["parquet", "column-missing"]


@given(st.binary(max_size=200))
def test_any_bytes_are_an_article_or_a_finding(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for suffix in ("txt", "jsonl", "csv", "parquet"):
        path = folder / f"x.{suffix}"
        path.write_bytes(content)
        reading = read_articles([path])
        assert reading.articles or reading.findings


def test_a_row_that_python_cannot_hold_keeps_no_other_out(tmp_path: Path) -> None:
    no_text = pa.array([b"Text.", b"\xff", b"More."])
    columns = {
        "id": ["a", "b", "c"],
        "date": pa.array([0, 0, 2**62], pa.timestamp("us")),
        "text": pa.StringArray.from_buffers(3, *no_text.buffers()[1:]),
    }
    parquet.write_table(pa.table(columns), tmp_path / "news.parquet")
    reading = read_articles([tmp_path])
    assert [article.id for article in reading.articles] == ["a"]
    assert faults(reading) == [("news.parquet", 2, "parquet"), ("news.parquet", 3, "parquet")]
