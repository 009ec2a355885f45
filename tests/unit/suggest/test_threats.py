"""What is found as a threat, how far it reaches, and of what kind it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from standoff.records import Article
from standoff.suggest.suggestion import Suggestion
from standoff.suggest.threat_cues import Cue, cues
from standoff.suggest.threats import subject_head, suggest_threats

GOLDEN = Path(__file__).parents[2] / "golden" / "suggest"


def threats(text: str) -> dict[str, Suggestion]:
    article = Article("a", date(2021, 3, 27), text)
    return {text[found.start : found.end]: found for found in suggest_threats(article)}


@pytest.mark.parametrize("cue", cues(), ids=lambda cue: cue.name)
def test_example(cue: Cue) -> None:
    words = cue.example[cue.example.find("[") + 1 : cue.example.find("]")]
    found = threats(cue.example.replace("[", "").replace("]", ""))
    assert list(found) == [words]
    assert found[words].why == f"threat: {cue.name}"
    assert found[words].attributes["status"] == cue.status


@pytest.mark.parametrize(
    ("text", "mode", "conditional"),
    [
        ("The army threatened to shell the port unless the ships left.", "force", "yes"),
        ("The union threatened to impose sanctions.", "sanction", "no"),
        ("They vowed to block the strait if aid stopped; strikes went on.", "restrict", "yes"),
        ("He threatened to expel the reporters, and left.", "expel", "no"),
        ("He threatened to recall the ambassador and said that talks were over.", "relations", "no"),
        ("It will face consequences.", "unspecified", "no"),
        ("The army said that it would attack anyone who crossed.", "force", "yes"),
        ("“Either they hand him over or we attack,” he said.", "force", "yes"),
    ],
)
def test_attributes(text: str, mode: str, conditional: str) -> None:
    [found] = threats(text).values()
    assert (found.attributes["mode"], found.attributes["conditional"]) == (mode, conditional)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He threatened to strike, unless they left, and went.", "threatened to strike, unless they left"),
        ("On Friday Ardan threatened to attack and said it was ready.", "threatened to attack"),
        ("Gen. Ines Varga of the U.S. threatened to strike by Sept. 5.", "threatened to strike by Sept. 5"),
        ("They threatened war. The others left.", "threatened war"),
        ("He said the bridges were now legitimate targets.", "the bridges were now legitimate targets"),
        ("It will “respond in kind” if they attack, he said.", "will “respond in kind” if they attack"),
    ],
)
def test_extent(text: str, words: str) -> None:
    assert list(threats(text)) == [words]


def test_a_row_of_words_without_a_full_stop_is_cut() -> None:
    words = " ".join(["They threatened war and"] * 200)
    found = threats(words)
    assert max(map(len, found)) < 1100
    assert threats("They threatened war " + "x" * 3000)


def test_two_in_one_sentence() -> None:
    text = "One threatened to attack, and the other vowed to hit back."
    assert list(threats(text)) == ["threatened to attack", "vowed to hit back"]


@pytest.mark.parametrize(
    "text",
    [
        "The town was threatened by floods.",
        "They vowed to rebuild the school.",
        "The adviser warned of a famine.",
        "They agreed that neither country would attack the other.",
        "Heads of state will meet on Thursday.",
        "It will be a threat to peace.",
        "He was asked whether the army would attack.",
        "“They will shoot us if we stay,” a villager said.",
        "The film is about a man who threatened to burn a town.",
        "Iraq could start a war.",
        "The alliance warned that the rebels might close the road.",
        "",
    ],
)
def test_no_threat(text: str) -> None:
    assert threats(text) == {}


@pytest.mark.parametrize(
    ("before", "head"),
    [
        ("The storm over the coast ", "storm"),
        ("He said that the long drought had again ", "drought"),
        ("They backed policies that ", "policies"),
        ("The bloc imposed sanctions and ", ""),
        ("", ""),
    ],
)
def test_subject_head(before: str, head: str) -> None:
    assert subject_head(before) == head


def test_on_sentences_with_threats_and_without() -> None:
    lines = (GOLDEN / "threats_dev.txt").read_text(encoding="utf-8").splitlines()
    suggested = right = labelled = found_labels = 0
    for line in (line for line in lines if not line.startswith("#")):
        begin, end = line.find("["), line.find("]") - 1
        found = list(suggest_threats(Article("a", date(2021, 3, 27), line.replace("[", "").replace("]", ""))))
        hits = [one for one in found if one.start < end and begin < one.end] if begin >= 0 else []
        suggested, right = suggested + len(found), right + len(hits)
        labelled, found_labels = labelled + (begin >= 0), found_labels + bool(hits)
    assert labelled > 180
    assert right / suggested > 0.95
    assert found_labels / labelled > 0.93
