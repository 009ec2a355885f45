"""What was learned from labels is unsure where it saw too little or where labels differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standoff.records import Article, LabelSet, Span
from standoff.review import stances
from standoff.review.stances import are_cues, cues_of, learn_stances, stances_of, unsure_of
from standoff.review.unsure import Pairs, learn_actors
from standoff.scheme import Scheme
from tests.unit.review.planted import NOW


def taught(scheme: Scheme) -> Pairs:
    """Articles in which fisherfolk act and praise or blame."""
    found = []
    for number in range(1, 31):
        polarity, verb = (("favor", "praised"), ("against", "condemned"))[number % 2]
        text = f"The fisherfolk of Ardal {verb} the toll of {number} crowns. Snow lay on {number} boats."
        one = Article(f"f{number}", date(2021, 3, 27), text)
        stance = Span(
            "s2", "stance", 24, text.index("."), {"polarity": polarity, "voice": "paraphrased", "target": "toll"}
        )
        actor = Span("s1", "actor", 0, 23, {"kind": "people", "mention": "nominal"})
        labels = LabelSet(one.id, one.sha256, scheme.name, scheme.version, "anna", "human", NOW, NOW)
        found.append((one, replace(labels, spans=(actor, stance))))
    return found


def ask(text: str) -> Article:
    return Article("asked", date(2021, 3, 27), text)


def test_a_tagger_is_unsure_of_words_that_it_never_saw(scheme: Scheme) -> None:
    pupil = learn_actors(taught(scheme), scheme)
    assert pupil is not None
    known, strange, empty = pupil.ask(
        [
            ask("The fisherfolk of Ardal praised the toll of 7 crowns."),
            ask("Nobody but Quellish Dockers Inc. and a warden saw Ardal hinder the Brigade of Salt."),
            ask("…"),
        ]
    )
    assert strange.much > known.much >= 0
    assert "of its 16 words it is doubtful whether they are an actor's" in strange.said
    assert empty.much >= 0


def test_a_classifier_is_unsure_of_sentences_unlike_those_with_labels(scheme: Scheme) -> None:
    pupil = learn_stances(taught(scheme), scheme)
    assert pupil is not None
    assert pupil.cues == 0, "half of the sentences take a side"
    both = "The fisherfolk of Ardal praised and condemned the toll of 7 crowns."
    known, mixed, nothing = pupil.ask([ask("Snow lay on 7 boats. Snow lay on 8 boats."), ask(both), ask("\n")])
    assert mixed.much > known.much > 0
    assert mixed.cues > known.cues == 0
    assert mixed.said == "the stance of 0 of its 1 sentences is doubtful, 2 of its words are for or against"
    assert (nothing.much, nothing.said) == (0.0, "it has no sentence")


def test_sentences_have_the_stance_of_the_first_span_or_none(scheme: Scheme) -> None:
    article, labels = taught(scheme)[0]
    assert list(stances_of(article, labels, scheme)) == [
        ("The fisherfolk of Ardal condemned the toll of 1 crowns", "against"),
        ("Snow lay on 1 boats", "none"),
    ]
    assert list(stances_of(article, labels, replace(scheme, stance=None))) == []


def test_nothing_is_learned_from_too_little(scheme: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = taught(scheme)
    assert learn_stances(pairs[:24], scheme) is None, "48 sentences"
    bare = [(article, replace(labels, spans=())) for article, labels in pairs]
    assert learn_stances(bare, scheme) is None, "one class"
    assert learn_actors(bare, scheme) is None
    monkeypatch.setattr(stances, "find_spec", lambda _: None)
    assert learn_stances(pairs, scheme) is None, "no scikit-learn"


def test_cues_count_once_most_sentences_take_no_side(scheme: Scheme) -> None:
    assert [cues_of(share) for share in (0.0, 0.5, 0.51, 1.0)] == [0, 0, 1, 1]
    pairs = taught(scheme)
    bare = [(article, replace(labels, spans=())) for article, labels in pairs[:14]]
    pupil = learn_stances([*bare, *pairs[14:]], scheme)
    assert pupil is not None
    assert pupil.cues == 1, "of 60 sentences 30 are about snow, and 14 without labels"


def test_richness_in_cues_is_a_mean_over_sentences() -> None:
    assert are_cues("They praised it, didn’t they?") == [False, True, False, False, False]
    assert unsure_of([0.5, 0.9], [[True, False, False, False], [False]]).cues == 0.25
