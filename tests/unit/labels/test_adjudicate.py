from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from standoff.errors import FindingsError, InputError
from standoff.labels import AdjudicationResult, Case, Ruling, adjudicate
from standoff.records import LabelSet, Relation, Span, Verdict, check_label_set
from tests.unit.labels.test_agreement import ARTICLES, SCHEME, actor, labels, threat


def stance(start: int, end: int, target: str, polarity: str = "against") -> Span:
    attributes = {"polarity": polarity, "target": target, "voice": "quoted"}
    return Span(f"s{start}-{end}", "stance", start, end, attributes)


def rule(policy: str, *label_sets: LabelSet, annotator: str = "") -> Ruling:
    (ruling,) = adjudicate(label_sets, SCHEME, policy, annotator).rulings
    assert check_label_set(ruling.gold, SCHEME, ARTICLES[0].text) == []
    assert ruling.gold.adjudication is not None
    assert ruling.gold.adjudication.open == len(ruling.open)
    return ruling


def spans(ruling: Ruling) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in ruling.gold.spans]


def verdict(ruling: Ruling, index: int = 0) -> Verdict:
    assert ruling.gold.adjudication is not None
    return ruling.gold.adjudication.verdicts[ruling.gold.spans[index].id]


def three(*found: Sequence[Span]) -> list[LabelSet]:
    return [labels(name, each) for name, each in zip(("anna", "ben", "carl"), found, strict=True)]


WIDE, NARROW, ELSEWHERE = actor(10, 30), actor(10, 24), actor(50, 60)


@pytest.mark.parametrize(
    ("policy", "kept", "dropped"),
    [
        ("majority", [(10, 30)], 1),
        ("union", [(10, 30), (50, 60)], 0),
        ("intersection", [(10, 24)], 1),
    ],
)
def test_three_annotators_under_each_policy(policy: str, kept: list[tuple[int, int]], dropped: int) -> None:
    ruling = rule(policy, *three([WIDE], [WIDE, ELSEWHERE], [NARROW]))
    assert spans(ruling) == kept
    assert len(ruling.dropped) == dropped
    assert ruling.open == ()


def test_each_gold_span_says_who_supports_it_and_what_settled_it() -> None:
    ruling = rule("majority", *three([WIDE], [actor(10, 30, "person"), ELSEWHERE], [replace(NARROW, id="c")]))
    assert verdict(ruling) == Verdict(("anna", "ben", "carl"), {"extent": "2 of 3", "attributes.kind": "2 of 3"})
    assert ruling.gold.spans[0].attributes == {"kind": "state", "mention": "name"}
    assert ruling.dropped == (Case("actor", {"ben": "a50-60"}),)
    assert ruling.gold.adjudication is not None
    assert (ruling.gold.adjudication.policy, ruling.gold.adjudication.annotators) == (
        "majority",
        ("anna", "ben", "carl"),
    )
    union = rule("union", *three([WIDE], [], [NARROW]))
    assert verdict(union) == Verdict(("anna", "carl"), {"presence": "2 of 3", "extent": "widest"})
    common = rule("intersection", *three([WIDE], [WIDE], [actor(12, 40)]))
    assert (spans(common), verdict(common).how) == ([(12, 30)], {"extent": "common part"})
    assert verdict(rule("majority", *three([WIDE], [WIDE], [WIDE]))).how == {}


def test_a_tie_is_open_with_everybodys_candidate() -> None:
    one, other = labels("anna", [WIDE, ELSEWHERE]), labels("ben", [replace(NARROW, id="b1")])
    ruling = rule("majority", one, other)
    assert spans(ruling) == []
    assert ruling.open == (
        Case("actor", {"anna": "a10-30", "ben": "b1"}, ("extent",)),
        Case("actor", {"anna": "a50-60"}, ("presence",)),
    )
    for policy in ("union", "intersection"):
        kinds = rule(policy, labels("anna", [WIDE]), labels("ben", [actor(10, 24, "person")]))
        assert kinds.open == (Case("actor", {"anna": "a10-30", "ben": "a10-24"}, ("attributes.kind",)),)


def test_the_preferred_annotator_is_gold_where_there_are_labels_of_theirs() -> None:
    mine = labels("anna", [WIDE, threat(60, 70), ELSEWHERE], [Relation("source", "t60-70", "a50-60")])
    theirs = labels("ben", [actor(10, 24, "person"), threat(60, 70)])
    elsewhere = [labels(name, [WIDE], (), ARTICLES[1]) for name in ("ben", "carl")]
    result = adjudicate([mine, theirs, *elsewhere], SCHEME, "prefer", "anna")
    (ruling,) = result.rulings
    assert result.policy == "prefer anna"
    assert result.left_out == tuple(elsewhere)
    assert [(s.type, s.start, s.end, s.attributes) for s in ruling.gold.spans] == [
        (s.type, s.start, s.end, s.attributes) for s in mine.spans
    ]
    assert verdict(ruling).how == {"extent": "anna", "attributes.kind": "anna"}
    assert [relation.type for relation in ruling.gold.relations] == ["source"]
    assert ruling.open == ()


def test_free_text_is_that_of_the_label_closest_to_the_decision() -> None:
    found = three([stance(10, 30, "the deal", "favor")], [stance(10, 30, "a truce")], [stance(10, 28, "the agreement")])
    ruling = rule("majority", *found)
    assert ruling.gold.spans[0].attributes["target"] == "a truce"
    assert verdict(ruling).how["attributes.target"] == "ben's words"
    agreed = rule("majority", *three(*([stance(10, 30, target)] for target in ("a deal", "a truce", "a deal"))))
    assert (agreed.gold.spans[0].attributes["target"], verdict(agreed).how) == (
        "a deal",
        {"attributes.target": "2 of 3"},
    )


def test_values_that_do_not_go_together_are_open() -> None:
    def date(type_: str, value: str) -> list[Span]:
        return [Span("d", "date", 10, 20, {"type": type_, "value": value})]

    votes = [
        date("DURATION", "P1D"),
        date("DURATION", "P1D"),
        date("DATE", "2020"),
        date("DATE", "2021"),
        date("DATE", "2022"),
    ]
    found = [labels(name, each) for name, each in zip("abcde", votes, strict=True)]
    assert rule("majority", *found).open[0].open == ("attributes.type", "attributes.value", "attributes.mod")


def test_two_units_that_come_to_one_extent_are_not_twice_in_gold() -> None:
    nested = labels("anna", [actor(10, 50), actor(10, 40)]), labels("ben", [actor(10, 50), actor(20, 50)])
    ruling = rule("union", *nested)
    assert spans(ruling) == [(10, 50)]
    assert ruling.open == (Case("actor", {"anna": "a10-40", "ben": "a20-50"}, ("extent",)),)


def test_relations_are_voted_on_by_those_who_marked_both_ends() -> None:
    holder = [Relation("source", "t60-70", "a10-30")]
    everybody = [WIDE, threat(60, 70)]
    found = [
        labels("anna", everybody, holder),
        labels("ben", everybody, holder),
        labels("carl", everybody),
        labels("dora", [WIDE]),
    ]
    ruling = rule("majority", *found)
    (relation,) = ruling.gold.relations
    assert ruling.gold.adjudication is not None
    assert ruling.gold.adjudication.verdicts[relation.key] == Verdict(("anna", "ben"), {"presence": "2 of 3"})
    tie = rule("majority", found[0], found[2])
    assert tie.open == (Case("source", {"anna": "source t60-70 a10-30"}, ("presence",)),)
    assert rule("intersection", *found[:3]).dropped == (
        Case("source", {"anna": "source t60-70 a10-30", "ben": "source t60-70 a10-30"}),
    )
    end_open = rule("majority", found[0], labels("ben", [NARROW, threat(60, 70)]))
    assert end_open.open[-1] == Case("source", {"anna": "source t60-70 a10-30"}, ("ends",))
    end_dropped = rule("intersection", found[0], labels("ben", [WIDE]))
    assert [case.type for case in end_dropped.dropped] == ["threat", "source"]


def many(count: int) -> list[LabelSet]:
    """Annotators anna and ben find everything, carl misses half and marks what is not there."""
    truth = [actor(start, start + 3) for start in range(3, 3 + 4 * count, 4)]
    noise = [actor(start, start + 2) for start in (80, 84, 88)]
    return [labels("anna", truth), labels("ben", truth), labels("carl", [*truth[::2], *noise])]


def test_dawid_skene_finds_out_who_is_reliable() -> None:
    ruling = rule("dawid-skene", *many(15))
    assert spans(ruling) == [(start, start + 3) for start in range(3, 63, 4)]
    assert len(ruling.dropped) == 3
    assert verdict(ruling, 1).how["presence"].startswith("p = ")


def test_dawid_skene_takes_the_extent_of_whom_misses_fewest() -> None:
    anna, ben, _ = many(15)
    boundary = [actor(70, 79), actor(70, 75)]
    two = [anna.with_labels([*anna.spans, boundary[0]], ()), ben.with_labels([*ben.spans[:-2], boundary[1]], ())]
    ruling = rule("dawid-skene", *two)
    assert spans(ruling)[-1] == (70, 79)
    assert verdict(ruling, -1).how["extent"] == "anna, who misses fewest"
    as_good = rule("dawid-skene", labels("anna", [boundary[0]]), labels("ben", [boundary[1]]))
    assert as_good.open == (Case("actor", {"anna": "a70-79", "ben": "a70-75"}, ("extent",)),)
    outvoted = rule("dawid-skene", *three([boundary[0]], [boundary[0]], [boundary[1]]))
    assert verdict(outvoted).how == {"extent": "2 of 3"}


def test_dawid_skene_leaves_open_what_is_about_as_likely_as_not() -> None:
    kinds = [("state", "person"), ("person", "state")]
    one, other = (
        labels(name, [actor(10 + 20 * i, 20 + 20 * i, pair[which]) for i, pair in enumerate(kinds)])
        for which, name in enumerate(("anna", "ben"))
    )
    assert [case.open for case in rule("dawid-skene", one, other).open] == [("attributes.kind",)] * 2


def test_gold_says_where_it_comes_from() -> None:
    early = replace(labels("anna", [WIDE]), created=labels("anna", []).created.replace(year=2020))
    ruling = rule("majority", early, replace(labels("ben", [WIDE]), origin="machine"))
    gold = ruling.gold
    assert (gold.annotator, gold.origin, gold.tool) == ("gold", "machine", "standoff adjudicate")
    assert (gold.created, gold.updated) == (early.created, early.updated)
    assert gold.spans[0].id == rule("union", labels("x", [WIDE]), labels("y", [WIDE])).gold.spans[0].id


def test_what_cannot_be_adjudicated() -> None:
    pair = [labels("anna", [WIDE]), labels("ben", [WIDE])]

    def attempt(*arguments: str) -> AdjudicationResult:
        return adjudicate(pair, SCHEME, *arguments)

    with pytest.raises(InputError, match=r"no policy 'loudest'.*\n.*there are: majority, union"):
        attempt("loudest")
    with pytest.raises(InputError, match="`prefer` needs an annotator"):
        attempt("prefer")
    with pytest.raises(InputError, match="nothing else takes one"):
        attempt("majority", "anna")
    with pytest.raises(InputError, match="'zoe' labelled no text that somebody else labelled too"):
        attempt("prefer", "zoe")
    with pytest.raises(InputError, match="labels by: anna"):
        adjudicate(pair[:1], SCHEME, "majority")
    with pytest.raises(FindingsError, match="scheme-version"):
        adjudicate([pair[0], replace(pair[1], scheme_version=9)], SCHEME, "majority")
