from __future__ import annotations

from standoff.baseline.choice import choose
from standoff.baseline.given import given_stances
from standoff.baseline.ngrams import Grams
from standoff.baseline.rows import Row, StanceData
from tests.unit.baseline.examples import CLASSES, given_rows

CHARACTERS, WORDS, CUES, TARGET, HOLDER, SIDES, BESIDE = range(7)
TEXT = "Varga backed the plan, and Reyl attacked the ferry line."


def stance(words: str, target: str = "the plan", holder: str = "Varga", text: str = TEXT) -> Row:
    start = text.index(words)
    return Row(text, "", target, span=(start, start + len(words)), holder=holder)


def keys(grams: Grams, row: int = 0) -> set[int]:
    return set(grams.keys[grams.rows == row].tolist())


def differing(one: Row, other: Row) -> set[int]:
    """The blocks in which two rows have other features."""
    found = given_stances([one, other])
    return {number for number, grams in enumerate(found) if keys(grams, 0) != keys(grams, 1)}


def test_the_holder_and_the_target_have_blocks_of_their_own() -> None:
    one = stance("backed the plan")
    assert differing(one, stance("backed the plan", holder="Reyl")) == {HOLDER}
    # The target is crossed with the cues of the stance, too.
    assert differing(one, stance("backed the plan", target="the ferry")) == {TARGET, CUES}


def test_two_stances_of_one_sentence_differ_in_their_words_and_in_what_is_around() -> None:
    found = differing(stance("backed the plan"), stance("attacked the ferry line"))
    assert found == {CHARACTERS, WORDS, CUES, SIDES, BESIDE}


def test_a_negation_within_the_stance_turns_its_cues_around() -> None:
    blocks = given_stances(
        [stance("did not back the plan", text="Varga did not back the plan."),
         stance("back the plan", text="Varga did not back the plan.")]
    )  # fmt: skip
    assert keys(blocks[CUES], 0) != keys(blocks[CUES], 1)


def test_without_a_span_the_whole_text_is_the_stance() -> None:
    assert differing(Row(TEXT, "", "the plan"), Row(TEXT, "", "the plan", span=(0, len(TEXT)))) == set()


def test_given_stances_are_chosen_where_the_sentence_does_not_tell() -> None:
    choice = choose(StanceData("example", CLASSES, tuple(given_rows(14))))
    assert {trial.configuration.scope for trial in choice.trials} == {
        "joint",
        "given",
        "per-target",
        "pooled",
        "blended",
    }
    assert choice.chosen.configuration.scope == "given"
