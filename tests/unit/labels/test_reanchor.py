from __future__ import annotations

import pytest

from standoff.labels import Reanchored, reanchor
from standoff.records import Relation, Span
from tests.projects import ACTOR, STATE, article, label_set, span

OLD = article(text="Quelle rejects the ban. Ines Varga said that Quelle would wait for 5 years.")


def carried(words: str, revised: str, occurrence: int = 1) -> str | None:
    """Return the words before the place that a label got in the revised text, or None if it got none."""
    start = -1
    for _ in range(occurrence):
        start = OLD.text.index(words, start + 1)
    labels = label_set(OLD, [Span("a", "actor", start, start + len(words), STATE)])
    found = reanchor(labels, OLD.text, revised).labels.span("a")
    if found is None:
        return None
    assert revised[found.start : found.end] == words
    return revised[: found.start]


def reasons(after: Reanchored) -> list[str]:
    return [reason.code for reason in after.reasons]


def test_of_equal_words_each_goes_to_its_own_place() -> None:
    revised = "On Monday: " + OLD.text
    assert carried("Quelle", revised, 1) == "On Monday: "
    assert carried("Quelle", revised, 2) == "On Monday: Quelle rejects the ban. Ines Varga said that "


def test_the_label_of_a_sentence_that_is_gone_does_not_go_to_the_same_words_elsewhere() -> None:
    assert carried("Quelle", OLD.text.removeprefix("Quelle rejects the ban. "), 1) is None
    assert carried("Quelle", OLD.text.removeprefix("Quelle rejects the ban. "), 2) == "Ines Varga said that "


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("Varga", "Varga", "Vargason"),
        ("5 years", "5 years", "1.5 years"),
        ("for 5", "5 years", "5.5 years"),
        ("Varga", "Varga", "Varga\u0301"),
        ("Varga", "Varga", "👩\u200dVarga"),
        ("Varga said", "Varga said", "Varga gladly said"),
    ],
)
def test_words_that_became_part_of_others_are_other_words(words: str, old: str, new: str) -> None:
    assert carried(words, OLD.text.replace(old, new)) is None


def test_white_space_within_a_label_may_change() -> None:
    labels = label_set(OLD, [span(OLD, "a", "actor", "Ines Varga", **ACTOR)])
    revised = OLD.text.replace("Ines Varga", "Ines\n  Varga")
    after = reanchor(labels, OLD.text, revised)
    (found,) = after.labels.spans
    assert revised[found.start : found.end] == "Ines\n  Varga"
    assert after.labels.sha256 == article(text=revised).sha256


def test_a_relation_goes_with_both_its_ends_or_is_lost() -> None:
    one, other = span(OLD, "a", "actor", "Ines Varga", **ACTOR), span(OLD, "b", "stance", "rejects the ban")
    labels = label_set(OLD, [one, other], [Relation("holder", "b", "a")])
    assert reanchor(labels, OLD.text, OLD.text + " It rained.").labels.relations == labels.relations
    after = reanchor(labels, OLD.text, OLD.text.replace("rejects", "welcomes"))
    assert after.lost_spans == (other,)
    assert after.lost_relations == labels.relations
    assert reasons(after) == ["words-gone", "relation-end"]
    assert after.confidence == {"a": pytest.approx(0.92, abs=0.01)}


def test_twins_that_nothing_tells_apart_are_lost() -> None:
    old = article(text="Arda waits. " * 40 + "It rained.")
    middle = old.text.index("Arda", 240)
    labels = label_set(old, [Span("a", "actor", middle, middle + 4, STATE)])
    after = reanchor(labels, old.text, "It snowed. " + old.text)
    assert reasons(after) == ["ambiguous"]
    assert "more than one place" in after.reasons[0].message


def test_a_place_that_many_earlier_ones_fit_is_given_to_none() -> None:
    old = article(text="Arda waits. " * 40 + "It rained.")
    middle = old.text.index("Arda", 240)
    labels = label_set(old, [Span("a", "actor", middle, middle + 4, STATE)])
    after = reanchor(labels, old.text, "Snow fell. Arda waits. Snow fell.", min_confidence=0)
    assert reasons(after) == ["ambiguous"]
    assert "earlier text" in after.reasons[0].message


def test_little_is_left_around_it() -> None:
    labels = label_set(OLD, [span(OLD, "a", "actor", "Ines Varga", **ACTOR)])
    revised = "A ferry sank near the port in the night; 8,600 fled. Ines Varga, 44, opened a new museum of clocks."
    after = reanchor(labels, OLD.text, revised)
    assert reasons(after) == ["low-confidence"]
    assert reanchor(labels, OLD.text, revised, min_confidence=0).labels.spans


def test_labels_of_a_third_text_are_refused() -> None:
    with pytest.raises(ValueError, match="another text"):
        reanchor(label_set(OLD), "another", "text")


def test_a_label_within_a_word_stays_within_it() -> None:
    assert carried("Quell", OLD.text + " Quell it.", 1) == ""
