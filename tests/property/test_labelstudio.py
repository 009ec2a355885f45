"""Label Studio results: out and in again is the identity, and nothing that comes in goes missing."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import assume, given
from hypothesis import strategies as st

from standoff.labelstudio.interface import LABEL_TAG, control_name, interface_xml
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.results import Parsed, from_results, to_results
from standoff.records import Relation, Span, check_labels
from standoff.scheme import Scheme
from tests.strategies import NEWS_CONFLICT, articles, label_sets, schemes, texts

units = st.sampled_from(["code-point", "utf-16"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
controls = ["label", "actor_kind", "actor_mention", "actor_country", "date_type", "date_value", "date_mod", "other"]
words = [
    "actor",
    "date",
    "stance",
    "threat",
    "person",
    "name",
    "TUR",
    "DATE",
    "2021-03-27",
    "holder",
    "source",
    " ",
    "",
]
region_ids = st.sampled_from(["r0", "r1", "r2", "not good"]) | json_values
word_lists = st.lists(st.sampled_from(words), max_size=2) | json_values
plausible_values = st.fixed_dictionaries(
    {"start": st.integers(-2, 40) | json_values, "end": st.integers(-2, 40) | json_values},
    optional={"text": word_lists, "labels": word_lists, "choices": word_lists},
)
plausible_results = st.fixed_dictionaries(
    {
        "id": region_ids,
        "from_name": st.sampled_from(controls) | json_values,
        "to_name": st.just("text") | json_values,
        "type": st.sampled_from(["labels", "choices", "textarea"]) | json_values,
        "value": plausible_values | json_values,
    },
    optional={"meta": st.just({"text": ["a note"]}) | json_values, "parentID": json_values, "score": json_values},
)
plausible_relations = st.fixed_dictionaries(
    {"type": st.just("relation"), "from_id": region_ids, "to_id": region_ids},
    optional={"direction": st.sampled_from(["right", "left", "bi"]) | json_values, "labels": word_lists},
)


@given(st.data(), units)
def test_out_and_in_again_is_the_identity(data: st.DataObject, unit: OffsetUnit) -> None:
    article = data.draw(articles())
    labels = data.draw(label_sets(article))
    results = to_results(labels.spans, labels.relations, article.text, NEWS_CONFLICT, unit=unit)
    parsed = from_results(data.draw(st.permutations(results)), article.text, NEWS_CONFLICT, unit=unit)
    assert (parsed.spans, parsed.relations) == (labels.spans, labels.relations)
    assert not parsed.findings
    assert not parsed.rejected


@given(st.data(), schemes())
def test_out_and_in_again_under_any_scheme(data: st.DataObject, scheme: Scheme) -> None:
    article = data.draw(articles())
    labels = data.draw(label_sets(article, scheme))
    parsed = from_results(to_results(labels.spans, labels.relations, article.text, scheme), article.text, scheme)
    assert parsed == Parsed(labels.spans, labels.relations)


@given(schemes())
def test_the_interface_carries_every_name_and_text(scheme: Scheme) -> None:
    assume(not {"true", "false"} & set(scheme.spans))
    root = ET.fromstring(interface_xml(scheme))
    tags = {tag.get("name"): tag for tag in root.iter() if tag.get("name")}
    assert [label.get("alias", label.get("value")) for label in tags[LABEL_TAG]] == list(scheme.spans)
    assert len(tags) == 2 + sum(len(span.attributes) for span in scheme.spans.values())
    for span in scheme.spans.values():
        for attribute in span.attributes.values():
            tag = tags[control_name(span.name, attribute.name)]
            assert [choice.get("alias", choice.get("value")) for choice in tag] == list(attribute.values)
    for tag in root.iter():
        shown = tag.get("value", "")
        assert not re.search(r"\$[\w\[\].{}]", shown) or shown in ("$text", "$title", "Published $published")


@given(json_values | st.lists(plausible_results | plausible_relations | json_values, max_size=8), texts(), units)
def test_junk_is_accounted_for(results: Any, text: str, unit: OffsetUnit) -> None:
    check_account(results, text, unit)


@given(st.data())
def test_damaged_results_are_accounted_for(data: st.DataObject) -> None:
    article = data.draw(articles())
    labels = data.draw(label_sets(article))
    results: list[Any] = to_results(labels.spans, labels.relations, article.text, NEWS_CONFLICT)
    for _ in range(data.draw(st.integers(1, 3)) if results else 0):
        victim = data.draw(st.sampled_from(results))
        if victim.get("type") == "labels" and data.draw(st.booleans()):
            twins = [item for item in results if item.get("id") == victim["id"]]
            results += [item | {"id": "twin"} for item in twins]
        key = data.draw(st.sampled_from(sorted(victim)))
        if key == "value" and isinstance(victim["value"], dict) and victim["value"] and data.draw(st.booleans()):
            victim["value"][data.draw(st.sampled_from(sorted(victim["value"])))] = data.draw(json_values | word_lists)
        else:
            victim[key] = data.draw(json_values | region_ids)
    check_account(results, article.text, "code-point")


def check_account(results: Any, text: str, unit: OffsetUnit) -> None:
    """Every result is in the spans and relations or is named, and what is kept keeps the rules."""
    parsed = from_results(results, text, NEWS_CONFLICT, unit=unit)
    assert check_labels(parsed.spans, parsed.relations, NEWS_CONFLICT, text) == []
    if not isinstance(results, list):
        assert [rejected.item for rejected in parsed.rejected] == [results]
        return
    named = {finding.field.partition("]")[0] + "]" for finding in parsed.findings}
    errors = {finding.field.partition("]")[0] + "]" for finding in parsed.findings if finding.severity == "error"}
    assert errors == {rejected.field for rejected in parsed.rejected}
    for rejected in parsed.rejected:
        assert results[int(rejected.field[2:-1])] is rejected.item
    for index, result in enumerate(results):
        if f"$[{index}]" not in named:
            assert is_held(result, parsed.spans, parsed.relations, NEWS_CONFLICT), f"{result} is lost"


def is_held(result: Any, spans: tuple[Span, ...], relations: tuple[Relation, ...], scheme: Scheme) -> bool:
    """Say whether a result is told in full by the spans and relations."""
    if result["type"] == "relation":
        ends = {result["from_id"], result["to_id"]}
        found = {relation.type for relation in relations if {relation.from_id, relation.to_id} == ends}
        return bool(result["labels"]) and set(result["labels"]) <= found
    span = next((span for span in spans if span.id == result["id"]), None)
    if span is None:
        return False
    if result["type"] == "labels":
        return result["value"]["labels"] in ([span.type], span.type)
    attribute = result["from_name"].removeprefix(f"{span.type}_")
    value = result["value"]["choices" if result["type"] == "choices" else "text"]
    return attribute in scheme.spans[span.type].attributes and value in (
        [span.attributes[attribute]],
        span.attributes[attribute],
    )
