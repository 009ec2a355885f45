from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from standoff.errors import ConflictError, MissingError, MissingExtraError, RemoteError
from standoff.labelstudio import client as client_module
from standoff.labelstudio.answers import AbsentError, UncertainError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.connection import Connection

KEY = "0123456789" * 4
Answer = Callable[[httpx.Request], httpx.Response]


class Calls:
    """A client whose requests are answered here, and the requests that it made."""

    def __init__(self, answer: Answer) -> None:
        self.made: list[httpx.Request] = []

        def noted(request: httpx.Request) -> httpx.Response:
            self.made.append(request)
            return answer(request)

        self.client = StudioClient(Connection("http://127.0.0.1:8080", KEY), waits=(0, 0))
        self.client._http._transport = httpx.MockTransport(noted)


def raising(error: Exception) -> Answer:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


FAILURES: list[Answer] = [
    raising(httpx.ConnectError("refused")),
    raising(httpx.ReadTimeout("late")),
    raising(httpx.RemoteProtocolError("cut")),
    lambda _: httpx.Response(504, text="<html>gateway</html>"),
    lambda _: httpx.Response(500, json={"detail": "database is locked"}),
    lambda _: httpx.Response(429),
    lambda _: httpx.Response(200, text='{"cut": '),
]


@pytest.mark.parametrize("failure", FAILURES)
def test_what_only_reads_is_repeated(failure: Answer) -> None:
    answers = iter([failure, lambda _: httpx.Response(200, json={"v1": 3})])

    def next_answer(request: httpx.Request) -> httpx.Response:
        answer: Answer = next(answers)
        return answer(request)

    calls = Calls(next_answer)
    assert calls.client.model_versions(1) == {"v1": 3}
    assert len(calls.made) == 2

    calls = Calls(failure)
    with pytest.raises(UncertainError) as error:
        calls.client.model_versions(1)
    assert len(calls.made) == 3
    assert KEY not in str(error.value)


@pytest.mark.parametrize("failure", FAILURES)
def test_what_changes_something_is_never_repeated(failure: Answer) -> None:
    calls = Calls(failure)
    with pytest.raises(UncertainError):
        calls.client.import_tasks(1, [{"data": {}}])
    assert len(calls.made) == 1


@pytest.mark.parametrize("failure", FAILURES[:-1])
def test_nor_does_the_sdk_repeat_it(failure: Answer) -> None:
    calls = Calls(failure)
    with pytest.raises(UncertainError):
        calls.client.create_project("t", interface="<View/>", instruction="")
    assert len(calls.made) == 1


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (httpx.Response(400, json={"detail": "bad", "validation_errors": {"title": ["too long"]}}), "too long"),
        (httpx.Response(404, json={"detail": "Not found."}), r"answered 404: Not found\.$"),
        (httpx.Response(404, text="plain"), "plain"),
        (httpx.Response(401, text="Invalid token."), "the key is refused"),
        (httpx.Response(403, text="no"), "the key is refused"),
        (httpx.Response(301, headers={"Location": "https://label.example.org/"}), "redirects to https://label"),
    ],
)
def test_a_refusal_is_certain_and_says_why(answer: httpx.Response, message: str) -> None:
    calls = Calls(lambda _: answer)
    for refused in (lambda: calls.client.model_versions(1), lambda: calls.client.import_tasks(1, [])):
        with pytest.raises(RemoteError, match=message) as error:
            refused()
        assert not isinstance(error.value, UncertainError)
    assert len(calls.made) == 2


def test_the_sdk_says_why_too() -> None:
    calls = Calls(lambda _: httpx.Response(400, json={"detail": "Validation error"}))
    with pytest.raises(RemoteError, match="answered 400: Validation error"):
        calls.client.update_project(1, label_config="<View/>")


def listing(total: int) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        items = json.loads(request.url.params["query"])["filters"]["items"]
        after = max(item["value"] for item in items if item["operator"] == "greater" and item["type"] == "Number")
        size = int(request.url.params["page_size"])
        ids = [id_ for id_ in range(1, total + 1) if id_ > after][:size]
        return httpx.Response(200, json={"tasks": [{"id": id_, "data": {}, "updated_at": "t"} for id_ in ids]})

    return answer


@pytest.mark.parametrize("total", [0, 1, 2, 3, 4, 5])
def test_pages_are_cut_by_id(total: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PAGE", 2)
    calls = Calls(listing(total))
    assert [task["id"] for task in calls.client.tasks(3, include=["annotations"])] == list(range(1, total + 1))
    assert len(calls.made) == total // 2 + 1


@pytest.mark.parametrize(
    ("choice", "filters"),
    [
        ({"ids": range(1, 121)}, 3),
        ({"sha256s": ["0" * 64] * 51}, 2),
        ({"ids": []}, 0),
        ({"updated_after": "2026-01-01T00:00:00.000000Z"}, 1),
    ],
)
def test_long_lists_are_asked_for_in_parts(choice: dict[str, Any], filters: int) -> None:
    calls = Calls(lambda _: httpx.Response(200, json={"tasks": []}))
    assert list(calls.client.tasks(3, **choice)) == []
    assert len(calls.made) == filters
    assert all(len(str(request.url)) < 8000 for request in calls.made)


@pytest.mark.parametrize("page", [{}, {"tasks": [{"id": "x"}]}, {"tasks": [{"id": 1}]}, [], {"tasks": 7}])
def test_a_page_that_cannot_be_read_is_no_page(page: Any) -> None:
    calls = Calls(lambda _: httpx.Response(200, json=page))
    with pytest.raises(UncertainError):
        list(calls.client.tasks(3))


@pytest.mark.parametrize("answer", [{"task_count": 1}, {"import": 7}, [], {"task_count": None}])
def test_an_import_that_is_only_promised_is_uncertain(answer: Any) -> None:
    calls = Calls(lambda _: httpx.Response(201, json=answer))
    with pytest.raises(UncertainError, match="does not say that it added"):
        calls.client.import_tasks(1, [{"data": {}}, {"data": {}}])
    Calls(lambda _: httpx.Response(201, json={"task_count": 2})).client.import_tasks(1, [{}, {}])


def test_the_version_is_asked_of_a_label_studio_server() -> None:
    answers = iter(
        [httpx.Response(200, json={"label-studio-os-package": {"version": "1.23.2"}}), httpx.Response(404, text="?")]
    )
    calls = Calls(lambda _: next(answers))
    assert calls.client.version() == "1.23.2"
    with pytest.raises(RemoteError, match="is no Label Studio server"):
        calls.client.version()


def test_the_time_of_the_server_is_kept() -> None:
    calls = Calls(lambda _: httpx.Response(200, json={}, headers={"Date": "Tue, 24 Nov 2026 02:31:03 GMT"}))
    assert calls.client.server_time == ""
    calls.client.model_versions(1)
    assert calls.client.server_time == "Tue, 24 Nov 2026 02:31:03 GMT"


def test_two_projects_of_one_title_are_a_conflict() -> None:
    titles = ["t", "t two", "t"]
    results = [{"id": id_, "title": title} for id_, title in enumerate(titles)]
    calls = Calls(lambda _: httpx.Response(200, json={"results": results}))
    with pytest.raises(ConflictError, match="2 projects"):
        calls.client.find_project("t")
    assert calls.client.find_project("other") is None
    two = calls.client.find_project("t two")
    assert two is not None
    assert (two.id, two.interface, two.tasks) == (1, "", None)


@pytest.mark.parametrize(("tasks", "found"), [((0, 5, 0), 4), ((0, 0, 0), 3)])
def test_of_projects_of_one_title_the_only_one_with_tasks_or_the_oldest_is_meant(
    tasks: tuple[int, ...], found: int
) -> None:
    results = [{"id": id_, "title": "t", "task_number": number} for id_, number in enumerate(tasks, 3)]
    project = Calls(lambda _: httpx.Response(200, json={"results": results[::-1]})).client.find_project("t")
    assert project is not None
    assert project.id == found


CLAIM = {
    "id": 7,
    "value": {"holder": "h", "machine": "m"},
    "created_by": 1,
    "updated_at": "2026-01-01T00:00:00.5Z",
}


def test_a_claim_is_made_renewed_and_dropped() -> None:
    answers = iter([(500, None), (201, [CLAIM]), (200, CLAIM), (204, None), (404, None), (404, None)])

    def answer(_: httpx.Request) -> httpx.Response:
        status, body = next(answers)
        return httpx.Response(status, json=body)

    calls = Calls(answer)
    claim = calls.client.claim(3, "name", {"holder": "h", "machine": "m"})
    assert (claim.id, claim.holder, claim.machine, claim.account) == (7, "h", "m", 1)
    assert claim.updated == datetime(2026, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)
    assert json.loads(calls.made[1].content)[0]["project"] == 3
    calls.client.renew_claim(7, {})
    calls.client.drop_claim(7)
    calls.client.drop_claim(7)
    with pytest.raises(AbsentError):
        calls.client.renew_claim(7, {})


@pytest.mark.parametrize(("status", "digest"), [(200, hashlib.sha256(b"script").hexdigest()), (404, ""), (302, "")])
def test_what_is_under_a_path_is_known_by_its_digest(status: int, digest: str) -> None:
    headers = {"Location": "https://static.example.org"} if status == 302 else {}
    calls = Calls(lambda _: httpx.Response(status, content=b"script", headers=headers))
    assert calls.client.digest("/script.js") == digest


@pytest.mark.parametrize("status", [401, 504])
def test_a_digest_needs_an_answer(status: int) -> None:
    with pytest.raises(RemoteError):
        Calls(lambda _: httpx.Response(status)).client.digest("/script.js")


def test_a_project_that_is_gone_is_named() -> None:
    calls = Calls(lambda _: httpx.Response(200, json={"results": []}))
    with pytest.raises(MissingError, match="project 3 is gone"):
        calls.client.project(3)


def test_a_proxy_of_the_environment_is_not_told_what_is_said_to_this_machine() -> None:
    assert not StudioClient(Connection("http://127.0.0.1:8080", KEY))._http.trust_env
    assert StudioClient(Connection("https://label.example.org", KEY))._http.trust_env


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match="httpx"):
        StudioClient(Connection("http://127.0.0.1:8080", KEY))
