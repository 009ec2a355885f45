from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.records import FlatLabels, LabelSet, from_json, to_json
from tests.strategies import articles, label_sets
from tests.unit.records.test_check import GOOD
from tests.unit.records.test_codec import ADJUDICATION, json_values

LABELS = articles(8).flatmap(lambda article: label_sets(article, max_spans=4))


def content(flat: FlatLabels) -> list[Any]:
    """All that is in it, with the spans of each label set in the order of their ids, and attributes of their names."""
    known = [(type_, sorted(attributes.items())) for type_, attributes in flat.known.found]
    spans = zip(flat.ids, flat.starts, flat.ends, (known[kind] for kind in flat.kinds), strict=True)
    by_set = [sorted(next(spans) for _ in range(count)) for count in flat.span_counts]
    return [flat.head, by_set, flat.relation_counts, flat.relations]


def flat(label_sets: Sequence[LabelSet]) -> FlatLabels:
    found = FlatLabels()
    for labels in label_sets:
        found.append(labels)
    return found


@given(st.lists(LABELS, max_size=3))
def test_label_sets_as_we_write_them_are_read_together(label_sets: list[LabelSet]) -> None:
    found = FlatLabels()
    assert found.extend([json.loads(json.dumps(to_json(labels))) for labels in label_sets])
    assert content(found) == content(flat(label_sets))


@given(LABELS, st.sampled_from(["", "spans", "relations"]), st.data())
def test_any_other_object_is_read_the_same_or_not_at_all(labels: LabelSet, kind: str, data: st.DataObject) -> None:
    value = to_json(labels)
    changed = data.draw(st.sampled_from(value[kind])) if kind and value[kind] else value
    key = data.draw(st.sampled_from([*changed, "other"]))
    if data.draw(st.booleans()):
        changed[key] = data.draw(json_values | st.just("a") | st.just({"a": "b"}) | st.just({"a": 1}) | st.just(2**63))
    else:
        changed.pop(key, None)
    found = FlatLabels()
    sound = to_json(GOOD)
    if found.extend([sound, value]):
        read, findings = from_json(value)
        assert read is not None, findings
        assert content(found) == content(flat([GOOD, read]))
    else:
        assert content(found) == content(FlatLabels())
        assert found.extend([sound]), "what is faulty leaves no trace"
        assert content(found) == content(flat([GOOD]))


@pytest.mark.parametrize("value", [None, 1, [], "a", {}, to_json(GOOD) | {"adjudication": ADJUDICATION}])
def test_what_is_not_as_we_write_it_is_left_to_others(value: Any) -> None:
    found = FlatLabels()
    assert not found.extend([value])
    assert len(found) == 0
