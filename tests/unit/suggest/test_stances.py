"""What is found as a stance, how far it reaches, and which position it is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from standoff.records import Article
from standoff.suggest import suggest
from standoff.suggest.stance_cues import Frame, frames
from standoff.suggest.stances import suggest_stances
from standoff.suggest.suggestion import Suggestion
from tests.strategies import NEWS_CONFLICT


def stances(text: str) -> dict[str, Suggestion]:
    article = Article("a", date(2021, 3, 27), text)
    return {text[found.start : found.end]: found for found in suggest_stances(article)}


@pytest.mark.parametrize(
    ("text", "words", "polarity", "target"),
    [
        ("Ardan supports the ceasefire plan.", "supports the ceasefire plan", "favor", "ceasefire plan"),
        ("Ardan urged restraint on Friday.", "urged restraint", "favor", "restraint"),
        ("The party refused to recognise the vote.", "refused to recognise the vote", "against", "vote"),
        ("It does not support the deal.", "does not support the deal", "against", "deal"),
        ("It has not condemned the coup.", "has not condemned the coup", "neutral", "coup"),
        ("They called for an end to the raids.", "called for an end to the raids", "against", "raids"),
        ("They demanded the withdrawal of troops, again.", "demanded the withdrawal of troops", "against", "troops"),
        ("Ardan took no side in the dispute.", "took no side in the dispute", "neutral", "dispute"),
        ("Ardan abstained.", "abstained", "neutral", "the question"),
        ("They praised the accord of 2015 and left.", "praised the accord of 2015 and left", "favor", None),
        ("They praised the accord of 2015 and said so.", "praised the accord of 2015", "favor", "accord of 2015"),
        ("He stood by his word.", "stood by his word", "favor", "word"),
    ],
)
def test_position(text: str, words: str, polarity: str, target: str | None) -> None:
    found = stances(text)
    assert list(found) == [words]
    assert found[words].attributes["polarity"] == polarity
    assert target in (None, found[words].attributes["target"])
    assert found[words].why.startswith("stance: ")


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Ardan opposes the plan.", "author"),
        ("The minister said that Ardan opposes the plan.", "paraphrased"),
        ("The minister said: “We oppose the plan.”", "quoted"),
        ('The minister said, "We oppose the plan."', "quoted"),
    ],
)
def test_voice(text: str, voice: str) -> None:
    [found] = stances(text).values()
    assert found.attributes["voice"] == voice


@pytest.mark.parametrize(
    "text",
    [
        "The dispute over the river went on.",
        "The internationally backed government met.",
        "The EU-backed plan is old.",
        "It was rejected by all.",
        "The planes turned back at the border.",
        "The envoys met for three hours.",
        "They refused.",
        "He denied any part in it.",
        "",
    ],
)
def test_no_stance(text: str) -> None:
    assert stances(text) == {}


def test_two_positions_in_one_sentence() -> None:
    found = stances("Ardan condemned the raid, and Quelle welcomed it as a step.")
    assert list(found) == ["condemned the raid", "welcomed it as a step"]


def test_the_words_of_a_threat_are_no_stance() -> None:
    text = "The union promised sanctions. It welcomed the vote. It vowed to attack if they refuse to leave."
    types = [
        (text[found.start : found.end], found.type)
        for found in suggest(Article("a", date(2021, 1, 1), text), NEWS_CONFLICT)
    ]
    assert ("vowed to attack if they refuse to leave", "threat") in types
    assert ("welcomed the vote", "stance") in types
    assert not any(words.startswith("refuse") for words, type_ in types if type_ == "stance")


@pytest.mark.parametrize("frame", frames(), ids=lambda frame: frame.name)
def test_frames(frame: Frame) -> None:
    words = frame.example[frame.example.find("[") + 1 : frame.example.find("]")]
    found = stances(frame.example.replace("[", "").replace("]", ""))
    assert list(found) == [words]
    assert found[words].why == f"stance: {frame.name}"
    assert found[words].attributes["polarity"] == frame.polarity


@pytest.mark.parametrize(
    ("text", "polarity", "target"),
    [
        ("The minister called the strike a disgrace.", "against", "strike"),
        ("Tavia held Ardan responsible for the raid.", "against", "Ardan"),
        ("The envoy said the offer was not helpful.", "against", "offer"),
        ("The envoy said the offer was unacceptable.", "against", "offer"),
        ("Reyl said that Ardan should not leave.", "against", "departure of Ardan"),
        ("Ardan welcomed it.", "favor", "it"),
        ("Residents were not opposed to the mine.", "neutral", "mine"),
    ],
)
def test_targets_and_negation_of_frames(text: str, polarity: str, target: str) -> None:
    [found] = stances(text).values()
    assert (found.attributes["polarity"], found.attributes["target"]) == (polarity, target)


def test_on_sentences_with_positions_and_without() -> None:
    lines = (Path(__file__).parents[2] / "golden" / "suggest" / "stances_dev.txt").read_text(encoding="utf-8")
    polarities = {"+": "favor", "-": "against", "=": "neutral"}
    suggested = right = labelled = agreed = 0
    for line in (line for line in lines.splitlines() if not line.startswith("#")):
        match = re.search(r"\[(.*)\](,”)?([-+=])", line)
        text = re.sub(r"\](,”)?[-+=]", lambda found: found[1] or "", line).replace("[", "")
        found = list(stances(text).values())
        hits = [one for one in found if match and one.start < match.end(1) - 1 and match.start() < one.end]
        suggested, right, labelled = suggested + len(found), right + len(hits), labelled + (match is not None)
        agreed += sum(match is not None and one.attributes["polarity"] == polarities[match[3]] for one in hits)
    assert labelled > 50
    assert right / suggested > 0.95
    assert right / labelled > 0.9
    assert agreed / right > 0.95


@pytest.mark.parametrize(
    ("text", "words", "polarity", "target"),
    [
        ("Reyl said that Ardan must stop the flights.", "Ardan must stop the flights", "against", "flights"),
        ("Reyl said that Ardan must not lift the ban.", "Ardan must not lift the ban", "favor", "ban"),
        ("The mayor asked residents to ignore the order.", "asked residents to ignore the order", "against", "order"),
        ("The mayor asked residents not to sign the pact.", "asked residents not to sign the pact", "against", "pact"),
        ("Ardan ruled out giving up its bases.", "ruled out giving up its bases", "favor", "bases"),
        ("Ardan refused to lift the siege.", "refused to lift the siege", "favor", "siege"),
        ("Ardan refused to sign the pact.", "refused to sign the pact", "against", "pact"),
    ],
)
def test_who_wants_an_end_is_against_it(text: str, words: str, polarity: str, target: str) -> None:
    found = stances(text)
    assert list(found) == [words]
    assert (found[words].attributes["polarity"], found[words].attributes["target"]) == (polarity, target)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ardan met Quelle and opposes the dam.", "opposes the dam"),
        ("Ardan met Quelle and rejected the dam.", "rejected the dam"),
        ("The council passed a text that demanded a truce.", "demanded a truce"),
        ("Reyl, a fierce opponent of the dam, left.", "fierce opponent of the dam"),
        ("Ardan agreed late Friday to a truce.", "agreed late Friday to a truce"),
    ],
)
def test_a_verb_behind_and_or_that_is_a_cue(text: str, words: str) -> None:
    assert list(stances(text)) == [words]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Varga called the strike a disgrace.", "paraphrased"),
        ("Varga insisted that the talks go on.", "paraphrased"),
        ("Varga condemned the strike as a disgrace.", "author"),
        ("Varga left, arguing that Ardan opposes the plan.", "paraphrased"),
    ],
)
def test_verbs_of_speech_make_a_voice_paraphrased(text: str, voice: str) -> None:
    assert [one.attributes["voice"] for one in stances(text).values()] == [voice]
