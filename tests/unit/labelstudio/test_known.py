from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from standoff.errors import ConflictError, MissingError
from standoff.labelstudio.answers import AbsentError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.known import find_project, glance_at, remember
from standoff.labelstudio.remote import Glance, Project

PROJECT = Project(3, "t", "<View/>", "", "", 2)
GLANCE = Glance(2, ((5, "2026-01-01T00:00:00Z"), (4, "2026-01-01T00:00:00Z")))


class Server:
    url = "https://label.example.org"

    def __init__(self, there: Project | None) -> None:
        self.there = there

    def find_project(self, title: str) -> Project | None:
        return self.there if self.there and self.there.title == title else None

    def project(self, project_id: int) -> Project:
        if self.there is None or self.there.id != project_id:
            raise MissingError("gone")
        return self.there

    def glance(self, project_id: int) -> Glance:
        if self.there is None or self.there.id != project_id:
            raise AbsentError("404")
        return GLANCE


def client(there: Project | None) -> StudioClient:
    return cast("StudioClient", Server(there))


def test_a_project_that_was_worked_with_is_known_by_its_title(tmp_path: Path) -> None:
    assert glance_at(client(PROJECT), "t", tmp_path) is None
    remember(tmp_path, Server.url, PROJECT)
    remember(tmp_path, "https://other.example.org", Project(8, "t", "", "", "", 0, is_for_decisions=True))
    found = glance_at(client(PROJECT), "t", tmp_path)
    assert found == Project(3, "t", "", "", "", 2, is_for_decisions=False, glance=GLANCE)
    assert glance_at(client(PROJECT), "other", tmp_path) is None
    assert glance_at(client(None), "t", tmp_path) is None


def test_a_project_that_was_renamed_is_named_and_one_that_is_gone_is_none(tmp_path: Path) -> None:
    renamed = Project(3, "new", "", "", "", 2)
    assert find_project(client(renamed), "t", tmp_path) is None
    remember(tmp_path, Server.url, PROJECT)
    assert find_project(client(PROJECT), "t", tmp_path) == PROJECT
    with pytest.raises(ConflictError, match="was called 't' is called 'new' now") as error:
        find_project(client(renamed), "t", tmp_path)
    assert "--project" in error.value.hint
    assert find_project(client(None), "t", tmp_path) is None


@pytest.mark.parametrize("text", ["", "[]", "{", "3", "[3]", '[["u", "t", "x", 1]]', '{"u": {"t": 3}}', "\xff"])
def test_what_is_damaged_is_nothing_known(tmp_path: Path, text: str) -> None:
    (tmp_path / "projects.json").write_bytes(text.encode("latin-1"))
    assert glance_at(client(PROJECT), "t", tmp_path) is None
    remember(tmp_path, Server.url, PROJECT)
    assert glance_at(client(PROJECT), "t", tmp_path) is not None
