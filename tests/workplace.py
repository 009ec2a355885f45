"""A project on a real server with a label store here, as tests of the sync use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from standoff.labels import LabelStore, PutResult
from standoff.labelstudio import pull as pulling
from standoff.labelstudio import push as pushing
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.plan import PullPlan
from standoff.labelstudio.predictions import Predictor
from standoff.labelstudio.session import ensure_project, session
from standoff.records import Article
from standoff.scheme import Scheme, load_scheme
from tests.studio_fixtures import Studio
from tests.studio_tools import Person, articles

SCHEME = load_scheme("news-conflict")
TOOL = "Label Studio 1.23.2"


@dataclass
class Workplace:
    """A project on the server with a label store here."""

    studio: Studio
    title: str
    folder: Path

    @property
    def store(self) -> LabelStore:
        return LabelStore(self.folder / "labels")

    @property
    def sync(self) -> Path:
        return self.folder / "sync"

    def session(self, client: StudioClient) -> Any:
        return session(client, ensure_project(client, self.title, SCHEME), self.sync)

    def push(
        self,
        some: list[Article] | None = None,
        predictor: Predictor | None = None,
        scheme: Scheme = SCHEME,
        *,
        force: bool = False,
    ) -> pushing.PushResult:
        with StudioClient(self.studio.connection) as client, self.session(client) as opened:
            return pushing.push(opened, some or articles(), scheme, predictor, force=force)

    def pull(
        self,
        some: list[Article] | None = None,
        change: Callable[[PullPlan], PullPlan] = lambda plan: plan,
        *,
        everything: bool = False,
    ) -> tuple[PullPlan, PutResult]:
        with StudioClient(self.studio.connection) as client, self.session(client) as opened:
            pulled = pulling.look_and_plan(
                opened, self.store, SCHEME, some or articles(), tool=lambda: TOOL, everything=everything
            )
            pulled = replace(pulled, plan=change(pulled.plan))
            return pulled.plan, pulling.apply_pull(opened, self.store, pulled)

    def person(self) -> Person:
        return Person(self.studio.connection, self.title)

    def files(self) -> dict[str, bytes]:
        """Return all that is in the label store."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.store.root.rglob("*"))
            if path.is_file() and path.name != ".lock"
        }
