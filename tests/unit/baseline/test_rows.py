from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.baseline.rows import Row, StanceData, contradicted, label_counts, merged_repeats
from standoff.errors import MissingError

ROWS = (
    Row("It backs the plan.", "favor", article="a"),
    Row("It rejects the plan.", "against", article="a"),
    Row("It rejects the plan.", "against", article="a"),
    Row("It rejects the plan.", "favor", article="b"),
)
DATA = StanceData("example", ("favor", "against", "none"), ROWS, ROWS[:1])


def test_repeats_are_merged_and_counted() -> None:
    assert merged_repeats(ROWS) == ((ROWS[0], ROWS[1], ROWS[3]), 1)


def test_inputs_with_two_labels_are_counted() -> None:
    assert contradicted(ROWS) == 1
    assert contradicted(ROWS[:3]) == 0
    assert contradicted([replace(ROWS[1], target="x"), replace(ROWS[3], target="y")]) == 0


def test_every_class_has_a_count() -> None:
    assert label_counts(ROWS, DATA.classes) == {"favor": 2, "against": 2, "none": 0}


def test_a_class_is_left_out_with_a_note() -> None:
    left = DATA.leaving_out(["favor"])
    assert left.classes == ("against", "none")
    assert {row.label for row in left.development} == {"against"}
    assert left.test == ()
    assert left.notes == ("The class favor was left out on demand, with its 3 rows.",)
    assert DATA.leaving_out([]) is DATA


def test_leaving_out_an_unknown_class() -> None:
    with pytest.raises(MissingError, match="there is no class 'neutral'") as caught:
        DATA.leaving_out(["neutral"])
    assert caught.value.hint == "there are: favor, against, none"


def test_the_digest_depends_on_what_is_learned_from_and_on_nothing_else() -> None:
    assert replace(DATA, name="other", test=(), notes=("x",)).digest == DATA.digest
    for other in (replace(DATA, development=ROWS[:3]), replace(DATA, classes=("favor", "against"))):
        assert other.digest != DATA.digest
