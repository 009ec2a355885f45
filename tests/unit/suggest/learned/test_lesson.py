"""What is learned, and when it is used."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from standoff.errors import InputError
from standoff.scheme import Scheme
from standoff.suggest import learn, suggest, version
from standoff.suggest.learned import Lesson
from standoff.suggest.learned.folds import cross_validate, label

from .conftest import Examples, example


def test_the_tagger_takes_over_where_it_is_better(lesson: Lesson) -> None:
    actor = next(one for one in lesson.types if one.type == "actor")
    assert actor.chosen == "tagger"
    assert "F1 is better by" in actor.why
    assert actor.tagger is not None
    assert actor.tagger.f1.value is not None
    assert actor.rules.f1.value is not None
    assert actor.tagger.f1.value > actor.rules.f1.value
    assert actor.gain is not None
    assert actor.gain.low is not None
    assert actor.gain.low > 0


def test_suggestions_are_those_that_annotators_would_have_made(lesson: Lesson, scheme: Scheme) -> None:
    article, labels = example(99, "[[The fisherfolk of Ilmar]] blocked the harbor on Friday.", scheme)
    [actor] = [one for one in suggest(article, scheme, model=lesson.model) if one.type == "actor"]
    assert (actor.start, actor.end) == (labels.spans[0].start, labels.spans[0].end)
    assert dict(actor.attributes) == {"kind": "people", "mention": "nominal"}
    start, *reasons = actor.why.split(", ")
    assert start == "actor: learned from labels"
    assert reasons
    assert all("word=" in reason for reason in reasons)
    assert 0.5 < actor.score <= 1
    assert all(one.type != "actor" for one in suggest(article, scheme))


def test_a_learned_span_says_which_rule_supports_it(lesson: Lesson, scheme: Scheme) -> None:
    article, _ = example(99, "Later [[the French envoy]] met them.", scheme)
    [actor] = [one for one in suggest(article, scheme, model=lesson.model) if one.type == "actor"]
    assert actor.why == "actor: learned from labels, with office of a state"
    assert actor.attributes["country"] == "FRA"


def test_rules_are_kept_where_labels_are_theirs(scheme: Scheme) -> None:
    examples = [example(number, f"[[France]] met [[Iran]] on day {number}. It rained.", scheme) for number in range(6)]
    lesson = learn(examples, scheme)
    actor = next(one for one in lesson.types if one.type == "actor")
    assert actor.chosen == "rules"
    assert "not surely better" in actor.why
    assert lesson.model.tagger is None
    # Right every time, and yet never wholly sure.
    assert 0.9 < lesson.model.scores.by_rule["actor: name of the tables"] < 1


def test_types_without_labels_keep_their_defaults(lesson: Lesson) -> None:
    threat = next(one for one in lesson.types if one.type == "threat")
    assert (threat.labels, threat.chosen) == (0, "rules")
    assert threat.threshold_why == "default: there are no labels of this type"
    assert not any(rule.startswith("date:") for rule in lesson.model.scores.by_rule)


def test_what_is_never_right_is_not_shown(scheme: Scheme) -> None:
    examples = [
        example(number, f"[[Elves]] met on day {number}. " + "France, Iran, Spain and Chad left. " * 3, scheme)
        for number in range(6)
    ]
    model = learn(examples, scheme).model
    suggested = {
        article.text[one.start : one.end]
        for article, _ in examples
        for one in suggest(article, scheme, model=model)
        if one.type == "actor"
    }
    assert suggested.isdisjoint({"France", "Iran", "Spain", "Chad"})


def test_the_order_of_articles_does_not_matter(examples: Examples, scheme: Scheme, lesson: Lesson) -> None:
    assert learn(list(reversed(examples)), scheme).model.digest == lesson.model.digest


def test_few_articles_prove_nothing(examples: Examples, scheme: Scheme) -> None:
    actor = next(one for one in learn(examples[:4], scheme).types if one.type == "actor")
    assert (actor.chosen, actor.why) == ("rules", "4 articles are too few to compare them with a tagger")


def test_progress_goes_up_to_all_folds(examples: Examples, scheme: Scheme) -> None:
    seen: list[tuple[int, int | None]] = []
    learn(examples[:3], scheme, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_articles_of_one_group_are_on_one_side(examples: Examples, scheme: Scheme) -> None:
    groups = dict.fromkeys(("a0", "a1", "a2"), "near-duplicates")
    labelled = [label(article, labels, scheme, groups.get(article.id, "")) for article, labels in examples]
    found = list(cross_validate(labelled, scheme, lambda _done, _total: None))
    assert sorted(Counter(outcome.fold for outcome in found).values()) == [1, 1, 1, 2, 3]


def test_too_little_to_learn_from(examples: Examples, scheme: Scheme) -> None:
    with pytest.raises(InputError, match="too little to learn from"):
        learn(examples[:1], scheme)
    with pytest.raises(InputError, match="too little to learn from"):
        learn(examples, scheme, groups={article.id: "one" for article, _ in examples})
    with pytest.raises(InputError, match="8 articles have no label"):
        learn([(article, replace(labels, spans=())) for article, labels in examples], scheme)


def test_the_version_names_the_model(lesson: Lesson) -> None:
    assert version(lesson.model) == f"{version()}+learned-{lesson.model.digest[:8]}"
    assert replace(lesson.model, thresholds={"actor": 0.9}).digest != lesson.model.digest
