"""Attributes as annotators gave them before."""

from __future__ import annotations

from standoff.records import Span
from standoff.scheme import Scheme
from standoff.suggest.learned.attributes import Attributes, learn_attributes


def learned(scheme: Scheme, *labelled: tuple[str, dict[str, str]]) -> Attributes:
    spans = [(words, Span("a", "actor", 0, len(words), attributes)) for words, attributes in labelled]
    return learn_attributes(spans, scheme.span("actor"))


def test_the_same_words_come_before_rules_and_rules_before_the_head(scheme: Scheme) -> None:
    known = learned(
        scheme,
        ("Free  Fishers", {"kind": "armed_group", "mention": "name", "country": "FRA"}),
        ("the fishers of Ardal", {"kind": "people", "mention": "nominal"}),
    )
    proposed = {"kind": "organization", "mention": "name"}
    assert known.of("free fishers", proposed) == {"kind": "armed_group", "mention": "name", "country": "FRA"}
    assert known.of("new fishers", proposed)["kind"] == "organization"
    assert known.of("angry fishers of Belmar", {})["kind"] in {"armed_group", "people"}


def test_unknown_words_get_what_is_usual_where_it_is_required(scheme: Scheme) -> None:
    known = learned(scheme, *[("the Elves", {"kind": "people", "mention": "name", "country": "ISL"})] * 2)
    assert known.of("Dwarves", {}) == {"kind": "people", "mention": "name"}


def test_nothing_learned_says_what_rules_say() -> None:
    assert Attributes().of("Elves", {"kind": "people"}) == {"kind": "people"}


def test_a_country_of_the_same_words_must_be_so_as_a_rule(scheme: Scheme) -> None:
    two = [("they", {"country": country}) for country in ("FRA", "DEU")]
    assert learned(scheme, *two).of("they", {}) == {}
    assert learned(scheme, *two, two[0]).of("they", {}) == {"country": "FRA"}
