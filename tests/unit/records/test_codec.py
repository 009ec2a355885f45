from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.records import Adjudication, Article, LabelSet, Verdict, from_json, parse_time, to_json
from tests.strategies import articles, label_sets
from tests.unit.records.test_check import GOOD

ADJUDICATION = Adjudication("majority", ("anna", "ben"), 1, {"t1": Verdict(("anna",), {"presence": "1 of 2"})})
ARTICLE_AND_LABELS = articles().flatmap(lambda article: st.tuples(st.just(article), label_sets(article)))


@given(ARTICLE_AND_LABELS)
def test_json_and_back_is_the_identity(pair: tuple[Article, LabelSet]) -> None:
    _, labels = pair
    read, findings = from_json(json.loads(json.dumps(to_json(labels))))
    assert findings == []
    assert read == labels


@given(ARTICLE_AND_LABELS)
def test_labels_never_hold_the_text(pair: tuple[Article, LabelSet]) -> None:
    _, labels = pair
    assert all(set(span) == {"id", "type", "start", "end", "attributes"} for span in to_json(labels)["spans"])


class Odd(dict[str, Any]):
    """An object that is not just what `orjson` gives, so that it is read the long way."""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(ARTICLE_AND_LABELS, st.data())
def test_any_change_of_a_value_is_read_or_reported(pair: tuple[Article, LabelSet], data: st.DataObject) -> None:
    value = to_json(pair[1])
    key = data.draw(st.sampled_from(sorted(value)))
    value[key] = data.draw(json_values)
    labels, findings = from_json(value)
    assert (labels is None) == bool(findings)
    assert from_json(Odd(value)) == (labels, findings), "the short way and the long one read the same"


@given(ARTICLE_AND_LABELS, st.sampled_from(["spans", "relations"]), st.data())
def test_any_change_of_a_label_is_read_or_reported(
    pair: tuple[Article, LabelSet], kind: str, data: st.DataObject
) -> None:
    value = to_json(pair[1])
    if value[kind]:
        label = data.draw(st.sampled_from(value[kind]))
        key = data.draw(st.sampled_from([*label, "other"]))
        if data.draw(st.booleans()):
            label[key] = data.draw(json_values | st.just("a") | st.just({"a": "b"}))
        else:
            label.pop(key, None)
    labels, findings = from_json(value)
    assert (labels is None) == bool(findings)
    assert from_json(Odd(value)) == (labels, findings)


def faults(change: dict[str, Any]) -> dict[str, str]:
    value = {
        "format": 1,
        "article_id": "a",
        "sha256": "0" * 64,
        "scheme": "s",
        "scheme_version": 1,
        "annotator": "anna",
        "origin": "human",
        "created": "2024-01-01T00:00:00Z",
        "updated": "2024-01-01T00:00:00Z",
    }
    labels, findings = from_json(value | change)
    assert labels is None
    return {finding.field: finding.message for finding in findings}


def test_every_fault_of_form_is_named() -> None:
    span = {"id": "s", "type": "actor", "start": True, "end": "9", "attributes": {"kind": 1}, "text": "x"}
    change = {
        "format": 2,
        "article_id": "",
        "scheme_version": 1.0,
        "origin": "robot",
        "lead_time": "1",
        "created": "yesterday",
        "updated": "2024-01-01T00:00:00",
        "spans": [span, 3],
        "relations": {},
        "extra": 1,
    }
    assert faults(change) == {
        "$.format": "must be 1",
        "$.article_id": "must be a text",
        "$.scheme_version": "must be a whole number from 1",
        "$.origin": "'robot' is not one of human, imported, machine",
        "$.lead_time": "must be a number of seconds or null",
        "$.created": "'yesterday' is no time",
        "$.updated": "'2024-01-01T00:00:00' is no time",
        "$.spans[0].text": "unknown key 'text'",
        "$.spans[0].attributes": "must be an object of texts",
        "$.spans[0].start": "must be a whole number of code points",
        "$.spans[0].end": "must be a whole number of code points",
        "$.spans[1]": "must be an object",
        "$.spans[1].id": "is required",
        "$.spans[1].type": "is required",
        "$.spans[1].start": "must be a whole number of code points",
        "$.spans[1].end": "must be a whole number of code points",
        "$.relations": "must be a list",
        "$.extra": "unknown key 'extra'",
    }


def test_how_gold_was_decided_is_kept_and_checked() -> None:
    plain = to_json(GOOD)
    assert "adjudication" not in plain, "only gold has it"
    gold = replace(GOOD, adjudication=ADJUDICATION)
    value = json.loads(json.dumps(to_json(gold)))
    assert value["adjudication"]["verdicts"]["t1"] == {"supporters": ["anna"], "how": {"presence": "1 of 2"}}
    assert from_json(value) == (gold, [])
    value["adjudication"] = {"policy": "", "annotators": "anna", "verdicts": {"t1": {"how": [], "by": 1}}, "why": 1}
    labels, findings = from_json(value)
    assert labels is None
    assert {finding.field: finding.message for finding in findings} == {
        "$.adjudication.why": "unknown key 'why'",
        "$.adjudication.verdicts.t1.by": "unknown key 'by'",
        "$.adjudication.verdicts.t1.supporters": "must be a list of texts",
        "$.adjudication.verdicts.t1.how": "must be an object of texts",
        "$.adjudication.policy": "must be a text",
        "$.adjudication.annotators": "must be a list of texts",
        "$.adjudication.open": "must be a whole number of labels",
    }


def test_times_are_utc_and_need_an_offset() -> None:
    assert parse_time("2024-01-01T02:00:00+02:00") == parse_time("2024-01-01T00:00:00Z")
    with pytest.raises(ValueError, match="no time zone"):
        parse_time("2024-01-01T02:00:00")
    with pytest.raises(ValueError, match="in no year that can be written in UTC"):
        parse_time("0001-01-01T00:00:00+02:00")
