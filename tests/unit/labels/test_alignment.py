from __future__ import annotations

import pytest

from standoff.labels import Unit, align, count_matches
from standoff.records import Span


def spans(*extents: tuple[int, int], type_: str = "actor") -> list[Span]:
    return [Span(f"{type_}{start}-{end}", type_, start, end) for start, end in extents]


def extents(units: tuple[Unit, ...]) -> list[dict[str, tuple[int, int]]]:
    return [{name: (span.start, span.end) for name, span in unit.spans.items()} for unit in units]


def test_equal_and_overlapping_spans_come_together() -> None:
    found = align({"anna": spans((0, 4), (10, 20), (30, 32)), "ben": spans((0, 4), (12, 20), (40, 44))})
    assert extents(found) == [
        {"anna": (0, 4), "ben": (0, 4)},
        {"anna": (10, 20), "ben": (12, 20)},
        {"anna": (30, 32)},
        {"ben": (40, 44)},
    ]


def test_nested_spans_find_their_own_counterparts() -> None:
    outer, inner = (0, 30), (24, 30)
    found = align({"anna": spans(outer, inner), "ben": spans(inner, outer)})
    assert extents(found) == [{"anna": outer, "ben": outer}, {"anna": inner, "ben": inner}]
    only_outer = align({"anna": spans(outer, inner), "ben": spans((0, 28))})
    assert extents(only_outer) == [{"anna": outer, "ben": (0, 28)}, {"anna": inner}]


def test_spans_of_different_types_or_side_by_side_are_apart() -> None:
    found = align({"anna": spans((0, 5)), "ben": spans((0, 5), type_="date") + spans((5, 9))})
    assert extents(found) == [{"anna": (0, 5)}, {"ben": (0, 5)}, {"ben": (5, 9)}]


def test_three_annotators_share_a_unit_only_if_all_their_spans_overlap() -> None:
    together = align({"anna": spans((0, 10)), "ben": spans((2, 12)), "carl": spans((4, 9))})
    assert extents(together) == [{"anna": (0, 10), "ben": (2, 12), "carl": (4, 9)}]
    chained = align({"anna": spans((0, 10)), "ben": spans((8, 20)), "carl": spans((9, 20))})
    assert extents(chained) == [{"anna": (0, 10), "ben": (8, 20), "carl": (9, 20)}]
    apart = align({"anna": spans((0, 10)), "ben": spans((6, 16)), "carl": spans((10, 20))})
    assert extents(apart) == [{"anna": (0, 10)}, {"ben": (6, 16), "carl": (10, 20)}]


def test_an_annotator_alone_and_nobody() -> None:
    assert extents(align({"anna": spans((0, 2), (1, 3))})) == [{"anna": (0, 2)}, {"anna": (1, 3)}]
    assert align({"anna": [], "ben": []}) == ()


@pytest.mark.parametrize(
    ("ones", "others", "expected"),
    [
        ([(0, 10)], [(0, 10)], 1),
        ([(0, 10)], [(10, 12)], 0),
        ([(0, 10)], [(0, 3), (4, 6)], 1),
        # A first pair by similarity, (10, 14) with (8, 13), would leave (13, 14) and (0, 9) without a partner.
        ([(0, 9), (10, 14)], [(8, 13), (13, 14)], 2),
        ([], [(0, 1)], 0),
    ],
)
def test_as_many_pairs_as_can_be_made(
    ones: list[tuple[int, int]], others: list[tuple[int, int]], expected: int
) -> None:
    assert count_matches(spans(*ones), spans(*others)) == expected
    assert count_matches(spans(*others), spans(*ones)) == expected


def test_no_pairs_across_types() -> None:
    assert count_matches(spans((0, 5)), spans((0, 5), type_="date")) == 0
