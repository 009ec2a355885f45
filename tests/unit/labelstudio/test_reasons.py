"""Why something was suggested, as a note that annotators read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.labelstudio.reasons import is_reason, reason_note


@given(st.text(), st.floats(0, 1))
def test_a_reason_is_known_again(why: str, score: float) -> None:
    note = reason_note(why, score)
    assert is_reason(note)
    assert is_reason([note])
    assert not is_reason(f"{note} but see below")


@pytest.mark.parametrize("note", ["", "wrong?", ["wrong?"], None, 3, {"text": "x"}, "[suggested: x]"])
def test_what_an_annotator_wrote_is_none(note: object) -> None:
    assert not is_reason(note)
