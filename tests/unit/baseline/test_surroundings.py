from __future__ import annotations

from standoff.baseline.ngrams import Grams
from standoff.baseline.rows import Row
from standoff.baseline.surroundings import surroundings

PREFIXES, SIDES, NAME, CUES, BESIDE, PATTERNS = range(6)


def about(text: str, target: str) -> Row:
    start = text.index(target)
    return Row(text, "", target, mark=(start, start + len(target)))


def keys(grams: Grams, row: int = 0) -> set[int]:
    return set(grams.keys[grams.rows == row].tolist())


def differing(one: Row, other: Row) -> set[int]:
    """The blocks in which two rows have other features."""
    found = surroundings([one, other])
    return {number for number, grams in enumerate(found) if keys(grams, 0) != keys(grams, 1)}


def test_the_target_is_masked_and_its_name_is_apart() -> None:
    assert differing(about("Varga praises Reyl.", "Varga"), about("Mira praises Reyl.", "Mira")) == {NAME}


def test_two_targets_of_one_text_have_other_surroundings() -> None:
    text = "Varga praises Reyl."
    assert {SIDES, CUES, BESIDE, PATTERNS} <= differing(about(text, "Varga"), about(text, "Reyl"))


def test_a_negation_turns_a_cue_around() -> None:
    blocks = surroundings(
        [about("Reyl did praise Varga.", "Reyl"), about("Reyl didn’t praise Varga.", "Reyl"),
         about("Not here at the old quay, Reyl did praise Varga.", "Reyl")]
    )  # fmt: skip
    # The nearest cue and its side are features of their own: those of the first and the last row are the same.
    praised, denied, far = (keys(blocks[CUES], row) for row in range(3))
    assert praised == far
    # What is left in common is which word the cue is.
    assert len(praised & denied) == 3


def test_the_clause_and_the_names_between_decide_whom_a_cue_is_about() -> None:
    assert CUES in differing(
        about("Reyl said it was a scandal today.", "Reyl"), about("Reyl said, it was a scandal today.", "Reyl")
    )
    assert CUES in differing(
        about("Reyl and the mayor are corrupt.", "Reyl"), about("Reyl and the Mayor are corrupt.", "Reyl")
    )


def test_what_is_far_away_is_not_beside_the_target() -> None:
    filler = " ".join(["word"] * 30)
    near, far = about(f"Reyl is loved. {filler}", "Reyl"), about(f"Reyl {filler} is loved.", "Reyl")
    assert {SIDES, CUES, PATTERNS} <= differing(near, far)
    assert PREFIXES not in differing(near, far)


def test_a_row_without_a_mark_is_marked_where_its_target_is_first_found() -> None:
    text = "Reyl is loved by Reyl."
    assert differing(Row(text, "", "Reyl"), about(text, "Reyl")) == set()


def test_a_target_that_the_text_does_not_name_has_nothing_near() -> None:
    for target in ("Varga", ""):
        blocks = surroundings([Row("Reyl is loved.", "", target)])
        assert len(blocks[SIDES].keys) == 0
        assert len(blocks[PREFIXES].keys) == 5
        assert len(blocks[CUES].keys) > 3


def test_a_row_is_read_alike_alone_and_among_others() -> None:
    rows = [about("Varga praises Reyl, but he is corrupt.", "Reyl"), Row("", ""), about("Reyl", "Reyl")]
    together = surroundings(rows)
    for number, row in enumerate(rows):
        alone = surroundings([row])
        for one, other in zip(alone, together, strict=True):
            assert sorted(one.keys.tolist()) == sorted(other.keys[other.rows == number].tolist())


def test_no_rows() -> None:
    assert [len(grams.keys) for grams in surroundings([])] == [0] * 6
