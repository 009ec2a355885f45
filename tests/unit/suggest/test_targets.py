"""What stances are about: in their own words, and where a pronoun or nothing at all stands for it."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.records import Article
from standoff.suggest.stances import suggest_stances
from standoff.suggest.targets import NO_TARGET, target_of, target_of_act


def targets(text: str) -> list[str]:
    return [one.attributes["target"] for one in suggest_stances(Article("a", date(2021, 3, 27), text))]


@pytest.mark.parametrize(
    ("cue", "complement", "target"),
    [
        ("opposed", " the sale of jets to Ardan", "sale of jets to Ardan"),
        ("favors", " a wider pact that would bind Ardan", "wider pact that would bind Ardan"),
        ("hailed", " the vote as a victory", "vote"),
        ("regretted", " the move made without notice", "move"),
        ("wants", " the flights to go on", "flights"),
        ("ruled out", " giving up its mines", "mines"),
        ("blamed", " the army for the raid", "army"),
        ("accused", " Ardan of arming the rebels", "arming of the rebels"),
        ("distanced", " itself from the ruling", "ruling"),
        ("affirmed", " its full support for the envoy", "envoy"),
        ("neither joined nor", " praised the pact", "pact"),
        ("refused to", " sign the pact", "pact"),
        ("refused to", " allow Ardan to build the dam", "dam"),
        ("agreed to", " cut its forces to 300", "forces"),
        ("promised", " on state radio that a vote would be held", "vote"),
        ("demanded that", " Varga resign", "resignation of Varga"),
        ("insisted that", " the court must decide", "decision of the court"),
        ("insisted that", " Ardan must pay the fine", "fine"),
        ("declined to choose", " between the camps", "camps"),
        ("seeking", " “to sign a peace pact” between the sides", "peace pact"),
        ("condemned", ' the "sham" vote', '"sham" vote'),
        ("ruled out", " all flights", "flights"),
        ("told to", " off", ""),
        ("welcomed", " it", "it"),
    ],
)
def test_within_the_complement(cue: str, complement: str, target: str) -> None:
    assert target_of(complement, cue) == target


@pytest.mark.parametrize(
    ("cue", "complement", "target"),
    [
        ("urged", " Ardan to lift the ban", "ban"),
        ("called on", " both sides to show restraint", "restraint"),
        ("appealed to", " both sides for restraint", "restraint"),
        ("asks", " to join the pact", "pact"),
        ("urged", " restraint", "restraint"),
    ],
)
def test_of_whom_it_is_asked_is_not_the_target(cue: str, complement: str, target: str) -> None:
    assert target_of(complement, cue, is_asked=True) == target


@pytest.mark.parametrize(
    ("subject", "act", "target"),
    [
        ("Ardan", "lift its sanctions first", "sanctions"),
        ("Ardan", "sit down with the rebels", "rebels"),
        ("the minister", "resign", "resignation of the minister"),
        ("the talks", "drag on", "talks"),
        ("", "hesitate", "hesitate"),
    ],
)
def test_of_acts(subject: str, act: str, target: str) -> None:
    assert target_of_act(subject, act) == target


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ardan praised the accord with Quelle. Tavia rejected it.", ["accord with Quelle", "accord with Quelle"]),
        ("The council adopted a resolution. Tavia abstained.", ["resolution"]),
        ("The drills and the test began. Tavia condemned them.", ["drills"]),
        (
            "Ardan backed the sale of jets. Tavia spoke of the sale. Quelle welcomed it.",
            ["sale of jets", "sale of jets"],
        ),
        ("On the border, Ardan took no position.", ["border"]),
        ("On who should rule the town, the two states took no side.", ["who should rule the town"]),
        ("Ardan supports the pact. Tavia favors a return to it.", ["pact", "return to the pact"]),
        (
            "Ardan wants to place missiles. Tavia ruled out hosting them.",
            ["missiles", "hosting of missiles"],
        ),
        ("Ardan supports Tavia. Quelle welcomed it.", ["Tavia", "it"]),
        ("Tavia abstained.", [NO_TARGET]),
        ("Ardan praised the accord. " + "Rain fell on the empty town. " * 20 + "Tavia rejected it.", ["accord", "it"]),
    ],
)
def test_what_stands_before(text: str, found: list[str]) -> None:
    assert targets(text) == found


def test_regret_of_an_end_is_for_what_ends() -> None:
    [found] = suggest_stances(Article("a", date(2021, 3, 27), "Ardan regretted the end of the treaty."))
    assert (found.attributes["polarity"], found.attributes["target"]) == ("favor", "treaty")
