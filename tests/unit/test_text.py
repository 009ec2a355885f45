from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.text import Utf16Map, canonical, first_lone_surrogate, has_edge_space, line_of, sha256_hex
from tests.strategies import texts


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\ufeffbody", "body"),
        (" \ufeff \ufeffbody\u00a0\n", "body"),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("e\u0301 stays decomposed", "e\u0301 stays decomposed"),
        ("a \u2028 b", "a \u2028 b"),
        (" \n\t", ""),
    ],
)
def test_canonical_changes_only_marks_line_ends_and_edges(raw: str, expected: str) -> None:
    assert canonical(raw) == expected


@given(st.text())
def test_canonical_is_idempotent(raw: str) -> None:
    once = canonical(raw)
    assert canonical(once) == once


def test_sha256_is_of_the_utf8_form() -> None:
    assert sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    with pytest.raises(InputError, match=r"lone surrogate U\+D83D at code point 1"):
        sha256_hex("a\ud83d")


@given(texts())
def test_utf16_offsets_are_those_of_the_encoded_text(text: str) -> None:
    offsets = Utf16Map(text)
    for index in range(len(text) + 1):
        utf16 = len(text[:index].encode("utf-16-le")) // 2
        assert offsets.to_utf16(index) == utf16
        assert offsets.from_utf16(utf16) == index


@pytest.mark.parametrize("offset", [-1, 4])
def test_utf16_offsets_out_of_range_are_refused(offset: int) -> None:
    with pytest.raises(InputError, match="outside"):
        Utf16Map("abc").to_utf16(offset)
    with pytest.raises(InputError, match="outside"):
        Utf16Map("abc").from_utf16(offset)


def test_a_utf16_offset_within_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(InputError, match="within a surrogate pair"):
        Utf16Map("a😀b").from_utf16(2)


def test_small_helpers() -> None:
    assert first_lone_surrogate("ab\udc00") == 2
    assert first_lone_surrogate("😀") is None
    assert [line_of("a\nb\nc", offset) for offset in (0, 1, 2, 4)] == [1, 1, 2, 3]
    assert [has_edge_space(surface) for surface in ("a b", " a", "a\u00a0", "", "a")] == [
        False,
        True,
        True,
        True,
        False,
    ]
