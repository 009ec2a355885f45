from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.articles import fields, plain
from standoff.articles.fields import is_id
from standoff.articles.model import Columns, Entry, Stored
from standoff.articles.plain import PlainRows, plain_seed, read_lines
from standoff.articles.seed import parse_seed
from standoff.articles.tables import parse_json_lines
from standoff.errors import Finding, StandoffError
from standoff.files import decode
from tests.strategies import any_char, texts

HEADERS = [
    "date 2026-05-01",
    "date 2026-02-30",
    "date 0000-01-01",
    "date  2026-05-01",
    "date 2026-5-1",
    "Date 2026-05-01",
]
ODD = [
    "\r",
    "\0",
    "\ufffd",
    "\ufeff",
    "\u00a0",
    "\u2028",
    "\x1c",
    "\x85",
    "\n\n",
    " ",
    "\t",
    "\x0b",
    "”",
    "é",
    "😀",
    "a.",
    "\uffee",
]
pieces = st.sampled_from(ODD) | texts(3) | st.text(any_char, max_size=3)


def slowly(data: bytes) -> list[Entry | Finding]:
    try:
        return list(parse_seed(decode(data, "a.txt"), "a.txt", "a"))
    except StandoffError:
        return []


@given(
    st.sampled_from(["", "\ufeff", "\n"]),
    st.sampled_from(HEADERS),
    st.lists(pieces, max_size=6).map("".join),
    st.sampled_from([b"", b"", b"", b"\xff", b"\xed\xa0\x80", b"\xe2\x80"]),
)
def test_the_short_way_gives_what_the_long_one_gives_or_nothing(
    before: str, header: str, body: str, broken: bytes
) -> None:
    data = f"{before}{header}{body}".encode() + broken
    found = plain_seed(data)
    if found is not None:
        (entry,) = slowly(data)
        assert isinstance(entry, Entry)
        assert (entry.article.dct, entry.article.text.encode(), entry.line) == (*found, 1)


@pytest.mark.parametrize("text", ["Talks go on.", "“Talks\n\ngo on.”", "Talks €5 \uffee go on."])
def test_most_files_go_the_short_way(text: str) -> None:
    for body in (f" {text}", f"\n\n{text}\n", f"  {text} \n"):
        data = f"date 2026-05-01{body}".encode()
        (entry,) = slowly(data)
        assert isinstance(entry, Entry)
        assert plain_seed(data) == (entry.article.dct, text.encode())


def test_texts_that_are_too_long_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "LONGEST_TEXT", 6)
    monkeypatch.setattr(plain, "LONGEST_TEXT", 6)
    seed = b"date 2026-05-01 Talk\xc3\xa9."
    assert plain_seed(seed) is None
    (finding,) = parse_seed(seed.decode(), "a.txt", "a")
    assert isinstance(finding, Finding)
    assert (finding.code, finding.message) == ("too-long", "the text takes more than 6 bytes")
    lines = [json.dumps({"id": "a", "date": "2026-05-01", "text": text}).encode() for text in ("Talké  ", "Talké.")]
    found = read_lines(b"\n".join(lines), "a.jsonl", Columns())
    assert [item.code if isinstance(item, Finding) else item.text.decode() for item in found] == ["Talké", "too-long"]


@given(st.text(any_char | st.sampled_from(" \n\u00a0\x00\ud800"), max_size=4), st.sampled_from([1, 49, 50, 51]))
def test_ids_are_printable_and_of_one_line_without_outer_white_space(piece: str, times: int) -> None:
    value = piece * times
    expected = re.fullmatch(r"\S(?:.{0,198}\S)?", value) is not None and value.isprintable()
    assert is_id(value) is expected


values = (
    st.sampled_from(
        ["2026-05-01", "2026-02-30", "2026-W01-1", "20260501", " 2026-05-01", "２０２６-05-01", "a", " ", ""]
    )
    | st.none()
    | st.integers(0, 1)
    | st.lists(pieces, max_size=4).map("".join)
)
rows = st.fixed_dictionaries(
    {"id": st.just("a") | values, "date": st.just("2026-05-01") | values, "text": st.just("Talks.") | values},
    optional={"title": st.just("Talks") | values, "origin": st.just("written") | values, "other": values},
)


@given(st.lists(rows.map(json.dumps) | st.sampled_from(["", " ", "[1]", "1", "{", '"id"']), max_size=4), st.booleans())
def test_rows_are_read_the_short_way_as_the_long_one(lines: list[str], is_ascii: bool) -> None:
    data = "\n".join(lines).encode()
    if not is_ascii:
        data = data.decode("raw_unicode_escape").encode("utf-8", "surrogatepass")
    for origin in ("", "here", "\0"):
        expected = [
            Stored.of(item) if isinstance(item, Entry) else item
            for item in parse_json_lines(data, "a.jsonl", Columns(), origin, 7)
        ]
        assert list(read_lines(data, "a.jsonl", Columns(), origin, 7)) == expected


def test_most_rows_go_the_short_way() -> None:
    row = {"id": "a", "date": "2026-05-01", "text": " “Talks” go on. ", "title": "Talks", "url": None, "source": ""}
    (article,) = read_lines(json.dumps(row).encode(), "a.jsonl", Columns(), "here")
    assert PlainRows(Columns(), "here").article(row, 1) == article
    assert article == Stored("a", date(2026, 5, 1), "“Talks” go on.".encode(), 1, "Talks", origin="here")
