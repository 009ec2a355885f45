"""Every request of a push and of a pull goes wrong in every way, and the next run ends where a calm one does."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import RemoteError
from standoff.labels import LabelStore
from standoff.labelstudio import client as client_module
from standoff.labelstudio import pull as pulling
from standoff.labelstudio import push as pushing
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.predictions import Predictor, suggestions
from standoff.labelstudio.results import to_results
from standoff.labelstudio.server import down, running, up
from standoff.labelstudio.session import check_version, ensure_project, session
from standoff.scheme import load_scheme
from tests.fault_proxy import FAULTS, LATE_SECONDS, FaultProxy, fault_proxy
from tests.studio_fixtures import Studio, free_port
from tests.studio_tools import RELATIONS, SPANS, TEXTS, Person, articles

pytestmark = pytest.mark.studio

SCHEME = load_scheme("news-conflict")
WAITS = (0.05, 0.1, 0.2, 0.4)
assert sum(WAITS) > 2 * LATE_SECONDS
IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
_numbers = itertools.count()


@pytest.fixture(scope="module")
def proxy(studio: Studio) -> Iterator[FaultProxy]:
    with fault_proxy(studio.url) as running:
        yield running


@dataclass
class Run:
    """A project that is pushed to and pulled from through the proxy."""

    studio: Studio
    proxy: FaultProxy
    folder: Path
    title: str

    def client(self) -> StudioClient:
        connection = replace(self.studio.connection, url=self.proxy.url)
        return StudioClient(connection, timeout=1.0, waits=(0.01, 0.02))

    def push(self, predictor: Predictor | None = None, waits: tuple[float, ...] = WAITS) -> None:
        with self.client() as client:
            check_version(client)
            project = ensure_project(client, self.title, SCHEME, WAITS)
            with session(client, project, self.folder / "sync") as opened:
                pushing.push(opened, articles(), SCHEME, predictor or suggestions(SCHEME), waits=waits)

    def pull(self) -> None:
        store = LabelStore(self.folder / "labels")
        with self.client() as client:
            _, _ = check_version(client)
            project = ensure_project(client, self.title, SCHEME, WAITS)
            with session(client, project, self.folder / "sync") as opened:
                pulled = pulling.look_and_plan(opened, store, SCHEME, articles(), tool=lambda: "Label Studio")
                pulling.apply_pull(opened, store, pulled)

    def tasks(self) -> list[tuple[Any, ...]]:
        """Return what is on the server, as it should be after a push."""
        with Person(self.studio.connection, self.title) as person:
            return [
                (task["data"]["article_id"], task["data"]["text"], [p["model_version"] for p in task["predictions"]])
                for task in sorted(person.tasks(), key=lambda task: (task["data"]["article_id"], task["data"]["text"]))
            ]


@pytest.fixture
def run(studio: Studio, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    # Several imports and several pages, of a few tasks.
    monkeypatch.setattr(client_module, "PAGE", 2)
    monkeypatch.setattr(pushing, "BATCH", 2)
    proxy.arm()
    return Run(studio, proxy, tmp_path, f"faults {next(_numbers)}")


def endure(action: Any) -> int:
    """Repeat an action until it ends well, as a person would, and return how often it failed."""
    for failures in range(4):
        try:
            action()
        except RemoteError:
            continue
        return failures
    raise AssertionError("it never ended well")


def chosen(requests: list[str], fault: str, *, changing: int, reading: int) -> list[int]:
    """Return which of the requests of a calm run this fault is tried on: all of them in a thorough run.

    Otherwise so many of those that change something, the first of each kind, and so many of the others: different ones
    for each fault.
    """
    if IS_THOROUGH:
        return list(range(len(requests)))
    firsts = [at for at, request in enumerate(requests) if requests.index(request) == at]
    turn = FAULTS.index(fault)
    picked = []
    for number, reads in ((changing, False), (reading, True)):
        kind = [at for at in firsts if requests[at].startswith("GET") == reads]
        picked += [kind[(turn + step) % len(kind)] for step in range(number)]
    return sorted(set(picked))


def expected_tasks() -> list[tuple[Any, ...]]:
    predictor = suggestions(SCHEME)
    return [
        (article.id, article.text, [predictor.version] if predictor.predict(article) else []) for article in articles()
    ]


@pytest.mark.parametrize("fault", FAULTS)
def test_push(run: Run, fault: str) -> None:
    run.push()
    title, requests = run.title, list(run.proxy.requests)
    for at in chosen(requests, fault, changing=2, reading=1):
        run.title = f"{title} - {at}"
        run.proxy.arm(fault, at)
        endure(run.push)
        assert len(run.proxy.requests) > at
        run.proxy.arm()
        run.push()
        assert run.tasks() == expected_tasks(), (fault, requests[at])


@pytest.mark.parametrize("fault", FAULTS)
def test_push_of_changed_texts_and_newer_suggestions(run: Run, fault: str) -> None:
    """Two of five texts change, so that tasks are marked, made, and given other predictions in the place of theirs."""
    older = replace(suggestions(SCHEME), version="standoff rules-0")
    title = run.title

    def prepare(name: str) -> None:
        run.title = name
        run.proxy.arm()
        run.push(predictor=older)

    def update() -> None:
        with run.client() as client:
            project = ensure_project(client, run.title, SCHEME, WAITS)
            with session(client, project, run.folder / "sync") as opened:
                some = [*articles()[:3], *articles(version=" More.")[3:]]
                pushing.push(opened, some, SCHEME, suggestions(SCHEME), waits=WAITS)

    prepare(title)
    run.proxy.arm()
    update()
    calm, requests = run.tasks(), list(run.proxy.requests)
    assert len(calm) == len(TEXTS) + 2
    for at in chosen(requests, fault, changing=1, reading=0):
        prepare(f"{title} - {at}")
        run.proxy.arm(fault, at)
        endure(update)
        run.proxy.arm()
        update()
        assert run.tasks() == calm, (fault, requests[at])


@pytest.mark.parametrize("fault", FAULTS)
def test_pull(run: Run, fault: str) -> None:
    run.push()
    with Person(run.studio.connection, run.title) as person:
        person.annotate(person.task("article-0")["id"], to_results(SPANS, RELATIONS, TEXTS[0], SCHEME))
        for article in articles()[1:]:
            person.annotate(person.task(article.id)["id"], [])
        person.annotate(person.task("article-2")["id"], [{"id": "x"}])
    run.proxy.arm()
    run.pull()
    calm, requests = pulled_files(run.folder), list(run.proxy.requests)
    assert len(calm) == 2
    for at in chosen(requests, fault, changing=0, reading=1):
        run.folder = run.folder.parent / f"{fault}-{at}"
        run.proxy.arm(fault, at)
        endure(run.pull)
        run.proxy.arm()
        run.pull()
        assert pulled_files(run.folder) == calm, (fault, requests[at])


def pulled_files(folder: Path) -> dict[str, bytes]:
    """Return the label files and what is in quarantine."""
    folders = (folder / "labels" / name for name in ("annotations", "quarantine"))
    return {path.parent.name: path.read_bytes() for folder in folders for path in folder.iterdir()}


def test_tasks_that_arrive_after_all_waiting_are_there_once(run: Run) -> None:
    run.push()
    imports = next(at for at, request in enumerate(run.proxy.requests) if request.endswith("/import"))
    run.title = f"{run.title} - late"
    run.proxy.arm("504-then-commit", imports)
    run.push(waits=(0.01,))
    assert run.tasks() == expected_tasks()


PUSH_AND_BE_KILLED = """
import json, sys
from pathlib import Path
from tests.integration.test_faults import Run
from tests.fault_proxy import FaultProxy
from tests.studio_fixtures import Studio
url, studio, folder, title = json.loads(sys.stdin.readline())
Run(Studio(**studio), FaultProxy(url), Path(folder), title).push()
"""


@pytest.mark.parametrize("fault", ["", "504-then-commit"])
def test_a_push_that_is_killed_while_the_server_works_is_continued(run: Run, fault: str) -> None:
    run.push()
    title, requests = run.title, list(run.proxy.requests)
    imports = next(at for at, request in enumerate(requests) if request.endswith("/import"))
    run.title = f"{title} - killed"
    script = subprocess.Popen([sys.executable, "-c", PUSH_AND_BE_KILLED], stdin=subprocess.PIPE, text=True)
    run.proxy.on_request = script.kill
    run.proxy.arm(fault, imports)
    script.communicate(json.dumps([run.proxy.url, asdict(run.studio), str(run.folder), run.title]) + "\n")
    run.proxy.on_request = lambda: None
    assert script.returncode == -signal.SIGKILL
    run.push()
    assert run.tasks() == expected_tasks()


def test_a_server_that_is_killed_and_started_again_has_each_task_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "studio"
    connection = up(folder, lambda _stage, _detail: None, port=free_port()).connection
    studio = Studio(connection.url, connection.email, connection.password, connection.key)
    try:
        with fault_proxy(studio.url) as proxy:
            run = Run(studio, proxy, tmp_path, "killed")
            run.push()
            imports = next(at for at, request in enumerate(proxy.requests) if request.endswith("/import"))
            for number, hook in enumerate(("on_request", "on_forwarded")):
                run.title = f"killed {number}"
                proxy.arm(at=imports)
                monkeypatch.setattr(proxy, hook, lambda: kill(folder))
                with pytest.raises(RemoteError):
                    run.push()
                monkeypatch.undo()
                proxy.arm()
                up(folder, lambda _stage, _detail: None)
                run.push()
                assert run.tasks() == expected_tasks()
    finally:
        down(folder)


def kill(folder: Path) -> None:
    """End a server as a power cut would."""
    process = running(folder)
    assert process is not None
    os.killpg(process, signal.SIGKILL)
    while running(folder) is not None:
        time.sleep(0.05)
