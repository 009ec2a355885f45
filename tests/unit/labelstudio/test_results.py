"""What becomes of each kind of result, one fault at a time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from standoff.errors import FindingsError
from standoff.labelstudio.results import Parsed, from_results, to_results
from standoff.records import Relation, Span
from tests.strategies import NEWS_CONFLICT

TEXT = "😀 The ministry rejected the plan on Monday.\nThe rebels vowed to strike by May 1."

MINISTRY = Span("m", "actor", 6, 14, {"kind": "state", "mention": "nominal"})
MONDAY = Span("d", "date", 36, 42, {"type": "DATE", "value": "2021-03-29", "mod": "START"})
REJECTED = Span("s", "stance", 15, 32, {"polarity": "against", "target": "plan", "voice": "author"})
REBELS = Span("r", "actor", 48, 54, {"kind": "armed_group", "mention": "nominal"})
THREAT = Span("t", "threat", 55, 70, {"mode": "force", "conditional": "no", "status": "made"})
MAY = Span("e", "date", 74, 79, {"type": "DATE", "value": "2021-05-01"})
SPANS = (MINISTRY, REJECTED, MONDAY, REBELS, THREAT, MAY)
RELATIONS = (Relation("deadline", "t", "e"), Relation("holder", "s", "m"), Relation("source", "t", "r"))


@pytest.fixture
def results() -> list[Any]:
    return list(to_results(SPANS, RELATIONS, TEXT, NEWS_CONFLICT))


def parse(results: object) -> Parsed:
    return from_results(results, TEXT, NEWS_CONFLICT)


def at(results: list[Any], id_: str, from_name: str = "label") -> int:
    """Return the index of a region's result."""
    return next(i for i, item in enumerate(results) if (item.get("id"), item.get("from_name")) == (id_, from_name))


def relation_at(results: list[Any], name: str) -> int:
    return next(i for i, item in enumerate(results) if item.get("labels") == [name])


def codes(parsed: Parsed) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in parsed.findings]


def rejected(parsed: Parsed) -> list[int]:
    return [int(item.field[2:-1]) for item in parsed.rejected]


def test_the_texts_of_the_example() -> None:
    words = ["ministry", "rejected the plan", "Monday", "rebels", "vowed to strike", "May 1"]
    assert [span.surface(TEXT) for span in SPANS] == words


def test_form_of_results() -> None:
    found = to_results([MINISTRY, REJECTED], [RELATIONS[1]], TEXT, NEWS_CONFLICT, scores={"m": 0.75})
    extent = {"start": 6, "end": 14, "text": "ministry"}
    region = {"id": "m", "to_name": "text", "score": 0.75}
    assert found[:3] == [
        region | {"from_name": "label", "type": "labels", "value": extent | {"labels": ["actor"]}},
        region | {"from_name": "actor_kind", "type": "choices", "value": extent | {"choices": ["state"]}},
        region | {"from_name": "actor_mention", "type": "choices", "value": extent | {"choices": ["nominal"]}},
    ]
    target = found[at(list(found), "s", "stance_target")]
    assert (target["type"], target["value"]) == ("textarea", {"start": 15, "end": 32, "text": ["plan"]})
    assert "score" not in target
    assert found[-1] == {"type": "relation", "from_id": "s", "to_id": "m", "direction": "right", "labels": ["holder"]}


def test_relations_of_the_same_regions_are_one_result() -> None:
    relations = (Relation("recipient", "t", "r"), Relation("source", "t", "r"))
    found = to_results([REBELS, THREAT], relations, TEXT, NEWS_CONFLICT)
    assert [result["labels"] for result in found if result["type"] == "relation"] == [["recipient", "source"]]
    assert from_results(found, TEXT, NEWS_CONFLICT) == Parsed((REBELS, THREAT), relations)


def test_offsets_of_a_server_that_counts_utf16() -> None:
    found = to_results([MINISTRY], [], TEXT, NEWS_CONFLICT, unit="utf-16")
    assert (found[0]["value"]["start"], found[0]["value"]["end"]) == (7, 15)
    assert from_results(found, TEXT, NEWS_CONFLICT, unit="utf-16").spans == (MINISTRY,)


def test_a_suggestion_may_lack_attributes_and_nothing_else() -> None:
    assert len(to_results([Span("x", "actor", 6, 14)], [], TEXT, NEWS_CONFLICT)) == 1
    with pytest.raises(FindingsError) as caught:
        to_results([Span("x y", "actor", 5, 14, {"kind": "cat"})], [Relation("holder", "x", "z")], TEXT, NEWS_CONFLICT)
    assert {finding.code for finding in caught.value.findings} == {
        "span-id",
        "edge-space",
        "attribute-value",
        "relation-dangling",
    }


def test_back_in_any_order(results: list[Any]) -> None:
    assert parse(results[::-1]) == Parsed(SPANS, RELATIONS)


def test_the_surface_that_the_server_sends_is_not_believed(results: list[Any]) -> None:
    for result in results:
        if result.get("type") in ("labels", "choices"):
            result["value"]["text"] = "something\\nelse"
    assert parse(results) == Parsed(SPANS, RELATIONS)


@pytest.mark.parametrize("junk", [None, {}, "text", 3])
def test_no_list(junk: object) -> None:
    parsed = parse(junk)
    assert codes(parsed) == [("result-form", "$")]
    assert parsed.rejected[0].item == junk


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda item: "no object", "result-form"),
        (lambda item: item | {"id": None}, "result-form"),
        (lambda item: item | {"id": ""}, "result-form"),
        (lambda item: item | {"value": []}, "result-form"),
        (lambda item: item | {"from_name": ["label"]}, "result-foreign"),
        (lambda item: item | {"to_name": "image"}, "result-foreign"),
        (lambda item: item | {"from_name": "label_2"}, "attribute-orphan"),
        (lambda item: item | {"type": "hypertextlabels"}, "region-label"),
        (lambda item: item | {"value": item["value"] | {"labels": []}}, "region-label"),
        (lambda item: item | {"value": item["value"] | {"labels": ["actor", "date"]}}, "region-label"),
        (lambda item: item | {"value": item["value"] | {"labels": ["place"]}}, "span-type"),
        (lambda item: item | {"value": item["value"] | {"start": "6"}}, "offset"),
        (lambda item: item | {"value": item["value"] | {"start": True}}, "offset"),
        (lambda item: item | {"value": item["value"] | {"end": 6}}, "offset"),
        (lambda item: item | {"value": item["value"] | {"start": -1}}, "offset"),
        (lambda item: item | {"value": item["value"] | {"end": 999}}, "offset"),
        (lambda item: item | {"value": item["value"] | {"start": 5, "end": 6}}, "offset"),
    ],
)
def test_a_region_that_cannot_be_used(results: list[Any], change: Any, code: str) -> None:
    head, holder = at(results, "m"), relation_at(results, "holder")
    attributes = [at(results, "m", "actor_kind"), at(results, "m", "actor_mention")]
    results[head] = change(deepcopy(results[head]))
    parsed = parse(results)
    assert (code, f"$[{head}]") in [(found, field[: len(f"$[{head}]")]) for found, field in codes(parsed)]
    assert rejected(parsed) == [head, *attributes, holder]
    assert ("relation-dangling", f"$[{holder}].to_id") in codes(parsed)
    assert parsed.spans == tuple(span for span in SPANS if span != MINISTRY)
    assert {finding.severity for finding in parsed.findings} == {"error"}


def test_a_region_id_that_is_no_id(results: list[Any]) -> None:
    for name in ("label", "date_type", "date_value", "date_mod"):
        results[at(results, "d", name)]["id"] = "not an id"
    parsed = parse(results)
    assert codes(parsed)[0][0] == "span-id"
    assert len(parsed.rejected) == 4


def test_an_offset_within_a_surrogate_pair() -> None:
    results = to_results([MINISTRY], [], TEXT, NEWS_CONFLICT, unit="utf-16")
    results[0]["value"]["start"] = 1
    parsed = from_results(results, TEXT, NEWS_CONFLICT, unit="utf-16")
    assert codes(parsed)[0] == ("offset", "$[0].value.start")
    assert parsed.spans == ()


def test_white_space_at_the_edges_is_trimmed_and_said(results: list[Any]) -> None:
    results[at(results, "d")]["value"] |= {"start": 35}
    results[at(results, "e")]["value"] |= {"start": 73}
    parsed = parse(results)
    assert parsed.spans == SPANS
    assert codes(parsed) == [("edge-space", f"$[{at(results, id_)}].value") for id_ in ("d", "e")]
    assert {finding.severity for finding in parsed.findings} == {"warning"}
    assert parsed.rejected == ()


def test_a_result_that_stands_twice(results: list[Any]) -> None:
    parsed = parse([*results, deepcopy(results[0]), deepcopy(results[1]), deepcopy(results[-1])])
    assert (parsed.spans, parsed.relations) == (SPANS, RELATIONS)
    size = len(results)
    assert codes(parsed) == [
        ("result-twice", f"$[{size}]"),
        ("result-twice", f"$[{size + 1}]"),
        ("relation-twice", f"$[{size + 2}]"),
    ]


def test_two_regions_with_one_id(results: list[Any]) -> None:
    for name in ("label", "actor_kind", "actor_mention"):
        results[at(results, "r", name)]["id"] = "m"
    parsed = parse(results)
    assert [code for code, _ in codes(parsed)].count("region-twice") == 6
    assert [span.id for span in parsed.spans] == ["s", "d", "t", "e"]
    assert parsed.relations == (Relation("deadline", "t", "e"),)


def test_equal_regions_are_merged_with_their_relations(results: list[Any]) -> None:
    twin = [item | {"id": "zz"} for item in results if item.get("id") == "r"]
    results[relation_at(results, "source")]["to_id"] = "zz"
    parsed = parse([*results, *twin])
    assert (parsed.spans, parsed.relations) == (SPANS, RELATIONS)
    at_ = [f"$[{len(results) + offset}]" for offset in range(3)] + [f"$[{relation_at(results, 'source')}].to_id"]
    assert codes(parsed) == [("same-extent", field) for field in at_]


def test_regions_that_differ_in_attributes_only_are_rejected(results: list[Any]) -> None:
    twin = [deepcopy(item) | {"id": "zz"} for item in results if item.get("id") == "d"]
    twin[1]["value"]["choices"] = ["TIME"]
    twin[2]["value"]["text"] = ["2021-03-29TMO"]
    parsed = parse([*results, *twin])
    assert MONDAY not in parsed.spans
    assert len(parsed.rejected) == 8
    assert [code for code, _ in codes(parsed)].count("same-extent") == 2


def test_notes_and_nesting_are_named(results: list[Any]) -> None:
    results[0] |= {"meta": {"text": ["why not nominal?"]}, "parentID": "s"}
    parsed = parse(results)
    assert (parsed.spans, parsed.relations) == (SPANS, RELATIONS)
    assert codes(parsed) == [("region-note", "$[0].meta.text"), ("region-parent", "$[0].parentID")]
    assert "why not nominal?" in parsed.findings[0].message


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"choices": ["START", "END"]}, "attribute-form"),
        ({"choices": 4}, "attribute-form"),
        ({"text": ["START"]}, "attribute-form"),
        ({"choices": ["SOON"]}, "attribute-value"),
    ],
)
def test_an_optional_attribute_is_rejected_alone(results: list[Any], value: dict[str, Any], code: str) -> None:
    index = at(results, "d", "date_mod")
    results[index]["value"] = {"start": 36, "end": 42} | value
    parsed = parse(results)
    assert [found for found, _ in codes(parsed)] == [code]
    assert rejected(parsed) == [index]
    assert parsed.spans[2].attributes == {"type": "DATE", "value": "2021-03-29"}
    assert parsed.relations == RELATIONS


def test_a_required_attribute_takes_its_region_with_it(results: list[Any]) -> None:
    results[at(results, "e", "date_value")]["value"]["text"] = ["May 1, 2021"]
    parsed = parse(results)
    assert rejected(parsed) == [
        at(results, "e"),
        at(results, "e", "date_type"),
        at(results, "e", "date_value"),
        relation_at(results, "deadline"),
    ]
    assert codes(parsed)[0] == ("attribute-value", f"$[{at(results, 'e', 'date_value')}]")
    assert MAY not in parsed.spans


def test_a_value_that_does_not_fit_its_type(results: list[Any]) -> None:
    results[at(results, "e", "date_type")]["value"]["choices"] = ["DURATION"]
    parsed = parse(results)
    assert codes(parsed)[0] == ("attribute-value", f"$[{at(results, 'e', 'date_value')}]")
    assert MAY not in parsed.spans


def test_a_missing_required_attribute(results: list[Any]) -> None:
    del results[at(results, "s", "stance_voice")]
    parsed = parse(results)
    assert codes(parsed)[0] == ("attribute-missing", f"$[{at(results, 's')}]")
    assert "stance needs voice" in parsed.findings[0].message
    assert len(parsed.rejected) == 4


@pytest.mark.parametrize("text", [[], [""], [" \n"], "", [" "]])
def test_an_empty_text_counts_as_not_given(results: list[Any], text: object) -> None:
    country = deepcopy(results[at(results, "m", "actor_kind")])
    country |= {"from_name": "actor_country", "type": "textarea", "value": {"start": 6, "end": 14, "text": text}}
    parsed = parse([*results, country])
    assert (parsed.spans, parsed.relations) == (SPANS, RELATIONS)
    assert codes(parsed) == [("attribute-empty", f"$[{len(results)}].value.text")]


def test_white_space_around_a_value_is_left_out_only_where_it_hurts(results: list[Any]) -> None:
    results[at(results, "e", "date_value")]["value"]["text"] = [" 2021-05-01\n"]
    results[at(results, "s", "stance_target")]["value"]["text"] = [" plan "]
    parsed = parse(results)
    assert MAY in parsed.spans
    assert parsed.spans[1].attributes["target"] == " plan "
    assert [code for code, _ in codes(parsed)] == ["attribute-space"]


def test_two_results_for_one_attribute(results: list[Any]) -> None:
    second = deepcopy(results[at(results, "d", "date_mod")])
    second["value"]["choices"] = ["END"]
    parsed = parse([*results, second])
    assert [code for code, _ in codes(parsed)] == ["attribute-twice", "attribute-twice"]
    assert "mod" not in parsed.spans[2].attributes


def test_an_attribute_of_another_label(results: list[Any]) -> None:
    index = at(results, "m", "actor_kind")
    stray = deepcopy(results[index]) | {"from_name": "threat_mode"}
    parsed = parse([*results, stray])
    assert codes(parsed) == [("attribute", f"$[{len(results)}].from_name")]
    assert (parsed.spans, parsed.relations) == (SPANS, RELATIONS)


def related(results: list[Any], **fields: Any) -> tuple[Parsed, int]:
    """Change the relation `holder`, from the stance to the ministry, and parse."""
    index = relation_at(results, "holder")
    results[index] |= fields
    for name in [name for name, value in fields.items() if value is None]:
        del results[index][name]
    return parse(results), index


@pytest.mark.parametrize("direction", ["right", "left", "bi", None])
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_relation_goes_the_only_way_it_can(results: list[Any], direction: str | None, is_turned: bool) -> None:
    ends = {"from_id": "m", "to_id": "s"} if is_turned else {}
    parsed, index = related(results, direction=direction, **ends)
    assert parsed.relations == RELATIONS
    is_right = direction in ("right", None) if not is_turned else direction == "left"
    assert codes(parsed) == ([] if is_right else [("relation-turned", f"$[{index}].direction")])


def test_a_relation_both_ways() -> None:
    scheme = NEWS_CONFLICT
    both = type(scheme.relations["holder"])("ally", "ally", ("actor",), ("actor",))
    scheme = type(scheme)(scheme.name, scheme.version, scheme.title, scheme.spans, {"ally": both})
    results = to_results([MINISTRY, REBELS], [Relation("ally", "m", "r")], TEXT, scheme)
    results[-1]["direction"] = "bi"
    parsed = from_results(results, TEXT, scheme)
    assert parsed.relations == (Relation("ally", "m", "r"), Relation("ally", "r", "m"))
    assert parsed.findings == ()


@pytest.mark.parametrize("labels", [None, []])
def test_a_relation_without_a_name_gets_the_only_one_that_fits(results: list[Any], labels: object) -> None:
    parsed, index = related(results, labels=labels)
    assert parsed.relations == RELATIONS
    assert codes(parsed) == [("relation-unnamed", f"$[{index}].labels")]
    assert parsed.findings[0].severity == "warning"


def test_a_relation_without_a_name_that_several_would_fit(results: list[Any]) -> None:
    index = relation_at(results, "source")
    del results[index]["labels"]
    parsed = parse(results)
    assert rejected(parsed) == [index]
    assert parsed.findings[0].hint == "it could be: source, recipient"


def test_a_relation_without_a_name_that_none_would_fit(results: list[Any]) -> None:
    parsed, index = related(results, labels=None, to_id="d")
    assert rejected(parsed) == [index]
    assert parsed.findings[0].hint == "nothing joins stance and date"


@pytest.mark.parametrize(
    ("fields", "code", "at_"),
    [
        ({"labels": ["enemy"]}, "relation-type", ".labels"),
        ({"labels": "holder"}, "relation-form", ".labels"),
        ({"labels": ["deadline"]}, "relation-end", ""),
        ({"direction": "up"}, "relation-form", ".direction"),
        ({"to_id": "nobody"}, "relation-dangling", ".to_id"),
        ({"from_id": ["s"]}, "relation-dangling", ".from_id"),
    ],
)
def test_a_relation_that_cannot_be_used(results: list[Any], fields: dict[str, Any], code: str, at_: str) -> None:
    parsed, index = related(results, **fields)
    assert codes(parsed) == [(code, f"$[{index}]{at_}")]
    assert rejected(parsed) == [index]
    assert parsed.spans == SPANS
    assert len(parsed.relations) == 2


def test_a_relation_with_several_names(results: list[Any]) -> None:
    index = relation_at(results, "source")
    results[index]["labels"] = ["source", "recipient", "enemy"]
    parsed = parse(results)
    assert {relation.type for relation in parsed.relations} == {"deadline", "holder", "recipient", "source"}
    assert codes(parsed) == [("relation-type", f"$[{index}].labels")]
    assert rejected(parsed) == [index]
