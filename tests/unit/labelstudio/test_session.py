from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from standoff.errors import ConflictError
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.editor import MEASURED
from standoff.labelstudio.remote import Project
from standoff.labelstudio.session import check_version, ensure_project, session
from standoff.scheme import load_scheme

SCHEME = load_scheme("news-conflict")
PROJECT = Project(3, "t", "", "", "", 0)


class Server:
    """A server that makes a project after so many looks, and may not say so."""

    url = "https://label.example.org"

    def __init__(self, *, looks: int = 0, says_so: bool = True, version: str = "1.23.2") -> None:
        self.looks = looks
        self.says_so = says_so
        self.made = 0
        self._version = version
        self.other: Project | None = None
        self.deleted: list[int] = []
        self.probes = 0
        self.editor = next(iter(MEASURED))

    def version(self) -> str:
        return self._version

    def find_project(self, _title: str) -> Project | None:
        if not self.made:
            return None
        self.looks -= 1
        return (self.other or PROJECT) if self.looks < 0 else None

    def create_project(self, *_: Any, **__: Any) -> int:
        self.made += 1
        if not self.says_so:
            raise UncertainError("504")
        return PROJECT.id

    def delete_project(self, project_id: int) -> None:
        self.deleted.append(project_id)

    def digest(self, _path: str) -> str:
        self.probes += 1
        return self.editor


def client(server: Server) -> StudioClient:
    return cast("StudioClient", server)


@pytest.mark.parametrize(("looks", "says_so"), [(0, True), (0, False), (2, False)])
def test_a_project_is_made_once(looks: int, says_so: bool) -> None:
    server = Server(looks=looks, says_so=says_so)
    for _ in range(2):
        assert ensure_project(client(server), "t", SCHEME, waits=(0, 0, 0)) == PROJECT
    assert server.made == 1


@pytest.mark.parametrize("says_so", [True, False])
def test_a_project_that_does_not_appear_is_an_error(says_so: bool) -> None:
    server = Server(looks=99, says_so=says_so)
    with pytest.raises(UncertainError):
        ensure_project(client(server), "t", SCHEME, waits=(0, 0))
    assert server.made == 1


@pytest.mark.parametrize(
    ("version", "warns"), [("1.23.2", False), ("1.23.0.post1", False), ("1.2.3", True), ("2.0.0", True)]
)
def test_a_version_that_was_not_tested_is_named(version: str, warns: bool) -> None:
    found, findings = check_version(client(Server(version=version)))
    assert found == version
    assert [finding.severity for finding in findings] == ["warning"] * warns


def test_a_project_is_one_at_a_time(tmp_path: Path) -> None:
    other = Project(4, "u", "", "", "", 0)
    with session(client(Server()), PROJECT, tmp_path), session(client(Server()), other, tmp_path) as opened:
        assert opened.server == "https://label.example.org/projects/4"
        with pytest.raises(ConflictError, match="projects/3"), session(client(Server()), PROJECT, tmp_path):
            pytest.fail("it was opened twice")


def test_of_two_projects_that_are_made_at_once_the_first_is_kept() -> None:
    server = Server()
    server.other = replace(PROJECT, id=2)
    assert ensure_project(client(server), "t", SCHEME) == server.other
    assert server.deleted == [PROJECT.id]


def test_what_a_server_counts_is_looked_up_once_for_each_version(tmp_path: Path) -> None:
    server = Server()
    for _ in range(2):
        with session(client(server), PROJECT, tmp_path) as opened:
            assert opened.unit_in("plain") == "code-point"
            assert server.probes == (1 if (tmp_path / opened.state_path.name).exists() else 0)
            assert [opened.unit_in("🕊️"), opened.unit_in("🕊️")] == ["code-point", "code-point"]
            opened.save()
    assert server.probes == 1
    other = Server(version="1.24.0")
    other.editor = ""
    with session(client(other), PROJECT, tmp_path) as opened:
        assert (opened.unit_in("🕊️"), opened.unit_in("plain")) == (None, "code-point")
        before = other.probes
        assert opened.unit_in("🕊️") is None
    assert other.probes == before
