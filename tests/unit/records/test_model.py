from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from standoff.records import Adjudication, Article, LabelSet, Relation, Span, Verdict

TIME = datetime(2024, 1, 1, tzinfo=UTC)


def label_set(spans: tuple[Span, ...], relations: tuple[Relation, ...] = ()) -> LabelSet:
    return LabelSet("a", "0" * 64, "s", 1, "anna", "human", TIME, TIME, spans=spans, relations=relations)


def test_equal_labels_are_equal_whatever_their_order() -> None:
    one, two = Span("b", "actor", 0, 3), Span("a", "actor", 5, 8, {"kind": "state"})
    first, second = Relation("holder", "a", "b"), Relation("holder", "b", "a")
    assert label_set((one, two), (first, second)) == label_set((two, one), (second, first))
    assert label_set(()).with_labels([two, one], [second]) == label_set((one, two), (second,))


def test_verdicts_go_with_their_labels() -> None:
    spans, relation = (Span("b", "actor", 0, 3), Span("a", "actor", 5, 8)), Relation("holder", "a", "b")
    verdicts = {"a": Verdict(("anna",)), "b": Verdict(("ben",)), relation.key: Verdict(("ben",))}
    gold = replace(label_set(spans, (relation,)), adjudication=Adjudication("union", ("anna", "ben"), 0, verdicts))
    assert gold.with_labels(spans, [relation]) == gold
    left = gold.with_labels(spans[:1], ()).adjudication
    assert left is not None
    assert left.verdicts == {"b": Verdict(("ben",))}


def test_spans_are_found_by_id_and_slice_their_text() -> None:
    span = Span("x", "actor", 4, 6)
    assert label_set((span,)).span("x") is span
    assert label_set((span,)).span("y") is None
    assert span.surface("The UN met") == "UN"
    assert span.overlaps(Span("y", "date", 5, 9))
    assert not span.overlaps(Span("y", "date", 6, 9)), "intervals are half-open"


def test_an_article_is_named_by_the_sha256_of_its_text() -> None:
    article = Article("a", date(2024, 1, 1), "text")
    assert article.sha256 == "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1"
