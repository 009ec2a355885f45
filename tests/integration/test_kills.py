"""A push or a pull is killed at any request and at any write of a file, and the next one ends where a calm one does."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO
from unittest import mock

import pytest

from standoff import files
from standoff.labelstudio import client as client_module
from standoff.labelstudio import push as pushing
from standoff.labelstudio import refresh
from tests.fault_proxy import FaultProxy, fault_proxy
from tests.faulty import IS_THOROUGH, Run
from tests.studio_fixtures import Studio
from tests.studio_tools import TEXTS, Person

pytestmark = pytest.mark.studio

_numbers = itertools.count()


def serve() -> None:
    """Fork a process for each run that is asked for, and say its id, and then how it ended."""
    client_module.PAGE = pushing.BATCH = refresh.BATCH = 2  # type: ignore[misc]
    for line in sys.stdin:
        studio, url, folder, title, action, write, phase = json.loads(line)
        process = os.fork()
        if not process:
            with death_at(write, phase), suppress(Exception):
                getattr(Run(Studio(**studio), url, Path(folder), title), action)()
                os._exit(0)
            os._exit(1)
        say(process)
        say(os.waitpid(process, 0)[1])


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


@contextmanager
def death_at(write: int, phase: str) -> Iterator[None]:
    """Die before this write of a file, in the middle of it or after it; writes are counted from 0."""
    moments = iter(itertools.count())
    real = files.replacing

    @contextmanager
    def replacing(path: Path, **options: Any) -> Iterator[BinaryIO]:
        is_hit = next(moments) == write

        def die_in(now: str) -> None:
            if is_hit and phase == now:
                os.kill(os.getpid(), signal.SIGKILL)

        die_in("before")
        with real(path, **options) as file:
            yield file
            file.flush()
            die_in("amid")
        die_in("after")

    with mock.patch.object(files, "replacing", replacing):
        yield


class Victims:
    """Processes that push or pull."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-c", "from tests.integration.test_kills import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def close(self) -> None:
        self._server.communicate()

    def start(self, run: Run, action: str, write: int = -1, phase: str = "") -> int:
        """Start one and return its id."""
        assert self._server.stdin
        line = json.dumps([asdict(run.studio), run.url, str(run.folder), run.title, action, write, phase])
        self._server.stdin.write(f"{line}\n")
        self._server.stdin.flush()
        return self._number()

    def end(self) -> int:
        """Wait for its end, and return the signal that it was ended by, 0 where it ended well."""
        status = self._number()
        assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
        return os.WTERMSIG(status)

    def _number(self) -> int:
        assert self._server.stdout
        return int(self._server.stdout.readline())


@pytest.fixture(scope="module")
def victims() -> Iterator[Victims]:
    made = Victims()
    yield made
    made.close()


@pytest.fixture(scope="module")
def proxy(studio: Studio) -> Iterator[FaultProxy]:
    with fault_proxy(studio.url) as running:
        yield running


class Trial:
    """One of the three actions: how it is made ready, what it asks for, and what a calm one leaves."""

    def __init__(self, studio: Studio, proxy: FaultProxy, folder: Path, action: str) -> None:
        self.studio, self.proxy, self.folder, self.action = studio, proxy, folder, action
        self.pulled_from: Run | None = None
        run = self.ready()
        proxy.arm()
        getattr(run, action)()
        self.requests = list(proxy.requests)
        self.calm = self.outcome(run)

    def ready(self) -> Run:
        """Return what the action can be done with."""
        number = next(_numbers)
        run = Run(self.studio, self.proxy.url, self.folder / str(number), f"kills {number}")
        self.proxy.arm()
        if self.action == "update":
            run.push_older()
        elif self.action == "pull":
            if self.pulled_from is None:
                self.pulled_from = run
                run.push()
                run.annotate()
                shutil.copytree(run.folder, self.folder / "before")
            run.title = self.pulled_from.title
            run.folder = shutil.copytree(self.folder / "before", self.folder / f"{number} again")
        return run

    def outcome(self, run: Run) -> Any:
        """Return what must be the same in the end."""
        return run.files() if self.action == "pull" else run.tasks()

    def check_survived(self, run: Run, *, was_killed: bool = True) -> None:
        """Do the action again, and look at what it leaves."""
        if self.action == "update" and was_killed:
            with Person(run.studio.connection, run.title) as person:
                shown, tasks = person.model_version(), person.tasks()
            kept = [task for task in tasks if task["data"]["text"] in TEXTS[:3] and task["predictions"]]
            assert kept != []
            # Of the older or of the newer suggestions, all are shown at any moment.
            assert all(shown in [one["model_version"] for one in task["predictions"]] for task in kept)
        self.proxy.arm()
        getattr(run, self.action)()
        assert self.outcome(run) == self.calm


@pytest.fixture
def trial(
    studio: Studio, proxy: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Trial:
    monkeypatch.setattr(client_module, "PAGE", 2)
    monkeypatch.setattr(pushing, "BATCH", 2)
    monkeypatch.setattr(refresh, "BATCH", 2)
    return Trial(studio, proxy, tmp_path, request.param)


@pytest.mark.parametrize("trial", ["push", "update", "pull"], indirect=True)
def test_killed_at_a_request(trial: Trial, victims: Victims, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the server has it, and after the server acted."""
    usual = {"push": "/import", "update": "/model-versions/", "pull": "/api/tasks"}[trial.action]
    chosen = [at for at, request in enumerate(trial.requests) if IS_THOROUGH or request.endswith(usual)]
    kinds = [("cut-before", "on_request"), ("", "on_forwarded")]
    for at, (fault, hook) in itertools.product(chosen if IS_THOROUGH else chosen[-1:], kinds):
        run = trial.ready()
        victim: Future[int] = Future()
        with monkeypatch.context() as patch:
            patch.setattr(trial.proxy, hook, lambda pid=victim: os.kill(pid.result(), signal.SIGKILL))
            trial.proxy.arm(fault, at)
            victim.set_result(victims.start(run, trial.action))
            assert victims.end() == signal.SIGKILL
        trial.check_survived(run)


@pytest.mark.parametrize("trial", ["push", "update", "pull"], indirect=True)
def test_killed_at_a_write(trial: Trial, victims: Victims) -> None:
    phases = ("before", "amid", "after") if IS_THOROUGH or trial.action == "pull" else ("amid",)
    for number, phase in enumerate(phases):
        for write in itertools.count() if IS_THOROUGH else [number + 1]:
            run = trial.ready()
            victims.start(run, trial.action, write, phase)
            was_killed = victims.end() == signal.SIGKILL
            trial.check_survived(run, was_killed=was_killed)
            if not was_killed:
                assert write > 3
                break
