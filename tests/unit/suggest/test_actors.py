"""What is found as an actor, and as what."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.records import Article
from standoff.suggest.actor_patterns import PATTERNS, Pattern
from standoff.suggest.actors import suggest_actors
from standoff.suggest.suggestion import Suggestion


def actors(text: str) -> dict[str, Suggestion]:
    """Return the actors of a text by their words."""
    article = Article("a", date(2021, 3, 27), text)
    return {text[found.start : found.end]: found for found in suggest_actors(article)}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_example(pattern: Pattern) -> None:
    words = pattern.example[pattern.example.find("[") + 1 : pattern.example.find("]")]
    found = actors(pattern.example.replace("[", "").replace("]", ""))
    assert words in found
    assert found[words].why == f"actor: {pattern.name}"
    assert found[words].attributes["mention"] == pattern.mention


@pytest.mark.parametrize(
    ("text", "words", "kind", "country"),
    [
        ("Doha said that it would host talks.", "Doha", "state", "QAT"),
        ("The Kremlin rejected the plan.", "Kremlin", "state", "RUS"),
        ("Talks with Iran went on.", "Iran", "state", "IRN"),
        ("Moscow blamed NATO for it.", "NATO", "organization", None),
        ("Afghanistan’s army chief Omar Zadran resigned.", "Afghanistan’s army chief Omar Zadran", "person", "AFG"),
        ("U.S. special envoy for Syria Ann Lee spoke.", "U.S. special envoy for Syria Ann Lee", "person", "USA"),
        ("Gen. Abdul al-Karim spoke.", "Gen. Abdul al-Karim", "person", None),
        ("They shelled the Iran-backed militia.", "Iran-backed militia", "armed_group", None),
        ("It hit foreign troops.", "foreign troops", "state", None),
        ("He met the commander of the Turkish forces.", "commander of the Turkish forces", "person", "TUR"),
        ("Aid groups fed 300 refugees there.", "300 refugees", "people", None),
        ("The Myanmar army seized power.", "Myanmar army", "state", "MMR"),
    ],
)
def test_kind_and_country(text: str, words: str, kind: str, country: str | None) -> None:
    found = actors(text)
    assert words in found
    assert found[words].attributes["kind"] == kind
    assert found[words].attributes.get("country") == country


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They called Peter M. Varga a liar.", "Peter M. Varga"),
        ("“It is late,” said Varga.", "Varga"),
        ("Osk Varga, the port’s harbor pilot, left.", "Osk Varga"),
        ("Osk Varga, told of it, left.", "Osk Varga"),
        ("The United\nStates agreed.", "United\nStates"),
        ("Police stormed it.", "Police"),
        ("They back the Osk Military Council there.", "Osk Military Council"),
        ("Later Mr. de Varga spoke.", "Mr. de Varga"),
        ("It hit coalition military forces.", "coalition military forces"),
        ("Osk Varga, spokesman for the Egyptian army, left.", "spokesman for the Egyptian army"),
    ],
)
def test_names_that_no_table_has(text: str, words: str) -> None:
    assert words in actors(text)


@pytest.mark.parametrize("text", ["They ate Osk Flakes, a new cereal.", "It was called Vigilant Storm, and ended."])
def test_capitals_alone_make_no_actor(text: str) -> None:
    assert actors(text) == {}


def test_a_company_is_mentioned_again_without_its_form() -> None:
    assert list(actors("Osker Corp. agreed. Later Osker paid.")) == ["Osker Corp.", "Osker"]


def test_what_is_often_something_else_is_less_sure() -> None:
    assert actors("Later the group agreed.")["group"].score < actors("Later the rebels agreed.")["rebels"].score


@pytest.mark.parametrize(
    "text",
    [
        "Talks took place in Doha.",
        "Talks went on in Egypt and Sudan.",
        "She traveled to Turkey.",
        "It happened in Kano, Nigeria.",
        "It cost US$20 million.",
        "The plane landed outside Kabul.",
        "Shells fell south of Baghdad.",
        "It was signed on a trip to Paris, France.",
        "Peace returned across the country.",
        "Ships left the Black Sea.",
        "It broke the Vienna Convention.",
    ],
)
def test_places_and_things_are_no_actors(text: str) -> None:
    assert actors(text) == {}


def test_later_mentions_by_a_part_of_the_name_or_an_acronym() -> None:
    text = "Foreign Minister Ines Varga met the Green Union Party (LUP). Varga left, and the LUP stayed."
    found = actors(text)
    assert found["Varga"].attributes == found["Foreign Minister Ines Varga"].attributes
    assert found["LUP"].attributes["kind"] == "organization"


def test_a_known_surname_needs_no_first_mention() -> None:
    assert actors("Erdogan said no.")["Erdogan"].attributes["country"] == "TUR"


def test_a_name_within_a_longer_actor_is_not_labelled_again() -> None:
    found = [
        (s.start, s.end)
        for s in suggest_actors(Article("a", date(2021, 1, 1), "Russian President Vladimir Putin spoke."))
    ]
    assert found == [(0, 32)]
