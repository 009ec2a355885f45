"""A project that is pushed to and pulled from through a proxy that does harm, and what must be true in the end."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from standoff.labels import LabelStore
from standoff.labelstudio import pull as pulling
from standoff.labelstudio import push as pushing
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.known import find_project, glance_at
from standoff.labelstudio.predictions import suggestions
from standoff.labelstudio.remote import Project
from standoff.labelstudio.results import to_results
from standoff.labelstudio.session import check_version, ensure_project, session
from standoff.records import Article
from standoff.scheme import load_scheme
from tests.fault_proxy import FAULTS, LATE_SECONDS
from tests.studio_fixtures import Studio
from tests.studio_tools import RELATIONS, SPANS, TEXTS, Person, articles

SCHEME = load_scheme("news-conflict")
WAITS = (0.05, 0.1, 0.2, 0.4)
assert sum(WAITS) > 2 * LATE_SECONDS
IS_THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"


@dataclass
class Run:
    """A project on a server that is reached by another address; what is done there is done as the commands do it."""

    studio: Studio
    url: str
    folder: Path
    title: str
    key: str = ""
    timeout: float = 30.0

    @property
    def sync(self) -> Path:
        return self.folder / "sync"

    def client(self) -> StudioClient:
        connection = replace(self.studio.connection, url=self.url, key=self.key or self.studio.token)
        return StudioClient(connection, timeout=self.timeout, waits=(0.01, 0.02))

    def project(self, client: StudioClient) -> Project:
        check_version(client)
        return find_project(client, self.title, self.sync) or ensure_project(client, self.title, SCHEME, WAITS)

    def push(self, some: list[Article] | None = None, version: str = "", waits: tuple[float, ...] = WAITS) -> None:
        newest = suggestions(SCHEME)
        predictor = replace(newest, version=version or newest.version)
        with self.client() as client, session(client, self.project(client), self.sync) as opened:
            pushing.push(opened, some or articles(), SCHEME, predictor, waits=waits)

    def push_older(self) -> None:
        """Push what `update` changes."""
        self.push(version="standoff rules-0")

    def update(self) -> None:
        """Push again: two of five texts changed, and the suggestions are newer."""
        self.push([*articles()[:3], *articles(version=" More.")[3:]])

    def pull(self) -> None:
        store = LabelStore(self.folder / "labels")
        with self.client() as client:
            project = glance_at(client, self.title, self.sync) or self.project(client)
            with session(client, project, self.sync) as opened:
                pulled = pulling.look_and_plan(
                    opened, store, SCHEME, articles(), tool=lambda: f"Label Studio {check_version(client)[0]}"
                )
                pulling.apply_pull(opened, store, pulled)

    def annotate(self) -> None:
        """Let a person label every article, one of them in a way that does not fit."""
        with Person(self.studio.connection, self.title) as person:
            person.annotate(person.task("article-0")["id"], to_results(SPANS, RELATIONS, TEXTS[0], SCHEME))
            for article in articles()[1:]:
                person.annotate(person.task(article.id)["id"], [])
            person.annotate(person.task("article-2")["id"], [{"id": "x"}])

    def tasks(self) -> list[tuple[Any, ...]]:
        """Return what is on the server."""
        with Person(self.studio.connection, self.title) as person:
            return [
                (task["data"]["article_id"], task["data"]["text"], [p["model_version"] for p in task["predictions"]])
                for task in sorted(person.tasks(), key=lambda task: (task["data"]["article_id"], task["data"]["text"]))
            ]

    def files(self) -> dict[str, bytes]:
        """Return the label files and what is in quarantine."""
        folders = (self.folder / "labels" / name for name in ("annotations", "quarantine"))
        return {path.parent.name: path.read_bytes() for folder in folders for path in folder.glob("*.jsonl")}


def expected_tasks() -> list[tuple[Any, ...]]:
    """Return what is on the server after a first push."""
    predictor = suggestions(SCHEME)
    return [
        (article.id, article.text, [predictor.version] if predictor.predict(article) else []) for article in articles()
    ]


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
