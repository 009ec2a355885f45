"""Each kind of error is found where it is planted among labels that are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import util
from typing import Any

import pytest

from standoff.errors import InputError, MissingExtraError
from standoff.records import Article, LabelSet, Span
from standoff.review import Doubt, find_doubts
from standoff.scheme import Scheme

Change = Callable[[Article, list[Span]], list[Span]]
Changed = Callable[[int, Change], list[tuple[Article, LabelSet]]]
Pairs = Sequence[tuple[Article, LabelSet]]


def first_of(spans: Sequence[Span], type_: str) -> Span:
    return next(span for span in spans if span.type == type_)


def first(doubts: Sequence[Doubt]) -> Doubt:
    assert all(0 <= doubt.score <= 1 and 0 <= doubt.chance <= 1 for doubt in doubts)
    assert [doubt.score for doubt in doubts] == sorted((doubt.score for doubt in doubts), reverse=True)
    return doubts[0]


def test_a_wrong_choice_with_the_likelier_one(changed: Changed, scheme: Scheme) -> None:
    def change(_: Article, spans: list[Span]) -> list[Span]:
        wrong = first_of(spans, "actor")
        return [replace(one, attributes={**one.attributes, "kind": "people"}) if one == wrong else one for one in spans]

    doubt = first(find_doubts(changed(3, change), scheme))
    assert (doubt.article_id, doubt.kind, doubt.attribute) == ("a3", "attribute", "kind")
    assert doubt.span.attributes["kind"] == "people"
    assert doubt.proposal is not None
    assert doubt.proposal.attributes["kind"] == "state"
    assert "kind people is" in doubt.why
    assert "state is" in doubt.why


def test_a_wrong_value_with_that_of_the_rules(changed: Changed, scheme: Scheme) -> None:
    def change(_: Article, spans: list[Span]) -> list[Span]:
        wrong = first_of(spans, "date")
        return [
            replace(one, attributes={**one.attributes, "value": "2021-01-01"}) if one == wrong else one for one in spans
        ]

    found = find_doubts(changed(4, change), scheme)
    doubt = first(found)
    assert (doubt.article_id, doubt.kind, doubt.attribute) == ("a4", "attribute", "value")
    assert "value is 2021-01-01, rules say 2021-" in doubt.why
    assert sum(one.attribute == "value" for one in found) == 1, "the others are as rules say"


def test_a_label_of_words_that_are_nothing(changed: Changed, scheme: Scheme) -> None:
    def change(article: Article, spans: list[Span]) -> list[Span]:
        start = article.text.index("the ferries went on as")
        attributes = {"kind": "state", "mention": "name"}
        return [*spans, Span("bad", "actor", start, start + len("the ferries went on as"), attributes)]

    doubt = first(find_doubts(changed(5, change), scheme))
    assert (doubt.article_id, doubt.kind, doubt.span.id, doubt.proposal) == ("a5", "presence", "bad", None)
    assert "“the ferries went on as”" in doubt.why


def test_a_moved_edge_with_the_likelier_extent(changed: Changed, scheme: Scheme) -> None:
    def change(article: Article, spans: list[Span]) -> list[Span]:
        wrong = first_of(spans, "date")
        return [replace(one, start=one.start - len("on ")) if one == wrong else one for one in spans]

    doubt = first(find_doubts(changed(6, change), scheme))
    assert (doubt.article_id, doubt.kind, doubt.span.type) == ("a6", "extent", "date")
    assert doubt.proposal is not None
    assert doubt.proposal.start == doubt.span.start + len("on ")
    assert doubt.proposal.end == doubt.span.end


def test_another_type_with_the_likelier_one(changed: Changed, scheme: Scheme) -> None:
    def change(_: Article, spans: list[Span]) -> list[Span]:
        wrong = first_of(spans, "actor")
        values = {"type": "DATE", "value": "2021-03-27"}
        return [replace(one, type="date", attributes=values) if one == wrong else one for one in spans]

    found = find_doubts(changed(2, change), scheme)
    doubt = first(found)
    assert (doubt.article_id, doubt.kind, doubt.span.type) == ("a2", "type", "date")
    assert doubt.proposal is not None
    assert (doubt.proposal.type, doubt.proposal.id) == ("actor", doubt.span.id)
    assert not [one for one in found if one.kind == "missing" and one.article_id == "a2"], "both are one doubt"


@pytest.mark.parametrize("type_", ["actor", "date", "stance"])
def test_a_label_that_nobody_made(changed: Changed, scheme: Scheme, type_: str) -> None:
    gone: list[Span] = []

    def change(_: Article, spans: list[Span]) -> list[Span]:
        gone.append(first_of(spans, type_))
        return [one for one in spans if one != gone[0]]

    found = find_doubts(changed(7, change), scheme)
    doubt = next(one for one in found if one.kind == "missing")
    assert doubt.article_id == "a7"
    assert (doubt.span.type, doubt.span.start, doubt.span.end) == (type_, gone[0].start, gone[0].end)
    assert "nobody marked" in doubt.why
    assert found.index(doubt) < 5


def test_the_same_labels_in_any_order_give_the_same_doubts(pairs: Pairs, scheme: Scheme) -> None:
    steps: list[tuple[int, int | None]] = []
    found = find_doubts(pairs, scheme, progress=lambda done, total: steps.append((done, total)))
    assert found == find_doubts(list(reversed(pairs)), scheme)
    assert steps == [(number, 16) for number in range(1, 17)]


def test_near_duplicates_do_not_vouch_for_each_other(pairs: Pairs, scheme: Scheme) -> None:
    with pytest.raises(InputError, match="are near-duplicates"):
        find_doubts(pairs, scheme, groups=dict.fromkeys([article.id for article, _ in pairs], "one"))


def test_one_article_is_too_little(pairs: Pairs, scheme: Scheme) -> None:
    with pytest.raises(InputError, match="1 labelled articles are too few"):
        find_doubts(pairs[:1], scheme)
    with pytest.raises(InputError, match="0 labelled articles are too few"):
        find_doubts([], scheme)


def test_labels_without_a_span_say_nothing(pairs: Pairs, scheme: Scheme) -> None:
    empty = [(article, labels.with_labels((), ())) for article, labels in pairs]
    assert find_doubts(empty, scheme) == []


def test_without_scikit_learn_it_says_what_to_install(
    pairs: Pairs, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_spec(name: str, *_: Any) -> object:
        return None if name == "sklearn" else util.find_spec(name)

    monkeypatch.setattr("standoff.review.models.find_spec", find_spec)
    with pytest.raises(MissingExtraError, match=r"standoff\[baseline\]"):
        find_doubts(pairs, scheme)
