"""Which suggestions are right."""

from __future__ import annotations

from standoff.records import Span
from standoff.suggest.learned.matching import matched
from standoff.suggest.suggestion import Suggestion


def test_each_label_is_of_one_suggestion_and_the_closest_one() -> None:
    labels = [Span("x", "actor", 0, 10), Span("y", "date", 20, 25)]
    suggestions = [Suggestion("actor", 8, 12), Suggestion("actor", 0, 10), Suggestion("actor", 20, 25)]
    loose, exact, other = matched(suggestions, labels)
    assert (loose.is_right, loose.is_exact) == (False, False)
    assert (exact.is_right, exact.is_exact) == (True, True)
    assert exact.label == labels[0]
    assert not other.is_right


def test_an_overlap_is_right_but_not_exact() -> None:
    [match] = matched([Suggestion("actor", 4, 10)], [Span("x", "actor", 0, 10)])
    assert (match.is_right, match.is_exact) == (True, False)
