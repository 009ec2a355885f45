"""What speaks for an article: unsure suggestions, rules and labels that differ, new words; and against it: copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.records import Article
from standoff.review import Weights, rank_articles
from standoff.scheme import Scheme
from tests.unit.review.planted import Pairs

UNSURE, DIFFERING, NEW = Weights(1, 0, 0), Weights(0, 1, 0), Weights(0, 0, 1)


def article(id_: str, text: str, like: Article) -> Article:
    return replace(like, id=id_, text=text)


def test_near_copies_come_last(pairs: Pairs, scheme: Scheme) -> None:
    labelled, waiting = pairs[:4], [one for one, _ in pairs[4:8]]
    of_labelled = article("copy_of_labelled", f"{labelled[0][0].text} Nobody came.", labelled[0][0])
    of_waiting = article("copy_of_waiting", f"{waiting[0].text} Nobody came.", waiting[0])
    other = article("other", "Fishermen in Quelle went on strike over the price of salt and ice.", waiting[0])
    ranked = rank_articles([of_labelled, of_waiting, *waiting, other], labelled, scheme)
    ids = [one.article_id for one in ranked]
    assert sorted(ids) == sorted([of_labelled.id, of_waiting.id, other.id, *(one.id for one in waiting)])
    assert ids[0] == "other", "the rest is made by one pattern"
    by_id = {one.article_id: one for one in ranked}
    assert ids.index("copy_of_labelled") >= len(ids) - 2
    assert by_id["copy_of_labelled"].copied > 0.9
    later = by_id[max((waiting[0].id, "copy_of_waiting"), key=ids.index)]
    assert later.copied > 0.9
    assert "of it stands in articles before it" in later.why


def test_scores_fall_from_the_first_to_the_last(pairs: Pairs, scheme: Scheme) -> None:
    steps: list[tuple[int, int | None]] = []
    waiting = [one for one, _ in pairs[3:]]
    ranked = rank_articles(waiting, pairs[:3], scheme, progress=lambda done, total: steps.append((done, total)))
    scores = [one.score for one in ranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert steps == [(number, 7) for number in range(1, 8)]
    assert ranked == rank_articles(waiting[::-1], pairs[:3][::-1], scheme)


def test_unsure_suggestions_count_by_the_sentence(pairs: Pairs, scheme: Scheme) -> None:
    like = pairs[0][0]
    sure = article("sure", "Iran rejected the plan on Monday.", like)
    unsure = article("unsure", "The council, the rebels and the side of Ardal want talks.", like)
    ranked = rank_articles([sure, unsure], [], scheme, weights=UNSURE)
    assert [one.article_id for one in ranked] == ["unsure", "sure"]
    assert ranked[0].unsure > ranked[1].unsure
    assert "suggestions are unsure" in ranked[0].why
    assert "differ on" not in ranked[0].why, "nothing was learned"


def test_articles_on_which_rules_and_labels_differ(scheme: Scheme, pairs: Pairs) -> None:
    def with_the(number: int) -> tuple[Article, Pairs]:
        text = f"The fisherfolk of Ardal blocked the harbor for {number} days. Rain fell on {number} boats."
        one = article(f"f{number}", text, pairs[0][0])
        span = replace(pairs[0][1].spans[0], start=0, end=23, attributes={"kind": "people", "mention": "nominal"})
        labels = replace(pairs[0][1], article_id=one.id, sha256=one.sha256, spans=(span,), relations=())
        return one, [(one, labels)]

    taught = [pair for number in range(3, 9) for pair in with_the(number)[1]]
    like_them, _ = with_the(77)
    plain = article("plain", "It was dry and cold, and the boats lay still.", pairs[0][0])
    ranked = rank_articles([plain, like_them], taught, scheme, weights=DIFFERING)
    by_id = {one.article_id: one for one in ranked}
    assert by_id["f77"].differing > 0
    assert by_id["plain"].differing == 0
    assert "rules and what was learned differ on" in by_id["f77"].why


@pytest.mark.parametrize("weights", [UNSURE, DIFFERING, NEW])
def test_nothing_to_rank_and_nothing_to_say(weights: Weights, scheme: Scheme, pairs: Pairs) -> None:
    assert rank_articles([], [], scheme, weights=weights) == []
    (only,) = rank_articles([article("marks", "… ! …", pairs[0][0])], [], scheme, weights=weights)
    assert only.score <= 0.5
