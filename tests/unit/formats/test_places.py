from __future__ import annotations

import pytest

from standoff.errors import InputError
from standoff.formats.places import by_letters, segmented, to_canonical, trimmed


def test_edges_are_trimmed() -> None:
    assert trimmed(" a b ", (0, 5)) == (1, 4)
    assert trimmed(" a b ", (-3, 99)) == (1, 4)
    assert trimmed(" a b ", (2, 3)) is None
    assert trimmed("ab", (-2, -1)) is None


def test_the_way_to_the_canonical_text() -> None:
    text, place = to_canonical("\ufeff a\r\n\r\nb\rc ")
    assert text == "a\n\nb\nc"
    assert (place((2, 3)), place((7, 8)), place((9, 10))) == ((0, 1), (3, 4), (5, 6))
    assert (place((0, 10)), place((3, 7)), place((0, 1))) == ((0, 6), None, None)


def test_the_way_over_other_white_space() -> None:
    place = by_letters("a b\n c", "a\tbc")
    assert (place((2, 6)), place((0, 1)), place((3, 5))) == ((2, 4), (0, 1), None)


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ([(0, 2), (1, 4)], "1-4"),
        ([(0, 1), (1, 1), (1, 4)], "1-1"),
        ([(0, 4)], "0-4"),
        ([(0, 3), (3, 4)], "0-3"),
        ([(0, 2), (3, 9)], "3-9"),
        ([(0, 2)], "no token holds 'c'"),
        ([(3, 4)], "no token holds 'ab'"),
    ],
)
def test_tokens_that_cannot_be_written(tokens: list[tuple[int, int]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        segmented("ab c", lambda _text: [tokens])


def test_sentences_without_tokens_are_left_out() -> None:
    assert segmented("ab c", lambda _text: [[], [(0, 2)], [(3, 4)]]) == [[(0, 2)], [(3, 4)]]
