from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standoff.records import Article, LabelSet, Span
from standoff.view.pieces import Piece, cut, lanes
from tests.strategies import articles, label_sets

labelled = articles().flatmap(lambda article: st.tuples(st.just(article), label_sets(article)))


@given(labelled)
def test_pieces_make_up_the_text_and_each_span(pair: tuple[Article, LabelSet]) -> None:
    article, labels = pair
    pieces = cut(article.text, labels.spans)
    assert "".join(piece.text for piece in pieces) == article.text
    assert all(piece.text for piece in pieces)
    for index, span in enumerate(labels.spans):
        assert "".join(piece.text for piece in pieces if index in piece.spans) == span.surface(article.text)


@given(labelled)
def test_lanes_keep_overlapping_spans_apart_and_put_nested_ones_further_in(pair: tuple[Article, LabelSet]) -> None:
    _, labels = pair
    found = lanes(labels.spans)
    for index, span in enumerate(labels.spans):
        for other_index, other in enumerate(labels.spans):
            if index != other_index and span.overlaps(other):
                assert found[index] != found[other_index]
            is_within = span.start <= other.start and other.end <= span.end
            if is_within and (span.start, span.end) != (other.start, other.end):
                assert found[index] > found[other_index]
        below = {found[other] for other, item in enumerate(labels.spans) if item.overlaps(span)}
        assert set(range(found[index])) <= below, "a lane further in was free"


def test_a_nest_and_a_crossing() -> None:
    text = "abcdefgh"
    outer, inner, crossing = Span("o", "x", 0, 6), Span("i", "y", 1, 3), Span("c", "x", 5, 8)
    assert cut(text, (outer, inner, crossing)) == (
        Piece("a", (0,)),
        Piece("bc", (0, 1)),
        Piece("de", (0,)),
        Piece("f", (0, 2)),
        Piece("gh", (2,)),
    )
    assert lanes((outer, inner, crossing)) == (1, 0, 0)


def test_spans_with_one_extent_begin_in_their_own_order() -> None:
    spans = (Span("a", "x", 0, 2), Span("b", "y", 0, 2), Span("c", "z", 0, 3))
    assert cut("abc", spans) == (Piece("ab", (2, 0, 1)), Piece("c", (2,)))
    assert lanes(spans) == (0, 1, 2)


def test_a_text_without_spans_is_one_piece() -> None:
    assert cut("abc", ()) == (Piece("abc", ()),)
    assert lanes(()) == ()
