"""Every request of a push and of a pull goes wrong in every way, and the next run ends where a calm one does."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from standoff.errors import RemoteError
from standoff.labelstudio import client as client_module
from standoff.labelstudio import push as pushing
from standoff.labelstudio import refresh
from standoff.labelstudio.server import down, running, up
from tests.fault_proxy import FAULTS, FaultProxy, fault_proxy
from tests.faulty import IS_THOROUGH, Run, chosen, expected_tasks
from tests.studio_fixtures import Studio, free_port
from tests.studio_tools import TEXTS

pytestmark = pytest.mark.studio

_numbers = itertools.count()


@pytest.fixture(scope="module")
def proxy(studio: Studio) -> Iterator[FaultProxy]:
    with fault_proxy(studio.url) as running:
        yield running


@pytest.fixture
def run(studio: Studio, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    # Several imports and several pages, of a few tasks.
    monkeypatch.setattr(client_module, "PAGE", 2)
    monkeypatch.setattr(pushing, "BATCH", 2)
    monkeypatch.setattr(refresh, "BATCH", 2)
    proxy.arm()
    return Run(studio, proxy.url, tmp_path / "calm", f"faults {next(_numbers)}")


def endure(run: Run, action: Callable[[], None]) -> None:
    """Repeat an action until it ends well, as a person would."""
    # On a busy machine, a server is silent for so long without a fault too: then it is one fault more.
    run.timeout = 1.0
    for _ in range(6):
        try:
            action()
        except RemoteError:
            continue
        run.timeout = 30.0
        return
    raise AssertionError("it never ended well")


@pytest.mark.parametrize("fault", FAULTS)
def test_push(run: Run, proxy: FaultProxy, fault: str) -> None:
    run.push()
    title, requests = run.title, list(proxy.requests)
    for at in chosen(requests, fault, changing=2, reading=1):
        run.title = f"{title} - {at}"
        proxy.arm(fault, at)
        endure(run, run.push)
        assert len(proxy.requests) > at
        proxy.arm()
        run.push()
        assert run.tasks() == expected_tasks(), (fault, requests[at])


@pytest.mark.parametrize("fault", FAULTS)
def test_push_of_changed_texts_and_newer_suggestions(run: Run, proxy: FaultProxy, fault: str) -> None:
    """Tasks are marked, made, and given other predictions in the place of theirs."""
    title = run.title
    run.push_older()
    proxy.arm()
    run.update()
    calm, requests = run.tasks(), list(proxy.requests)
    assert len(calm) == len(TEXTS) + 2
    for at in chosen(requests, fault, changing=1, reading=0):
        run.title = f"{title} - {at}"
        proxy.arm()
        run.push_older()
        proxy.arm(fault, at)
        endure(run, run.update)
        assert len(proxy.requests) > at
        proxy.arm()
        run.update()
        assert run.tasks() == calm, (fault, requests[at])


@pytest.mark.parametrize("fault", FAULTS)
def test_pull(run: Run, proxy: FaultProxy, tmp_path: Path, fault: str) -> None:
    run.push()
    run.annotate()
    before = shutil.copytree(run.folder, tmp_path / "before")
    proxy.arm()
    run.pull()
    calm, requests = run.files(), list(proxy.requests)
    assert len(calm) == 2
    for at in chosen(requests, fault, changing=0, reading=1):
        run.folder = shutil.copytree(before, tmp_path / str(at))
        proxy.arm(fault, at)
        endure(run, run.pull)
        assert len(proxy.requests) > at
        proxy.arm()
        run.pull()
        assert run.files() == calm, (fault, requests[at])


@pytest.mark.parametrize("action", ["push", "pull"])
def test_a_token_that_expires_meanwhile_is_renewed_and_nobody_notices(
    run: Run, proxy: FaultProxy, tmp_path: Path, personal_token: str, action: str
) -> None:
    run.key = personal_token
    run.push()
    title = run.title
    if action == "pull":
        run.annotate()
        before = shutil.copytree(run.folder, tmp_path / "before")
        proxy.arm()
        run.pull()
        calm = run.files()
    requests = list(proxy.requests)
    # One that is refused at its first use did not expire.
    tried = [at for at in range(2, len(requests)) if not requests[at].endswith("/token/refresh/")]
    for at in tried if IS_THOROUGH else tried[:: len(tried) // 2]:
        proxy.arm("401", at)
        if action == "pull":
            run.folder = shutil.copytree(before, tmp_path / str(at))
            run.pull()
            assert run.files() == calm
        else:
            run.title = f"{title} - {at}"
            run.push()
            assert run.tasks() == expected_tasks()
        assert proxy.requests[at + 1] == "POST /api/token/refresh/"
        assert proxy.requests[at + 2] == proxy.requests[at]


def test_tasks_that_arrive_after_all_waiting_are_there_once(run: Run, proxy: FaultProxy) -> None:
    run.push()
    imports = next(at for at, request in enumerate(proxy.requests) if request.endswith("/import"))
    run.title = f"{run.title} - late"
    proxy.arm("504-then-commit", imports)
    run.push(waits=(0.01,))
    assert run.tasks() == expected_tasks()


def test_a_server_that_is_killed_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "studio"
    connection = up(folder, lambda _stage, _detail: None, port=free_port()).connection
    studio = Studio(connection.url, connection.email, connection.password, connection.key)
    try:
        with fault_proxy(studio.url) as proxy:
            run = Run(studio, proxy.url, tmp_path / "calm", "killed")
            run.push()
            pushes = list(proxy.requests)
            run.annotate()
            before = shutil.copytree(run.folder, tmp_path / "before")
            proxy.arm()
            run.pull()
            calm, pulls = run.files(), list(proxy.requests)

            def survive(at: int, hook: str, action: Callable[[], None]) -> None:
                proxy.arm(at=at)
                with monkeypatch.context() as patch:
                    patch.setattr(proxy, hook, lambda: kill(folder))
                    with suppress(RemoteError):  # unless it was the last request, and was answered
                        action()
                assert running(folder) is None
                proxy.arm()
                up(folder, lambda _stage, _detail: None)
                action()

            for at, hook in moments(pushes, "POST", usual="POST /api/projects/1/import"):
                run.title = f"killed {at} {hook}"
                survive(at, hook, run.push)
                assert run.tasks() == expected_tasks()
            for at, hook in moments(pulls, "GET", usual="GET /api/tasks"):
                run.title, run.folder = "killed", shutil.copytree(before, tmp_path / f"{at} {hook}")
                survive(at, hook, run.pull)
                assert run.files() == calm
    finally:
        down(folder)


def moments(requests: list[str], kind: str, *, usual: str) -> list[tuple[int, str]]:
    """Return when a server is killed: before and after it acted on each request of a kind, or usually on one."""
    tried = [at for at, request in enumerate(requests) if request.startswith(kind)]
    return list(itertools.product(tried if IS_THOROUGH else [requests.index(usual)], ("on_request", "on_forwarded")))


def kill(folder: Path) -> None:
    """End a server as a power cut would."""
    process = running(folder)
    assert process is not None
    os.killpg(process, signal.SIGKILL)
    while running(folder) is not None:
        time.sleep(0.05)
