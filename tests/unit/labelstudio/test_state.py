from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from standoff.labelstudio.remote import Glance
from standoff.labelstudio.state import State, file_marks, read_state, state_path, write_state
from standoff.labelstudio.tasks import Key, Task

RAW: dict[str, Any] = {
    "id": 3,
    "data": {"article_id": "a", "sha256": "0" * 64},
    "updated_at": "2026-01-02T00:00:00Z",
    "annotations": [{"id": 5, "updated_at": "2026-01-01T12:00:00.5Z"}],
}


def test_a_task_is_noted_with_its_annotations() -> None:
    state = State()
    assert state.since is None
    assert state.note(RAW) == Task(3, Key("a", "0" * 64), {5: "2026-01-01T12:00:00.5Z"}, RAW["updated_at"])
    assert state.annotations == {5: "2026-01-01T12:00:00.5Z"}
    assert state.note({**RAW, "data": {"superseded_by": "x"}}).is_superseded


def test_a_later_look_goes_back_a_little_and_has_a_fraction_of_a_second() -> None:
    state = State()
    state.note(RAW)
    state.note({**RAW, "updated_at": "2025-01-01T00:00:00Z"})
    assert state.since == "2026-01-01T23:59:50.000000Z"


def test_a_later_look_need_not_go_back_further_than_a_minute_before_the_last_one() -> None:
    state = State()
    state.note(RAW)
    state.looked = datetime(2026, 1, 2, 0, 0, 30, tzinfo=UTC)
    assert state.since == "2026-01-01T23:59:50.000000Z"
    state.looked = datetime(2026, 1, 3, tzinfo=UTC)
    assert state.since == "2026-01-02T23:59:00.000000Z"


def test_settled_is_what_was_pulled_in_its_present_form_into_a_file_that_is_as_it_was() -> None:
    state, marks = State(), {"ann": (10, 1)}
    task = state.note(RAW)
    assert not state.is_settled(task, marks)
    state.settled[5] = ("2026-01-01T12:00:00.5Z", "ann")
    state.files = marks
    assert state.is_settled(task, marks)
    assert not state.is_settled(task, {"ann": (11, 1)})
    assert not state.is_settled(task, {})
    assert not state.is_settled(Task(3, None, {5: "later"}), marks)
    state.settled[5] = ("2026-01-01T12:00:00.5Z", "")
    assert state.is_settled(task, {})


def test_where_an_annotation_was_deleted_the_others_of_the_task_are_looked_at_again() -> None:
    state = State(settled={5: ("t", ""), 6: ("t", "ann"), 7: ("t", "bo")})
    state.note({**RAW, "annotations": [{"id": 5, "updated_at": "t"}, {"id": 6, "updated_at": "t"}]})
    state.note({**RAW, "annotations": [{"id": 5, "updated_at": "t"}]})
    assert state.settled == {6: ("t", "ann"), 7: ("t", "bo")}


def test_a_state_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    state = State(settled={5: ("t", "ann")}, files={"ann": (10, 1)}, looked=datetime(2026, 1, 3, tzinfo=UTC))
    state.note(RAW)
    state.note({**RAW, "id": 4, "data": {}})
    path = state_path(tmp_path, "https://label.example.org/projects/3")
    write_state(path, state)
    assert read_state(path) == state
    assert path != state_path(tmp_path, "https://label.example.org/projects/4")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 0}', '{"format": 1, "tasks": [[1]]}'])
def test_what_cannot_be_read_is_no_state(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    assert read_state(tmp_path / "x.json") == State()


def glance(*newest: tuple[int, str], number: int | None = None) -> Glance:
    return Glance(len(newest) if number is None else number, newest)


def test_a_glance_shows_that_nothing_changed() -> None:
    state = State()
    early, late = "2026-01-01T00:00:00Z", "2026-01-02T00:00:00.5Z"
    assert not state.agrees_with(glance())
    for id_, updated in ((3, early), (4, "2026-01-02T00:00:00Z"), (5, late)):
        state.note({**RAW, "id": id_, "updated_at": updated})
    as_noted = ((5, late), (4, "2026-01-02T00:00:00Z"), (3, early))
    assert state.agrees_with(glance(*as_noted))
    assert state.agrees_with(glance((5, late), (4, "2026-01-02T00:00:00Z"), (3, "2026-01-01T00:00:01Z")))  # long ago
    assert not state.agrees_with(glance(*as_noted, number=2))  # a task was deleted
    assert not state.agrees_with(glance((6, late), *as_noted[1:]))  # another took its place
    assert not state.agrees_with(glance((5, "2026-01-03T00:00:00Z"), *as_noted[1:]))
    # One that was under way at the last look bears the time at which it began.
    assert not state.agrees_with(glance((5, late), (3, "2026-01-02T00:00:00.1Z"), (4, "2026-01-02T00:00:00Z")))
    # More was changed in the last seconds than a glance shows.
    assert not state.agrees_with(glance(*as_noted[:2], number=3))


def test_marks_of_label_files(tmp_path: Path) -> None:
    (tmp_path / "ann.jsonl").write_text("{}\n")
    (tmp_path / "other.txt").write_text("")
    assert {name: size for name, (size, _) in file_marks(tmp_path).items()} == {"ann": 3}
    assert file_marks(tmp_path / "none") == {}
