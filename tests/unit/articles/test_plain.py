from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.articles.fields import is_id
from standoff.articles.model import Entry
from standoff.articles.plain import plain_seed
from standoff.articles.seed import parse_seed
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


@given(st.text(any_char | st.sampled_from(" \n\u00a0\x00\ud800"), max_size=4), st.sampled_from([1, 49, 50, 51]))
def test_ids_are_printable_and_of_one_line_without_outer_white_space(piece: str, times: int) -> None:
    value = piece * times
    expected = re.fullmatch(r"\S(?:.{0,198}\S)?", value) is not None and value.isprintable()
    assert is_id(value) is expected
