from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.corpus.engine.soundness import Edges, are_sound
from standoff.corpus.labelsets import LabelColumns
from standoff.records import Article, LabelSet, Relation, Span, check_label_set
from tests.strategies import NEWS_CONFLICT, articles, label_sets
from tests.unit.records.test_check import ARMY, FRIDAY, GOOD, TEXT, THREAT

SPANS = st.builds(
    Span,
    st.sampled_from(["a", "b", "c", "d e", "é"]),
    st.sampled_from(["actor", "date", "threat", "x"]),
    st.integers(-1, 8),
    st.integers(0, 9),
    st.sampled_from([ARMY.attributes, FRIDAY.attributes, THREAT.attributes, {"type": "DATE", "value": "soon"}, {}]),
)
RELATIONS = st.builds(Relation, st.sampled_from(["source", "holder", "y"]), *[st.sampled_from(["a", "b", "z"])] * 2)
HEADS = st.sampled_from(
    [
        {},
        {"annotator": "../x"},
        {"scheme": "other"},
        {"scheme_version": 99},
        {"scheme_version": 2**64},
        {"created": GOOD.created.replace(year=2025)},
        {"lead_time": -1.0},
        {"lead_time": float("inf")},
        {"lead_time": 0.0},
    ]
)
SETS = st.builds(
    lambda spans, relations, head: replace(GOOD.with_labels(spans, relations), **head),
    st.lists(SPANS, max_size=3),
    st.lists(RELATIONS, max_size=2),
    HEADS,
)
TEXTS = st.sampled_from(["word word", " word", "a b c d e\u00a0"])


def verdicts(found: list[tuple[LabelSet, str]]) -> list[bool]:
    columns = LabelColumns.of_sets([labels for labels, _ in found])
    edges, sound = Edges(columns), are_sound(columns, NEWS_CONFLICT).tolist()
    return [sound[row] and edges.fit(row, text) for row, (_, text) in enumerate(found)]


def expected(found: list[tuple[LabelSet, str]]) -> list[bool]:
    return [not check_label_set(labels, NEWS_CONFLICT, text) for labels, text in found]


@given(st.lists(st.tuples(SETS, TEXTS), max_size=4))
def test_label_sets_are_sound_where_the_plain_checks_find_nothing(found: list[tuple[LabelSet, str]]) -> None:
    assert verdicts(found) == expected(found)


@given(st.lists(articles(6).flatmap(lambda article: st.tuples(label_sets(article), st.just(article))), max_size=2))
def test_label_sets_made_by_the_rules_are_sound(found: list[tuple[LabelSet, Article]]) -> None:
    assert all(verdicts([(labels, article.text) for labels, article in found]))


@pytest.mark.parametrize(
    "labels",
    [
        GOOD,
        GOOD.with_labels([*GOOD.spans, replace(ARMY, id="a2")], ()),
        GOOD.with_labels([*GOOD.spans, replace(ARMY, end=7)], ()),
        GOOD.with_labels(GOOD.spans, [Relation("source", "t1", "a1")] * 2),
        GOOD.with_labels(GOOD.spans, [Relation("source", "a1", "t1")]),
        GOOD.with_labels((), [Relation("source", "t1", "a1")]),
        GOOD.with_labels([replace(FRIDAY, end=99)], ()),
        GOOD.with_labels([replace(FRIDAY, end=2**64)], ()),
        GOOD.with_labels([replace(FRIDAY, end=FRIDAY.end + 1)], ()),
        GOOD.with_labels([replace(ARMY, start=3)], ()),
    ],
)
def test_neighbours_are_not_taken_for_each_other(labels: LabelSet) -> None:
    found = [(GOOD, TEXT), (labels, TEXT), (GOOD, TEXT), (labels, TEXT)]
    assert verdicts(found) == expected(found)
