from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.records import Adjudication, Article, LabelSet, Relation, Span, Verdict, check_label_set
from standoff.text import sha256_hex
from tests.strategies import NEWS_CONFLICT, articles, label_sets

TEXT = "The army vowed to shell the port by Friday."
TIME = datetime(2024, 1, 1, tzinfo=UTC)
ARMY = Span("a1", "actor", 4, 8, {"kind": "state", "mention": "nominal"})
FRIDAY = Span("d1", "date", 36, 42, {"type": "DATE", "value": "2024-01-05"})
THREAT = Span("t1", "threat", 9, 32, {"mode": "force", "conditional": "no", "status": "made"})
GOOD = LabelSet(
    "a",
    sha256_hex(TEXT),
    NEWS_CONFLICT.name,
    NEWS_CONFLICT.version,
    "anna",
    "human",
    TIME,
    TIME,
    spans=(ARMY, FRIDAY, THREAT),
    relations=(Relation("source", "t1", "a1"), Relation("deadline", "t1", "d1")),
)


def codes(labels: LabelSet, text: str | None = TEXT) -> dict[str, str]:
    return {finding.field: finding.code for finding in check_label_set(labels, NEWS_CONFLICT, text)}


def with_span(span: Span, **change: Any) -> LabelSet:
    changed = replace(span, **change)
    return GOOD.with_labels([changed if other == span else other for other in GOOD.spans], GOOD.relations)


@given(articles().flatmap(lambda article: st.tuples(st.just(article), label_sets(article))))
def test_label_sets_made_by_the_rules_have_no_finding(pair: tuple[Article, LabelSet]) -> None:
    article, labels = pair
    assert check_label_set(labels, NEWS_CONFLICT, article.text) == []


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (GOOD, {}),
        (replace(GOOD, annotator="../x"), {"$.annotator": "annotator-name"}),
        (replace(GOOD, sha256="abc"), {"$.sha256": "sha256"}),
        (replace(GOOD, scheme="other"), {"$.scheme": "scheme-name"}),
        (replace(GOOD, scheme_version=99), {"$.scheme_version": "scheme-version"}),
        (replace(GOOD, created=TIME.replace(year=2025)), {"$.updated": "time-order"}),
        (replace(GOOD, lead_time=-1.0), {"$.lead_time": "lead-time"}),
        (replace(GOOD, lead_time=float("nan")), {"$.lead_time": "lead-time"}),
        (with_span(ARMY, start=-1), {"$.spans[0].start": "offset"}),
        (with_span(ARMY, start=8), {"$.spans[0].end": "offset"}),
        (with_span(FRIDAY, end=44), {"$.spans[2].end": "offset"}),
        (with_span(ARMY, start=3), {"$.spans[0]": "edge-space"}),
        (with_span(FRIDAY, attributes={"type": "DATE"}), {"$.spans[2].attributes.value": "attribute-missing"}),
        (
            with_span(FRIDAY, attributes={"type": "DATE", "value": "soon"}),
            {"$.spans[2].attributes.value": "attribute-value"},
        ),
        (
            with_span(FRIDAY, attributes={"type": "DATE", "value": "P1D"}),
            {"$.spans[2].attributes.value": "attribute-value"},
        ),
        (
            with_span(ARMY, attributes={**ARMY.attributes, "kind": "robot", "rank": "1"}),
            {"$.spans[0].attributes.kind": "attribute-value", "$.spans[0].attributes.rank": "attribute"},
        ),
        (
            with_span(ARMY, attributes={**ARMY.attributes, "country": "Turkey"}),
            {"$.spans[0].attributes.country": "attribute-value"},
        ),
        (with_span(ARMY, id="a 1"), {"$.spans[0].id": "span-id", "$.relations[1].to_id": "relation-dangling"}),
        (
            with_span(FRIDAY, id="t1"),
            {
                "$.spans[2].id": "span-id-twice",
                "$.relations[0].to_id": "relation-dangling",
                "$.relations[0].from_id": "relation-end",
                "$.relations[1].from_id": "relation-end",
            },
        ),
        (
            with_span(THREAT, type="menace"),
            {
                "$.spans[1].type": "span-type",
                "$.relations[0].from_id": "relation-end",
                "$.relations[1].from_id": "relation-end",
            },
        ),
        (GOOD.with_labels([*GOOD.spans, replace(ARMY, id="a2")], ()), {"$.spans[1]": "same-extent"}),
        (GOOD.with_labels(GOOD.spans, [Relation("source", "t1", "d1")]), {"$.relations[0].to_id": "relation-end"}),
        (GOOD.with_labels(GOOD.spans, [Relation("ally", "t1", "a1")]), {"$.relations[0].type": "relation-type"}),
        (GOOD.with_labels(GOOD.spans, [Relation("source", "t1", "a1")] * 2), {"$.relations[1]": "relation-twice"}),
    ],
)
def test_every_rule_has_a_finding_of_its_own(labels: LabelSet, expected: dict[str, str]) -> None:
    assert codes(labels) == expected


def test_without_the_text_only_its_length_and_edges_go_unchecked() -> None:
    assert codes(with_span(FRIDAY, end=99), None) == {}
    assert codes(with_span(ARMY, start=9), None) == {"$.spans[0].end": "offset"}


def test_verdicts_are_on_labels_that_are_there_and_by_annotators_who_took_part() -> None:
    verdicts = {"t1": Verdict(("anna",)), "source t1 a1": Verdict(("anna", "ben")), "t9": Verdict(("zoe",))}
    gold = replace(GOOD, adjudication=Adjudication("majority", ("anna", "ben"), -1, verdicts))
    assert codes(gold) == {
        "$.adjudication.open": "open-labels",
        "$.adjudication.verdicts.t9": "verdict-dangling",
        "$.adjudication.verdicts.t9.supporters": "supporter",
    }
