"""Adjudication of any labels: nothing is lost, gold keeps the rules, and the same labels give the same gold."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import errors_in
from standoff.labels import POLICIES, adjudicate, dump_lines, plan_gold, read_lines, read_queue, update_queue
from standoff.labels.store import Line
from standoff.records import Article, LabelSet, check_label_set
from tests.strategies import NEWS_CONFLICT, articles, label_sets


@st.composite
def passes(draw: st.DrawFn) -> tuple[Article, list[LabelSet]]:
    """An article labelled by two to four annotators, the later ones partly like the first."""
    article = draw(articles())
    first = draw(label_sets(article, annotator="anna"))
    found = [first]
    for name in ("ben", "carl", "dora")[: draw(st.integers(1, 3))]:
        other = draw(label_sets(article, annotator=name))
        copied = draw(st.lists(st.sampled_from(first.spans), unique_by=lambda span: span.id)) if first.spans else []
        spans = {(span.type, span.start, span.end): span for span in [*other.spans, *copied]}
        renamed = [replace(span, id=f"r{index}") for index, span in enumerate(spans.values())]
        found.append(other.with_labels(renamed, ()))
    return article, found


@settings(max_examples=60)
@given(passes(), st.sampled_from(POLICIES))
def test_every_label_is_gold_or_open_or_dropped(made: tuple[Article, list[LabelSet]], policy: str) -> None:
    article, found = made
    (ruling,) = adjudicate(found, NEWS_CONFLICT, policy, "anna" if policy == "prefer" else "").rulings
    assert errors_in(check_label_set(ruling.gold, NEWS_CONFLICT, article.text)) == []
    assert ruling.gold.adjudication is not None
    verdicts = ruling.gold.adjudication.verdicts
    assert set(verdicts) == {span.id for span in ruling.gold.spans} | {item.key for item in ruling.gold.relations}
    supported = Counter(name for verdict in verdicts.values() for name in verdict.supporters)
    cases = Counter(name for case in (*ruling.open, *ruling.dropped) for name in case.candidates)
    marked = {labels.annotator: len(labels.spans) + len(labels.relations) for labels in found}
    assert {name: supported[name] + cases[name] for name in marked} == marked
    reversed_order = adjudicate(reversed(found), NEWS_CONFLICT, policy, "anna" if policy == "prefer" else "")
    assert reversed_order.rulings == (ruling,)


@given(passes())
def test_the_preferred_annotator_is_gold_as_they_are(made: tuple[Article, list[LabelSet]]) -> None:
    _, found = made
    (ruling,) = adjudicate(found, NEWS_CONFLICT, "prefer", "anna").rulings
    gold = [(span.type, span.start, span.end, span.attributes) for span in ruling.gold.spans]
    assert gold == [(span.type, span.start, span.end, span.attributes) for span in found[0].spans]
    assert len(ruling.gold.relations) == len(found[0].relations)
    assert ruling.open == ()


@given(articles().flatmap(label_sets), st.sampled_from([policy for policy in POLICIES if policy != "prefer"]))
def test_what_all_agree_on_is_gold_under_every_policy(labels: LabelSet, policy: str) -> None:
    (ruling,) = adjudicate([replace(labels, annotator=name) for name in "abc"], NEWS_CONFLICT, policy).rulings
    assert len(ruling.gold.spans) == len(labels.spans)
    assert len(ruling.gold.relations) == len(labels.relations)
    assert ruling.gold.adjudication is not None
    assert all(verdict.how == {} for verdict in ruling.gold.adjudication.verdicts.values())


@settings(max_examples=30)
@given(passes())
def test_gold_and_queue_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[Article, list[LabelSet]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("labels")
    rulings = adjudicate(made[1], NEWS_CONFLICT, "majority").rulings
    queue = update_queue(folder / "queue.jsonl", plan_gold(rulings, ()))
    assert read_queue(folder / "queue.jsonl") == queue
    golds = [ruling.gold for ruling in rulings]
    (folder / "gold.jsonl").write_bytes(dump_lines(golds))
    assert [line.labels for line in read_lines(folder / "gold.jsonl") if isinstance(line, Line)] == golds
