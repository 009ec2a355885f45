from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.labelstudio.names import name_annotators, read_names, write_names
from standoff.labelstudio.remote import User
from standoff.records import ANNOTATOR


def named(*emails: str, known: dict[str, str] | None = None, taken: tuple[str, ...] = ()) -> list[str]:
    names, _ = name_annotators({n: User(n, email) for n, email in enumerate(emails)}, known or {}, taken)
    return list(names.values())


def test_the_part_before_the_at_is_the_name() -> None:
    assert named("ann@example.org", "bo@example.org") == ["ann", "bo"]


def test_the_whole_address_is_used_where_two_would_share_a_name() -> None:
    assert named("ann@a.org", "Ann@b.org", "bo@b.org") == ["ann@a.org", "Ann@b.org", "bo"]


def test_a_name_that_has_label_files_of_somebody_unknown_is_not_given_away() -> None:
    assert named("machine-1@example.org", taken=("machine-1",)) == ["machine-1@example.org"]


def test_a_name_once_given_stays_whoever_joins() -> None:
    _, known = name_annotators({1: User(1, "ann@a.org")}, {}, ())
    assert named("ann@a.org", "ann@b.org", known=known, taken=("ann",)) == ["ann", "ann@b.org"]
    assert named("ANN@A.org ", known=known) == ["ann"]


def test_what_no_file_may_be_called_is_replaced() -> None:
    assert named("../é/x@y.org", "@", "a b@y.org") == ["x", "annotator", "a-b"]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_names_are_valid_and_different(emails: list[str]) -> None:
    distinct = {email.strip().casefold(): email for email in emails}
    names = named(*distinct.values())
    assert all(ANNOTATOR.fullmatch(name) for name in names)
    assert len({name.casefold() for name in names}) == len(distinct)


def test_the_file_has_no_addresses(tmp_path: Path) -> None:
    assert read_names(tmp_path) == {}
    _, known = name_annotators({1: User(1, "ann@secret.example")}, {}, ())
    write_names(tmp_path, known)
    assert "secret" not in (tmp_path / "annotators.json").read_text()
    assert read_names(tmp_path) == known


@pytest.mark.parametrize("text", ["[", "[]"])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "annotators.json").write_text(text)
    with pytest.raises(InputError, match=r"annotators\.json"):
        read_names(tmp_path)
