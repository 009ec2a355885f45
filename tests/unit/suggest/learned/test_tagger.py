"""The tagger learns what it is shown, and is read only if it is whole."""

from __future__ import annotations

import pytest

from standoff.errors import InputError
from standoff.records import Span
from standoff.suggest.learned.tagger import Tagger, train
from standoff.suggest.learned.words import Word


def row(text: str) -> list[Word]:
    found, position = [], 0
    for word in text.split(" "):
        found.append(Word(position, position + len(word), (f"word={word}", "any")))
        position += len(word) + 1
    return found


EXAMPLES = [(row("the red fox ran home"), [Span("a", "actor", 4, 11)]), (row("home was far away"), [])] * 5


def test_finds_what_it_was_shown() -> None:
    [(start, end, score)] = train(EXAMPLES).spans(row("home ran red fox"))
    assert (start, end) == (9, 16)
    assert 0.5 < score <= 1


def test_two_neighbours_are_two_spans() -> None:
    pair = (row("fox cub left"), [Span("a", "actor", 0, 3), Span("b", "actor", 4, 7)])
    assert [found[:2] for found in train([pair] * 50).spans(row("fox cub left"))] == [(0, 3), (4, 7)]


def test_what_is_less_likely_is_suggested_too() -> None:
    half = [(row("the fox ran"), [Span("a", "actor", 4, 7)])] * 2 + [(row("the fox ran"), [])] * 3
    [(start, end, score)] = train(half).spans(row("the fox ran"))
    assert (start, end) == (4, 7)
    assert 0.3 <= score < 0.5


def test_of_overlapping_labels_the_longest_counts() -> None:
    nested = (row("the red fox ran"), [Span("a", "actor", 8, 11), Span("b", "actor", 4, 11)])
    assert [found[:2] for found in train([nested] * 5).spans(row("the red fox ran"))] == [(4, 11)]


def test_the_same_labels_give_the_same_bytes() -> None:
    assert train(EXAMPLES).data == train(EXAMPLES).data


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"x" + data[1:], lambda data: b""])
def test_what_is_not_whole_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="not whole"):
        Tagger(damage(train(EXAMPLES).data))


def test_where_every_word_was_in_a_span_every_word_is_in_one() -> None:
    tagger = train([(row("fox"), [Span("a", "actor", 0, 3)])])
    assert list(tagger.spans(row("fox"))) == [(0, 3, 1.0)]
