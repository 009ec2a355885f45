from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from standoff.records import LabelSet, Relation
from standoff.view.compare import SpanPair, compare
from standoff.view.layers import Layer, Source
from tests.projects import FERRY, FERRY_LABELS, span
from tests.strategies import articles, label_sets


def layer(labels: LabelSet) -> Layer:
    return Layer(Source(labels.annotator), labels.spans, labels.relations)


def test_what_is_equal_and_what_differs() -> None:
    varga, monday, stance, threat, front = (
        span(FERRY, "x1", "actor", "Ines Varga", kind="state", mention="name"),
        FERRY_LABELS.span("d1"),
        span(FERRY, "x2", "stance", "rejects the ferry", polarity="against", target="ferry", voice="author"),
        span(FERRY, "x3", "threat", "will close the strait", mode="restrict", conditional="yes", status="made"),
        span(FERRY, "x4", "actor", "envoy", kind="person", mention="nominal"),
    )
    assert monday is not None
    ben = FERRY_LABELS.with_labels([varga, monday, stance, threat, front], [Relation("holder", "x2", "x1")])
    by_id = [{item.id: place for place, item in enumerate(labels.spans)} for labels in (FERRY_LABELS, ben)]

    def at(one: str | None, other: str | None) -> tuple[int | None, int | None]:
        return (by_id[0][one] if one else None, by_id[1][other] if other else None)

    found = compare(layer(FERRY_LABELS), layer(ben))
    assert set(found.spans) == {
        SpanPair(*at("a1", "x1"), attributes=("kind",)),
        SpanPair(*at("d1", "d1")),
        SpanPair(*at("s1", "x2"), other_extent=True, attributes=("target",)),
        SpanPair(*at("t1", "x3"), other_extent=True),
        SpanPair(*at("a2", None)),
        SpanPair(*at(None, "x4")),
    }
    assert found.relations == ((0, 0), (1, None))
    turned = compare(layer(ben), layer(FERRY_LABELS))
    assert {(pair.other, pair.one) for pair in turned.spans} == {(pair.one, pair.other) for pair in found.spans}
    assert turned.relations == ((0, 0), (None, 1))


def test_an_attribute_that_only_one_has_differs() -> None:
    one = span(FERRY, "a", "actor", "Quelle", kind="state", mention="name", country="QUE")
    layers = [Layer(Source(name), (item,)) for name, item in (("anna", one), ("ben", replace(one, attributes={})))]
    assert compare(*layers).spans[0].attributes == ("country", "kind", "mention")


@given(
    articles().flatmap(
        lambda article: st.tuples(label_sets(article, annotator="anna"), label_sets(article, annotator="ben"))
    )
)
def test_every_span_and_relation_is_in_exactly_one_pair(pair: tuple[LabelSet, LabelSet]) -> None:
    one, other = map(layer, pair)
    found = compare(one, other)
    for side, of in enumerate((one, other)):
        places = [(item.one, item.other)[side] for item in found.spans]
        assert sorted(place for place in places if place is not None) == list(range(len(of.spans)))
        relations = [item[side] for item in found.relations]
        assert sorted(place for place in relations if place is not None) == list(range(len(of.relations)))
    assert all(item == SpanPair(item.one, item.other) and item.one == item.other for item in compare(one, one).spans)
    assert all(ours == theirs for ours, theirs in compare(one, one).relations)
