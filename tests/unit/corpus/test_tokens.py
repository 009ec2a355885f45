from __future__ import annotations

import numpy as np
import pytest

from standoff.corpus.encoded import Encoded
from standoff.corpus.tokens import Tagging, tag, tokenize, tokenize_all
from standoff.records import Span


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokenize(text)]


def tagged(text: str, spans: list[Span]) -> Tagging:
    """Return the tags that spans give, of whatever types, as if they were of one."""
    first, last = (np.array(edges, np.int64) for edges in ([s.start for s in spans], [s.end for s in spans]))
    tokens = tokenize_all(Encoded([text]), np.array([0] if text.strip() else [], np.int64))
    return tag(tokens, 1, (np.zeros(len(spans), np.int64), first, last))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. said", ["The", "U.S.", "said"]),
        ("at 9:30 a.m.", ["at", "9:30", "a.m."]),
        ("U.S.A and U.S.A. and U.N.’s", ["U.S.A", "and", "U.S.A.", "and", "U.N.", "’s"]),
        ("8,600 troops, 2.5 miles.", ["8,600", "troops", ",", "2.5", "miles", "."]),
        ("Quelle’s and Quelle's", ["Quelle", "’s", "and", "Quelle", "'s"]),
        ("the rebels’ don’t O’Brien", ["the", "rebels", "’", "don’t", "O’Brien"]),
        ("U.S.-led 4,000-strong 2019-2020", ["U.S.", "-", "led", "4,000", "-", "strong", "2019", "-", "2020"]),
        ("9M729 8,600km", ["9M729", "8", ",", "600km"]),
        ("e\u0301te\u0301 “No,”", ["e\u0301te\u0301", "“", "No", ",", "”"]),
        ("Mr. X. on Feb. 3", ["Mr", ".", "X", ".", "on", "Feb", ".", "3"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_tokens_of_a_part_have_offsets_into_the_whole() -> None:
    assert tokenize("One two three", 4, 7) == [(4, 7)]
    assert tokenize("One two three", 5, 9) == [(5, 7), (8, 9)]


def test_tags_begin_and_go_on() -> None:
    tagging = tagged("Ines Varga met Tomas Reyl", [Span("b", "actor", 15, 25), Span("a", "actor", 0, 10)])
    assert tagging.tags.tolist() == [[1, 2, 0, 1, 2]]


def test_adjacent_spans_both_begin() -> None:
    tagging = tagged("Monday morning", [Span("a", "date", 0, 6), Span("b", "date", 7, 14)])
    assert tagging.tags.tolist() == [[1, 1]]


def test_the_outermost_wins_and_the_others_are_counted() -> None:
    text = "Foreign Minister Ines Varga of Quelle"
    spans = [Span("in", "actor", 17, 27), Span("out", "actor", 0, 37), Span("last", "actor", 31, 37)]
    tagging = tagged(text, spans)
    assert (tagging.tags.tolist(), tagging.nested, tagging.unaligned) == ([[1, 2, 2, 2, 2, 2]], 2, 0)


def test_spans_within_tokens_are_counted() -> None:
    tagging = tagged("unfriendly terms", [Span("a", "x", 2, 10), Span("b", "x", 0, 5), Span("c", "x", 11, 16)])
    assert (tagging.tags.tolist(), tagging.nested, tagging.unaligned) == ([[0, 1]], 0, 2)
