from __future__ import annotations

from dataclasses import replace

from standoff.baseline.family import MOST_TARGETS, Configuration, family_for, grams_of
from standoff.baseline.ngrams import block_limits, vocabulary_of
from standoff.baseline.rows import Row
from tests.unit.baseline.examples import example_rows, given_rows

ROWS = example_rows(2)


def test_without_targets_only_joint_configurations_are_tried() -> None:
    assert {one.scope for one in family_for(ROWS)} == {"joint"}
    with_targets = {"joint", "per-target", "pooled", "blended"}
    assert {one.scope for one in family_for(example_rows(8, targets=("a", "b")))} == with_targets
    assert {one.scope for one in family_for(example_rows(8, targets=("a", "b", "c")))} == {"joint"}


def test_marked_configurations_are_tried_where_half_of_the_rows_are_marked() -> None:
    rows = [replace(row, mark=(0, 3)) for row in ROWS[:6]] + ROWS[6:]
    assert {one.scope for one in family_for(rows)} == {"joint", "marked"}
    assert "char+word+cue" not in {one.features for one in family_for(rows)}
    assert "char+word+cue" in {one.features for one in family_for(rows[1:])}
    assert {one.scope for one in family_for(rows[1:])} == {"joint"}


def test_given_stances_are_tried_where_every_row_has_one() -> None:
    rows = given_rows(2)
    assert "given" in {one.scope for one in family_for(rows)}
    assert "given" not in {one.scope for one in family_for([*rows, *ROWS])}
    assert "given" not in {one.scope for one in family_for([])}


def test_no_configuration_is_tried_twice_and_each_has_its_name() -> None:
    family = family_for([replace(row, mark=(0, 3)) for row in example_rows(4, targets=("a",))])
    assert len({one.name for one in family}) == len(family)
    assert Configuration("char", "pooled", "svm", 0.3).name == "char n-grams, pooled, svm C=0.3"
    assert Configuration("word", "joint", "bayes", 1.0).name == "word n-grams, joint, bayes alpha=1"
    assert Configuration("span", "given", "svm", 0.1).name == "span features, given, svm C=0.1"


def test_cues_of_a_text_do_not_tell_its_target() -> None:
    text = "Varga praised the plan, and Reyl did not."
    rows = [Row(text, target="Varga", mark=(0, 5), span=(6, 13)), Row(text), Row("Varga never praised the plan.")]
    grams = grams_of(rows, "char+word+cue")
    first, other, turned = (set(grams.keys[grams.rows == row].tolist()) for row in range(3))
    assert first == other
    assert {key for key in first - turned if key >> 61 == 2}


def test_features_add_up() -> None:
    character, word, both = (len(grams_of(ROWS, kind).keys) for kind in ("char", "word", "char+word"))
    assert both == character + word
    assert len(block_limits(vocabulary_of(grams_of(ROWS, "char+word+cue")))) == 1 + 3
    assert len(block_limits(vocabulary_of(grams_of(ROWS, "word+cue")))) == 1 + 6


def test_many_targets_have_no_classifiers_of_their_own() -> None:
    names = tuple(f"target {number}" for number in range(MOST_TARGETS + 1))
    rows = [Row("a text", "favor", name) for name in names for _ in range(20)]
    assert {one.scope for one in family_for(rows)} == {"joint"}
    assert "per-target" in {one.scope for one in family_for(rows[20:])}
