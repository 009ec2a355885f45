from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.ordering import RANK, TAB, ensure_tab, in_order, order_tasks, with_rank
from standoff.labelstudio.remote import Project
from standoff.labelstudio.session import Session
from standoff.labelstudio.state import State
from tests.projects import BRIDGE, FAIR, FERRY


class Server:
    """The tabs and tasks of a project."""

    url = "http://server"

    def __init__(self, *, tabs: dict[int, str] | None = None, loses: bool = False, is_silent: bool = False) -> None:
        self.all_tabs = tabs or {}
        self.loses = loses
        self.is_silent = is_silent
        self.orders: list[list[int]] = []
        self.all_tasks: dict[int, dict[str, Any]] = {}
        self.updated: list[int] = []

    def tabs(self, _project: int) -> dict[int, str]:
        return dict(self.all_tabs)

    def create_tab(self, _project: int, data: dict[str, Any]) -> None:
        if not self.loses:
            self.all_tabs[len(self.all_tabs) + 1] = data["title"]
        if self.is_silent:
            raise UncertainError("no answer")

    def order_tabs(self, _project: int, ids: list[int]) -> None:
        self.orders.append(ids)

    def tasks(self, _project: int) -> list[dict[str, Any]]:
        return [{"id": id_, "data": data} for id_, data in self.all_tasks.items()]

    def update_task(self, id_: int, data: dict[str, Any]) -> None:
        self.updated.append(id_)
        self.all_tasks[id_] = data


def session(server: Server) -> Session:
    return Session(server, Project(3, "t", "", "", "", 0), Path(), State())  # type: ignore[arg-type]


def test_articles_without_a_place_come_last_as_they_were() -> None:
    assert in_order([FERRY, BRIDGE, FAIR], {FAIR.id: 7}) == [FAIR, FERRY, BRIDGE]
    assert in_order([FERRY, BRIDGE], {}) == [FERRY, BRIDGE]


def test_places_sort_as_texts() -> None:
    assert with_rank({"data": {"x": 1}}, 9)["data"][RANK] < with_rank({"data": {}}, 10)["data"][RANK]
    assert with_rank({"data": {"x": 1, RANK: "1"}, "id": 2}, None) == {"data": {"x": 1}, "id": 2}


def test_only_tasks_whose_place_changes_are_written() -> None:
    server = Server()
    server.all_tasks = {
        1: {"article_id": "a", RANK: "0000001"},
        2: {"article_id": "b", RANK: "0000001"},
        3: {"article_id": "c", RANK: "0000003"},
        4: {"article_id": "a", "superseded_by": "0", RANK: "0000001"},
        5: {"other": 1},
    }
    assert order_tasks(session(server), {"a": 1, "b": 2}) == 3
    assert server.updated == [2, 3, 4]
    assert [data.get(RANK) for data in server.all_tasks.values()] == ["0000001", "0000002", None, None, None]
    assert order_tasks(session(server), {"a": 1, "b": 2}) == 0


@pytest.mark.parametrize("is_silent", [True, False])
def test_the_tab_is_made_once_and_put_first(*, is_silent: bool) -> None:
    server = Server(tabs={1: "Default"}, is_silent=is_silent)
    assert [ensure_tab(session(server), waits=(0,)) for _ in range(2)] == [2, 2]
    assert server.all_tabs == {1: "Default", 2: TAB}
    assert server.orders == [[2, 1]]


def test_a_tab_that_does_not_come() -> None:
    with pytest.raises(UncertainError, match="cannot be found"):
        ensure_tab(session(Server(loses=True, is_silent=True)), waits=(0, 0))
