"""Requests of a push of a changed queue go wrong, all of them in a thorough run; the next push ends as a calm one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import RemoteError
from standoff.labels import Case, LabelStore, QueueItem
from standoff.labelstudio.asking import make_questions, push_questions
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.session import ensure_project, session
from standoff.records import Article, LabelSet
from tests.fault_proxy import FAULTS, FaultProxy, fault_proxy
from tests.projects import BRIDGE, BRIDGE_LABELS, FAIR, FERRY, FERRY_LABELS, SCHEME, label_set, span
from tests.studio_fixtures import Studio
from tests.studio_tools import Person

pytestmark = pytest.mark.studio

WAITS = (0.05, 0.1, 0.2, 0.4)
IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
USUAL = ("504-after", "504-then-commit", "cut-before", "silent-after")
FAIR_LABELS = label_set(FAIR, [span(FAIR, "d1", "date", "Friday", type="DATE", value="2026-05-01")])


def asked(article: Article, labels: LabelSet, id_: str) -> QueueItem:
    case = Case(next(one.type for one in labels.spans if one.id == id_), {"anna": id_}, ("presence",))
    return QueueItem(article.id, article.sha256, "majority", (case,), (labels,))


FIRST = (asked(FERRY, FERRY_LABELS, "a1"), asked(BRIDGE, BRIDGE_LABELS, "a1"))
BEN = replace(BRIDGE_LABELS, annotator="ben")
CHANGED = (
    asked(FAIR, FAIR_LABELS, "d1"),
    asked(FERRY, FERRY_LABELS, "a2"),
    replace(asked(BRIDGE, BRIDGE_LABELS, "a1"), candidates=(BRIDGE_LABELS, BEN)),
)


@pytest.fixture(scope="module")
def proxy(studio: Studio) -> Iterator[FaultProxy]:
    with fault_proxy(studio.url) as running:
        yield running


class Run:
    """A project that a queue is pushed to through the proxy."""

    def __init__(self, studio: Studio, proxy: FaultProxy, folder: Path, title: str) -> None:
        self.studio, self.proxy, self.folder, self.title = studio, proxy, folder, title
        self.timeout = 30.0

    def push(self, items: tuple[QueueItem, ...]) -> None:
        questions, findings = make_questions(items, (FERRY, BRIDGE, FAIR), LabelStore(self.folder / "labels"), SCHEME)
        assert findings == []
        connection = replace(self.studio.connection, url=self.proxy.url)
        with StudioClient(connection, timeout=self.timeout, waits=(0.01, 0.02)) as client:
            project = ensure_project(client, self.title, SCHEME, WAITS, for_decisions=True)
            with session(client, project, self.folder / "sync", for_decisions=True) as opened:
                push_questions(opened, questions, SCHEME, waits=WAITS)

    def tasks(self) -> list[tuple[Any, ...]]:
        """Return what is on the server: what each task asks, and whose labels it shows."""
        with Person(self.studio.connection, self.title) as person:
            return sorted(
                (
                    task["data"]["article_id"],
                    task["data"]["order"],
                    task["data"]["to_decide"],
                    sorted(one["model_version"] for one in task["predictions"]),
                )
                for task in person.tasks()
            )


def endure(run: Run) -> None:
    run.timeout = 1.0
    for _ in range(6):
        try:
            run.push(CHANGED)
        except RemoteError:
            continue
        run.timeout = 30.0
        return
    raise AssertionError("it never ended well")


@pytest.fixture(scope="module")
def calm(studio: Studio, proxy: FaultProxy, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[Any]]:
    """Return the requests of a calm push of the changed queue, and what it leaves."""
    run = Run(studio, proxy, tmp_path_factory.mktemp("calm"), "calm queue")
    run.push(FIRST)
    proxy.arm()
    run.push(CHANGED)
    return list(proxy.requests), run.tasks()


@pytest.mark.parametrize("fault", FAULTS if IS_THOROUGH else USUAL)
def test_a_changed_queue(
    studio: Studio, proxy: FaultProxy, calm: tuple[list[str], list[Any]], tmp_path: Path, fault: str
) -> None:
    requests, expected = calm
    assert [task[1] for task in expected] == ["0000002", "0000003", "0000001"]
    changing = [at for at, request in enumerate(requests) if not request.startswith("GET")]
    turn = FAULTS.index(fault)
    for at in range(len(requests)) if IS_THOROUGH else [changing[turn % len(changing)]]:
        run = Run(studio, proxy, tmp_path / str(at), f"{fault[:30]} {at}")
        proxy.arm()
        run.push(FIRST)
        proxy.arm(fault, at)
        endure(run)
        assert len(proxy.requests) > at
        proxy.arm()
        assert run.tasks() == expected
