"""Doubts as a queue: each case names labels that are there, and what is likelier fits the scheme."""

from __future__ import annotations

from pathlib import Path

from standoff.labels import Case, read_queue, write_queue
from standoff.records import Span
from standoff.review import MODELS, Doubt, context, to_cases
from tests.projects import BRIDGE, BRIDGE_LABELS, FERRY, FERRY_LABELS, SCHEME, article, span

VARGA, FRONT, MONDAY, STANCE, THREAT = (
    FERRY_LABELS.spans[0],
    *(next(one for one in FERRY_LABELS.spans if one.id == id_) for id_ in ("a2", "d1", "s1", "t1")),
)


def with_value(one: Span, **values: str) -> Span:
    return Span(one.id, one.type, one.start, one.end, {**one.attributes, **values})


def doubts() -> list[Doubt]:
    friday = Span("missing", "date", 1, 3, {"type": "DATE", "value": "2026-05-01"})
    return [
        Doubt(FERRY.id, "attribute", FRONT, 0.9, 0.01, "kind", "kind", with_value(FRONT, kind="organization")),
        Doubt(BRIDGE.id, "presence", BRIDGE_LABELS.spans[0], 0.8, 0.02, "no actor"),
        Doubt(FERRY.id, "attribute", FRONT, 0.7, 0.02, "mention", "mention", with_value(FRONT, mention="nominal")),
        Doubt(FERRY.id, "extent", VARGA, 0.6, 0.1, "shorter", "", Span("a1", "actor", 5, 10, VARGA.attributes)),
        Doubt(FERRY.id, "missing", friday, 0.5, 0.1, "nobody", "", friday),
        Doubt(FERRY.id, "type", STANCE, 0.4, 0.1, "a threat", "", Span("s1", "threat", 11, 33, THREAT.attributes)),
        Doubt(FERRY.id, "attribute", MONDAY, 0.3, 0.1, "no date", "type", with_value(MONDAY, type="DURATION")),
    ]


def test_a_queue_of_doubts(tmp_path: Path) -> None:
    items = to_cases(doubts(), [(FERRY, FERRY_LABELS), (BRIDGE, BRIDGE_LABELS)], SCHEME, tool="standoff 1")
    assert [item.article_id for item in items] == [FERRY.id, BRIDGE.id], "the likeliest error first"
    ferry, bridge = items
    assert bridge.cases == (Case("actor", {"anna": "a1"}, ("presence",), 0.8, "no actor"),)
    assert [one.annotator for one in bridge.candidates] == ["anna", MODELS]
    assert [(case.type, case.open, dict(case.candidates)) for case in ferry.cases] == [
        ("actor", ("attributes.kind",), {"anna": "a2", MODELS: "p1"}),
        ("actor", ("attributes.mention",), {"anna": "a2", MODELS: "p1"}),
        ("actor", ("extent",), {"anna": "a1", MODELS: "p2"}),
        ("date", ("presence",), {MODELS: "p3"}),
        ("stance", ("presence",), {"anna": "s1"}),
        ("threat", ("presence",), {MODELS: "p4"}),
        # A DURATION with the value of a date does not fit the scheme, so it is not proposed.
        ("date", ("attributes.type",), {"anna": "d1"}),
    ]
    asked, models = ferry.candidates
    assert {one.id for one in asked.spans} == {"a1", "a2", "d1", "s1"}
    assert models.origin == "machine"
    assert models.tool == "standoff 1"
    assert models.lead_time is None
    proposed = models.span("p1")
    assert proposed is not None
    assert (proposed.attributes["kind"], proposed.attributes["mention"]) == ("organization", "nominal")
    write_queue(tmp_path / "review.jsonl", items)
    assert read_queue(tmp_path / "review.jsonl") == tuple(items)


def test_two_doubts_that_propose_the_same_words_share_a_candidate() -> None:
    one, other = FERRY_LABELS.spans[0], FRONT
    same = [
        Doubt(FERRY.id, "extent", span_, 0.5, 0.1, "", "", Span(span_.id, "actor", 0, 4, span_.attributes))
        for span_ in (one, other)
    ]
    (item,) = to_cases(same, [(FERRY, FERRY_LABELS)], SCHEME, tool="")
    assert [dict(case.candidates) for case in item.cases] == [
        {"anna": "a1", MODELS: "p1"},
        {"anna": "a2", MODELS: "p1"},
    ]


def test_the_sentence_of_a_label() -> None:
    assert context(FERRY, MONDAY) == ("The U.S. envoy said on [Monday] that 8,600 people wait in Quelle’s port")
    assert context(FERRY, STANCE, ("<", ">")) == "Ines Varga <rejects the ferry ban>"
    over_two = Span("x", "stance", FERRY.text.index("ferry"), FERRY.text.index("envoy"))
    assert context(FERRY, over_two).startswith("Ines Varga rejects the [ferry ban. The U.S.")


def test_a_long_sentence_is_cut_at_words() -> None:
    long = article("x", "a few words " * 40 + "Quelle " + "and more " * 40)
    shown = context(long, span(long, "a", "actor", "Quelle"))
    assert shown.startswith("…")
    assert shown.endswith(" …")
    assert " [Quelle] and more" in shown
    assert len(shown) < 270
