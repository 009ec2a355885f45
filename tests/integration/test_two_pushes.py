"""Two people push the same articles from two machines, and every text is one task, whoever was first at what."""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import ConflictError
from standoff.labelstudio import lease as leasing
from standoff.labelstudio import push as pushing
from standoff.labelstudio import refresh
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.lease import Lease
from standoff.labelstudio.predictions import suggestions
from standoff.labelstudio.session import ensure_project, session
from standoff.scheme import load_scheme
from tests.studio_fixtures import Studio
from tests.studio_tools import TEXTS, Person, articles

pytestmark = pytest.mark.studio

SCHEME = load_scheme("news-conflict")
IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
_numbers = itertools.count()


@dataclass
class Place:
    """A machine from which somebody pushes; `between` is called before and after every request."""

    studio: Studio
    title: str
    folder: Path
    between: Callable[[], object] = field(default=lambda: None)

    def push(self) -> None:
        with StudioClient(self.studio.connection) as client:
            hooks: dict[str, list[Any]] = client._http.event_hooks
            hooks["request"].append(lambda _request: self.between())
            hooks["response"].append(lambda _response: self.between())
            project = ensure_project(client, self.title, SCHEME)
            with session(client, project, self.folder) as opened:
                pushing.push(opened, articles(), SCHEME, suggestions(SCHEME))

    def push_until_done(self, seconds: float = 0.3) -> None:
        """Push again after a refusal, as a person would."""
        for _ in range(40):
            with suppress(ConflictError):
                return self.push()
            time.sleep(seconds)
        raise AssertionError("it was always refused")


@pytest.fixture
def places(studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Place, Place]]:
    """Return what makes two machines and a title that no project has."""
    monkeypatch.setattr(pushing, "BATCH", 2)
    monkeypatch.setattr(refresh, "BATCH", 2)

    def make() -> tuple[Place, Place]:
        number = next(_numbers)
        one, other = (Place(studio, f"two pushes {number}", tmp_path / f"{number} {name}") for name in "ab")
        return one, other

    return make


def check_once(place: Place) -> None:
    with Person(place.studio.connection, place.title) as person:
        tasks = person.tasks()
    assert sorted(task["data"]["text"] for task in tasks) == sorted(TEXTS)
    assert all(len(task["predictions"]) <= 1 for task in tasks)


class Refusals:
    """Counts how often the second push was refused, and lets it come in at one moment of the first."""

    def __init__(self, other: Place, moment: int) -> None:
        self.other = other
        self.moments: Iterator[int] = itertools.count()
        self.moment = moment
        self.last = 0
        self.refused: list[str] = []

    def __call__(self) -> None:
        self.last = next(self.moments)
        if self.last == self.moment:
            try:
                self.other.push()
            except ConflictError as error:
                self.refused.append(error.message)


def test_a_push_comes_in_at_any_moment_of_another(places: Callable[[], tuple[Place, Place]]) -> None:
    one, other = places()
    one.between = calm = Refusals(other, -1)
    one.push()
    refused: list[str] = []
    moments = range(calm.last + 1)
    for moment in moments if IS_THOROUGH else moments[:: len(moments) // 8]:
        one, other = places()
        one.between = coming_in = Refusals(other, moment)
        one.push_until_done()
        other.push_until_done()
        check_once(one)
        refused += coming_in.refused
    assert refused != []
    assert all("annotator@standoff.test is pushing to this project from" in message for message in refused)


@pytest.mark.parametrize("seed", range(20 if IS_THOROUGH else 3))
def test_two_pushes_race(places: Callable[[], tuple[Place, Place]], seed: int) -> None:
    pauses = random.Random(seed)
    both = places()
    for place in both:
        place.between = lambda: time.sleep(pauses.random() * 0.02)
    with ThreadPoolExecutor() as threads:
        for pushed in [threads.submit(place.push_until_done) for place in both]:
            pushed.result()
    check_once(both[0])


def test_one_who_was_killed_is_waited_for_and_then_given_up(
    places: Callable[[], tuple[Place, Place]], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def be_killed() -> None:
        raise Killed

    one, other = places()
    one.push()
    monkeypatch.setattr(Lease, "renew", lambda _: be_killed())
    with monkeypatch.context() as patch:
        patch.setattr(StudioClient, "drop_claim", lambda *_: None)
        with Person(one.studio.connection, one.title) as person:
            person.delete_task(person.tasks()[0]["id"])
        with pytest.raises(Killed):
            one.push()
    monkeypatch.undo()
    with pytest.raises(ConflictError, match=r"annotator@standoff\.test is pushing to this project"):
        other.push()
    monkeypatch.setattr(leasing, "SECONDS", 1)
    time.sleep(2.1)
    other.push()
    one.push()
    check_once(one)


def test_tasks_that_another_program_sends_meanwhile_are_taken_back(places: Callable[[], tuple[Place, Place]]) -> None:
    """One that knows nothing of the lease: the later copy goes, unless somebody has labelled it."""
    one, _ = places()
    one.push()
    with Person(one.studio.connection, one.title) as person:
        copies = [{"data": task["data"]} for task in person.tasks()[:2]]
        for task in person.tasks():
            person.delete_task(task["id"])
        moments = itertools.count()

        def interfere() -> None:
            if len(person.tasks()) == len(TEXTS) and next(moments) == 0:
                person.import_tasks(copies)
                person.annotate(person.tasks()[-1]["id"], [])

        one.between = interfere
        one.push()
        assert len(person.tasks()) == len(TEXTS) + 1
        assert sum(len(task["annotations"]) for task in person.tasks()) == 1
