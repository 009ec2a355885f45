"""A stance model as evidence: whose word counts how much, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from standoff.records import Article
from standoff.suggest import Evidence, Suggestion, suggest, version
from tests.strategies import NEWS_CONFLICT

ARTICLE = Article("a", date(2021, 3, 27), "Iran welcomed the plan. Turkey rejected it on Friday.")


def evidence(favor: float | None) -> Evidence:
    def ask(article: Article, stances: Sequence[Suggestion]) -> list[Mapping[str, float] | None]:
        assert article is ARTICLE
        assert {one.type for one in stances} == {"stance"}
        return [None if favor is None else {"favor": favor, "against": 1 - favor} for _ in stances]

    return Evidence("0123456789", ask)


def stances(found: list[Suggestion]) -> list[tuple[str, float]]:
    return [(one.attributes["polarity"], one.score) for one in found if one.type == "stance"]


def test_agreement_makes_surer_and_the_polarity_stays_the_rules() -> None:
    assert stances(suggest(ARTICLE, NEWS_CONFLICT)) == [("favor", 0.75), ("against", 0.8)]
    found = suggest(ARTICLE, NEWS_CONFLICT, evidence=evidence(0.9), threshold=0)
    assert stances(found) == [("favor", 0.8), ("against", 0.567)]
    assert [one.why for one in found if one.type == "stance"] == [
        "stance: welcomed, stance model 01234567: favor 0.90",
        "stance: rejected, stance model 01234567: favor 0.90",
    ]


def test_other_suggestions_and_those_it_knows_nothing_of_stay_as_they_are() -> None:
    plain = suggest(ARTICLE, NEWS_CONFLICT)
    assert suggest(ARTICLE, NEWS_CONFLICT, evidence=evidence(None)) == plain
    weighed = suggest(ARTICLE, NEWS_CONFLICT, evidence=evidence(0.9), threshold=0)
    assert [one for one in weighed if one.type != "stance"] == [one for one in plain if one.type != "stance"]


def test_thresholds_that_were_measured_without_it_come_before_it() -> None:
    assert len(stances(suggest(ARTICLE, NEWS_CONFLICT, evidence=evidence(0.0)))) == 2


def test_a_threshold_that_is_named_comes_after_it() -> None:
    assert stances(suggest(ARTICLE, NEWS_CONFLICT, evidence=evidence(0.9), threshold=0.7)) == [("favor", 0.8)]


def test_the_version_names_it() -> None:
    assert version(evidence=evidence(0.5)) == f"{version()}+stance-01234567"
