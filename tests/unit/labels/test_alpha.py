"""Krippendorff's alpha for unitizing against the published worked example."""

from __future__ import annotations

import pytest

from standoff.labels import segments, unitizing_alpha, unitizing_tally
from standoff.labels.alpha import GAP, Segment

# Krippendorff 2019, Content Analysis, 4th ed., figure 12.11: three observers of a continuum of length 60.
LENGTH = 60
FIGURE = {
    "Alex": [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")],
    "Paul": [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")],
    "Suzan": [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")],
}


def partition(units: list[tuple[int, int, str]], length: int) -> list[Segment]:
    found, at = [], 0
    for start, end, value in units:
        if start > at:
            found.append(Segment(at, start, GAP))
        found.append(Segment(start, end, value))
        at = end
    return [*found, Segment(at, length, GAP)] if at < length else found


def test_units_of_several_values() -> None:
    tally = unitizing_tally([partition(units, LENGTH) for units in FIGURE.values()])
    assert unitizing_alpha(tally) == pytest.approx(0.510, abs=0.0005)


def test_units_against_gaps() -> None:
    """The book prints 0.413 for what is 0.4136."""
    marked = [segments([unit[:2] for unit in units], LENGTH) for units in FIGURE.values()]
    assert unitizing_alpha(unitizing_tally(marked)) == pytest.approx(0.413, abs=0.001)


def test_two_texts_are_one_continuum() -> None:
    """Two halves, cut where all observers have a boundary, have the tally of the whole."""
    whole = unitizing_tally([segments([unit[:2] for unit in units], LENGTH) for units in FIGURE.values()])
    cut = 32
    halves = [
        unitizing_tally(
            [
                segments([(start - low, end - low) for start, end, _ in units if low <= start < high], high - low)
                for units in FIGURE.values()
            ]
        )
        for low, high in ((0, cut), (cut, LENGTH))
    ]
    assert {key: halves[0].get(key, 0) + halves[1].get(key, 0) for key in whole} == whole


def test_agreement_is_one_and_marking_what_the_other_left_is_below_zero() -> None:
    one = segments([(2, 5), (7, 9)], 10)
    assert unitizing_alpha(unitizing_tally([one, one])) == 1
    other = segments([(0, 2), (5, 7), (9, 10)], 10)
    found = unitizing_alpha(unitizing_tally([one, other]))
    assert isinstance(found, float)
    assert found < -0.7


def test_a_span_within_a_span_counts_where_only_one_annotator_saw_it() -> None:
    both = segments([(0, 20), (5, 9)], 40)
    outer = segments([(0, 20)], 40)
    assert [(part.start, part.end, part.value) for part in both] == [
        (0, 5, "1"),
        (5, 9, "2"),
        (9, 20, "1"),
        (20, 40, GAP),
    ]
    assert unitizing_alpha(unitizing_tally([both, both])) == 1
    nested = unitizing_alpha(unitizing_tally([both, outer]))
    assert isinstance(nested, float)
    assert 0 < nested < 1


def test_adjacent_spans_are_two_units() -> None:
    assert segments([(0, 3), (3, 6)], 6) == [Segment(0, 3, "1"), Segment(3, 6, "1")]


def test_why_there_is_no_figure() -> None:
    nothing, everything = segments([], 10), segments([(0, 10)], 10)
    assert unitizing_alpha({}) == "nothing to compare"
    assert unitizing_alpha(unitizing_tally([nothing, nothing])) == "nobody marked anything"
    assert unitizing_alpha(unitizing_tally([everything, everything])) == "everybody marked everything"
