"""How sure rules may be."""

from __future__ import annotations

from standoff.records import Span
from standoff.suggest.learned.matching import Match
from standoff.suggest.learned.scores import Scores, learn_scores
from standoff.suggest.suggestion import Suggestion

LABEL = Span("a", "actor", 0, 1)


def matches(rule: str, score: float, right: int, wrong: int, type_: str = "actor") -> list[Match]:
    one = Suggestion(type_, 0, 1, {}, score, rule)
    return [Match(one, LABEL)] * right + [Match(one, None)] * wrong


def score(scores: Scores, rule: str, said: float, type_: str = "actor") -> float:
    return scores.applied(Suggestion(type_, 0, 1, {}, said, rule)).score


def test_a_rule_with_many_suggestions_is_as_sure_as_it_was_right() -> None:
    scores = learn_scores(matches("a", 0.9, 400, 600), {"actor"})
    assert 0.39 < score(scores, "a", 0.9) < 0.41


def test_a_rule_with_few_is_drawn_to_its_type() -> None:
    scores = learn_scores([*matches("a", 0.6, 190, 10), *matches("b", 0.6, 0, 1)], {"actor"})
    assert 0.75 < score(scores, "b", 0.6) < 0.9
    # One that suggested nothing is judged by its type alone, and never certain.
    assert 0.88 < score(scores, "c", 0.6) < 0.93
    assert score(scores, "c", 0.9) == 0.99
    assert score(scores, "c", 0.5) < score(scores, "c", 0.6)


def test_types_without_labels_stay_as_they_are() -> None:
    scores = learn_scores(matches("d", 0.9, 0, 50, "date"), {"actor"})
    assert scores == Scores()
    assert score(scores, "d", 0.9, "date") == 0.9
