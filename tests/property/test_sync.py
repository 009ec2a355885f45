"""Whatever happens here and on the server, in any order and with a kill at any write, no version of a label is lost."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from standoff import files
from standoff.labels import LabelStore
from standoff.labelstudio import pull as pulling
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.interface import to_task_data
from standoff.labelstudio.known import glance_at
from standoff.labelstudio.plan import PullPlan, plan_push, settle
from standoff.labelstudio.pull import Pulled
from standoff.labelstudio.remote import Glance, Project, User
from standoff.labelstudio.results import to_results
from standoff.labelstudio.session import session
from standoff.labelstudio.tasks import Task, key_of
from standoff.records import Article, LabelSet, Span, from_json
from tests.strategies import NEWS_CONFLICT as SCHEME

TEXT = "Quelle, Ardan and the Northern Front met on Saturday."
ARTICLES = [Article(f"article-{number}", date(2021, 3, 27), f"{number}: {TEXT}") for number in range(3)]
USERS = {1: User(1, "ann@example.org"), 2: User(2, "bo@example.org")}
WORDS = [(word, ARTICLES[0].text.index(word)) for word in ("Quelle", "Ardan", "Northern Front")]
LABELS = st.sets(st.sampled_from(range(len(WORDS))))


class Killed(BaseException):
    """The process ended here."""


class Server:
    """The answers that a pull needs, as a project with four tasks would give them, two of them of one article."""

    url = "https://label.example.org"
    server_time = ""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.made = 0
        self.all_tasks = {
            number: {"id": number, "data": to_task_data(article, SCHEME), "annotations": [], "updated_at": self.tick()}
            for number, article in enumerate([*ARTICLES, ARTICLES[0]], 1)
        }

    def tick(self) -> str:
        self.now += timedelta(seconds=30)
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def users(self) -> dict[int, User]:
        return USERS

    def project(self, project_id: int) -> Project:
        return Project(project_id, "t", "", "", "", len(self.all_tasks))

    def glance(self, _: int) -> Glance:
        newest = sorted(((str(task["updated_at"]), id_) for id_, task in self.all_tasks.items()), reverse=True)
        return Glance(len(newest), tuple((id_, updated) for updated, id_ in newest[:2]))

    def tasks(
        self, _: int, *, ids: Any = None, updated_after: str | None = None, **__: Any
    ) -> Iterator[dict[str, Any]]:
        for id_, task in list(self.all_tasks.items()):
            if (ids is None or id_ in ids) and str(task["updated_at"]) > (updated_after or ""):
                yield json.loads(json.dumps(task))

    def annotations(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return [(task, made) for task in self.all_tasks.values() for made in cast("list[Any]", task["annotations"])]


def results(labels: set[int]) -> list[dict[str, Any]]:
    spans = [
        Span(f"s{rank}", "actor", start, start + len(word), {"kind": "state", "mention": "name"})
        for rank, (word, start) in enumerate(WORDS)
        if rank in labels
    ]
    return to_results(spans, [], ARTICLES[0].text, SCHEME)


@contextmanager
def kill_at(write: int | None) -> Iterator[None]:
    """End the process at this write of a file, counted from 0."""
    done = 0
    real = files.replacing

    def replacing(*arguments: Any, **options: Any) -> Any:
        nonlocal done
        done += 1
        if write is not None and done > write:
            raise Killed
        return real(*arguments, **options)

    with mock.patch.object(files, "replacing", replacing), suppress(Killed):
        yield


class Pulls(RuleBasedStateMachine):
    """Two annotators, and somebody here who edits label files."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = LabelStore(self.folder / "labels")
        self.server = Server()
        self.seen: set[str] = set()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def session(self) -> Any:
        glanced = glance_at(cast("StudioClient", self.server), "t", self.folder / "sync")
        return session(cast("StudioClient", self.server), glanced or self.server.project(3), self.folder / "sync")

    def plan(self, opened: Any, *, everything: bool = False) -> Pulled:
        return pulling.look_and_plan(
            opened, self.store, SCHEME, ARTICLES, tool=lambda: "Label Studio", everything=everything
        )

    def pull(self, write: int | None = None, side: Any = None, *, everything: bool = False) -> PullPlan:
        with self.session() as opened, kill_at(write):
            pulled = self.plan(opened, everything=everything)
            if side is not None:
                slots = [(conflict.there.article_id, conflict.there.annotator) for conflict in pulled.plan.conflicts]
                pulled = replace(pulled, plan=settle(pulled.plan, slots, side))
            pulling.apply_pull(opened, self.store, pulled)
        return pulled.plan

    def here(self) -> dict[str, LabelSet]:
        return {repr(labels): labels for labels in self.store.read_all()}

    @precondition(lambda self: self.server.all_tasks)
    @rule(data=st.data(), user=st.sampled_from([1, 2]), labels=LABELS, skipped=st.booleans())
    def submit(self, data: st.DataObject, user: int, labels: set[int], skipped: bool) -> None:
        task = data.draw(st.sampled_from(list(self.server.all_tasks)))
        self.server.made += 1
        time = self.server.tick()
        made = {"id": self.server.made, "completed_by": user, "result": results(labels), "was_cancelled": skipped}
        cast("list[Any]", self.server.all_tasks[task]["annotations"]).append(
            {**made, "created_at": time, "updated_at": time}
        )
        self.server.all_tasks[task]["updated_at"] = time

    @precondition(lambda self: self.server.annotations())
    @rule(data=st.data(), labels=LABELS, is_bad=st.booleans())
    def change(self, data: st.DataObject, labels: set[int], is_bad: bool) -> None:
        task, made = data.draw(st.sampled_from(self.server.annotations()))
        bad = [{"id": "x", "from_name": "label", "to_name": "text", "type": "labels", "value": {}}] if is_bad else []
        made.update(result=[*results(labels), *bad], updated_at=self.server.tick())
        task["updated_at"] = made["updated_at"]

    @precondition(lambda self: self.server.annotations())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        task, made = data.draw(st.sampled_from(self.server.annotations()))
        task["annotations"].remove(made)
        task["updated_at"] = self.server.tick()

    @precondition(lambda self: self.server.all_tasks)
    @rule(data=st.data())
    def delete_task(self, data: st.DataObject) -> None:
        del self.server.all_tasks[data.draw(st.sampled_from(list(self.server.all_tasks)))]

    @precondition(lambda self: self.here())
    @rule(data=st.data(), lead_time=st.integers(0, 3))
    def edit(self, data: st.DataObject, lead_time: int) -> None:
        labels = data.draw(st.sampled_from(list(self.here().values())))
        self.seen.discard(repr(labels))
        self.store.put([replace(labels, lead_time=float(lead_time))])

    @rule()
    def forget(self) -> None:
        shutil.rmtree(self.folder / "sync", ignore_errors=True)

    @rule(write=st.integers(0, 8))
    def pull_and_be_killed(self, write: int) -> None:
        self.seen |= self.here().keys()
        self.pull(write)

    @rule(everything=st.booleans())
    def pull_calmly(self, everything: bool) -> None:
        self.seen |= self.here().keys()
        self.pull(everything=everything)
        before = self.written()
        again = self.pull(everything=True)
        assert self.written() == before
        assert (again.take, again.deleted) == ((), ())
        assert again.annotations == len(self.server.annotations())
        assert {repr(item.labels) for item in again.unchanged} <= self.here().keys()

    @rule(side=st.sampled_from(["here", "server"]))
    def decide(self, side: str) -> None:
        self.pull()
        self.seen |= self.here().keys()
        self.pull(side=side)
        assert self.pull(everything=True).conflicts == ()

    def written(self) -> dict[str, bytes]:
        paths = (path for path in self.store.root.rglob("*") if path.is_file() and path.name != ".lock")
        return {str(path.relative_to(self.store.root)): path.read_bytes() for path in paths}

    def history(self) -> list[dict[str, Any]]:
        paths = (self.store.root / "history").glob("*.jsonl")
        return [json.loads(line) for path in paths for line in path.read_text().splitlines()]

    @invariant()
    def no_version_that_was_here_is_lost(self) -> None:
        kept = {repr(from_json(line["labels"])[0]) for line in self.history() if "labels" in line}
        assert self.seen <= self.here().keys() | kept


Pulls.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestPulls = Pulls.TestCase


@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["", " New."])), unique_by=lambda pair: pair[0]), st.data()
)
def test_a_push_that_was_done_leaves_nothing_to_do(chosen: list[tuple[int, str]], data: st.DataObject) -> None:
    articles = [Article(f"a{number}", date(2021, 3, 27), f"{number}{text}") for number, text in chosen]
    pool = [*articles, *(replace(article, text=f"{article.text} Old.") for article in articles), None]
    there = data.draw(st.lists(st.sampled_from(pool), max_size=6))
    tasks = [Task(number, key_of(article) if article else None, {}) for number, article in enumerate(there, 1)]
    plan = plan_push(articles, tasks)
    assert len(plan.to_send) + plan.present == len(articles)
    assert len(plan.stale) + len(plan.unknown) <= len(tasks)
    sent = [Task(100 + number, key_of(article), {}) for number, article in enumerate(plan.to_send)]
    after = plan_push(articles, [*tasks, *sent])
    assert (after.to_send, after.present, after.doubled) == ((), len(articles), plan.doubled)
