"""One project on one server while it is synchronised: found or made, locked, and looked at."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from standoff.errors import ConflictError, Finding
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.editor import probe_unit
from standoff.labelstudio.instruction import instruction_html
from standoff.labelstudio.interface import interface_xml
from standoff.labelstudio.known import remember, whole
from standoff.labelstudio.lease import Lease
from standoff.labelstudio.offsets import OffsetUnit, units_agree
from standoff.labelstudio.remote import FOR_DECISIONS, Project, moment
from standoff.labelstudio.state import State, read_state, state_path, write_state
from standoff.scheme import Scheme

TESTED: Final = ("1.23",)
"""Versions of Label Studio that the integration tests run against."""

WAITS: Final = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between looks at the server after a request of which nobody knows whether it was carried out."""

_FIELDS: Final[tuple[str, ...]] = (
    "annotations",
    "result",
    "completed_by",
    "was_cancelled",
    "lead_time",
    "created_at",
    "parent_prediction",
)
_SHOWN_FIELDS: Final = ("predictions", "model_version")


@dataclass
class Session:
    """A project that is being synchronised.

    Parameters
    ----------
    folder
        What sync remembers, usually ``.standoff/sync``.
    lease
        Held while something on the server is changed.
    """

    client: StudioClient
    project: Project
    folder: Path
    state: State
    lease: Lease | None = None
    _is_probed: bool = False

    @property
    def server(self) -> str:
        """The project as history names it, such as ``https://label.example.org/projects/3``."""
        return f"{self.client.url}/projects/{self.project.id}"

    @property
    def state_path(self) -> Path:
        """The file that remembers the state."""
        return state_path(self.folder, self.server)

    def save(self) -> None:
        """Remember what is known now."""
        write_state(self.state_path, self.state)

    def look(self, *, all_tasks: bool = False) -> Iterator[dict[str, Any]]:
        """Learn what changed on the server, and yield the tasks that changed with their annotations.

        Parameters
        ----------
        all_tasks
            Look at everything anew.
        """
        if all_tasks:
            self._forget_tasks()
        if self.project.glance is not None:
            if self.state.agrees_with(self.project.glance):
                return
            self.project = whole(self.client, self.project.id, self.project.title)
        is_whole = self.state.since is None
        began = moment(self.client.server_time)
        yield from self._listed()
        # A task that was deleted is in no list of changes: only the numbers tell.
        if not is_whole and len(self.state.tasks) != self.project.tasks:
            self.project = self.client.project(self.project.id)
            if len(self.state.tasks) != self.project.tasks:
                self._forget_tasks()
                self.state.settled.clear()
                yield from self._listed()
        self.state.looked = began

    def tasks(self, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Yield these tasks with their annotations."""
        return self.client.tasks(self.project.id, include=self._fields, ids=ids)

    def unit_in(self, text: str) -> OffsetUnit | None:
        """Return what the server counts offsets into a text in, or None where that is not proved."""
        return "code-point" if units_agree(text) else self.unit

    @property
    def unit(self) -> OffsetUnit | None:
        """What the server's editor counts in, or None where that is not proved (see `probe_unit`)."""
        if not self._is_probed:
            version = self.client.version()
            if self.state.probed[0] != version:
                self.state.probed = (version, probe_unit(self.client))
            self._is_probed = True
        return self.state.probed[1]

    def renew(self) -> None:
        """Keep the lease, if there is one: to be called before anything is sent.

        Raises
        ------
        ConflictError
            If it may have gone to somebody else.
        """
        if self.lease is not None:
            self.lease.renew()

    @property
    def _fields(self) -> tuple[str, ...]:
        # What was decided is understood only beside what was shown.
        return (*_FIELDS, *_SHOWN_FIELDS) if self.project.is_for_decisions else _FIELDS

    def _listed(self) -> Iterator[dict[str, Any]]:
        for raw in self.client.tasks(self.project.id, include=self._fields, updated_after=self.state.since):
            self.state.note(raw)
            yield raw

    def _forget_tasks(self) -> None:
        self.state.tasks.clear()
        self.state.seen = ""
        self.state.looked = None


@contextmanager
def session(client: StudioClient, project: Project, folder: Path, *, for_decisions: bool = False) -> Iterator[Session]:
    """Open a project for synchronisation, which nobody else may do from this folder meanwhile.

    Parameters
    ----------
    for_decisions
        Whether decisions about a queue are meant, not annotations.

    Raises
    ------
    ConflictError
        If somebody else does, or the project is for the other of the two.
    """
    opened = Session(client, project, folder, State())
    if project.is_for_decisions != for_decisions:
        is_for, other = ("decisions", "adjudicate ") if project.is_for_decisions else ("annotations", "")
        hint = f"`standoff studio {other}push` and `pull` work with it; or name another project with --project"
        raise ConflictError(f"the project {project.title!r} is for {is_for}", where=opened.server, hint=hint)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(opened.state_path.with_suffix(".lock"), timeout=0):
            opened.state = read_state(opened.state_path)
            remember(folder, client.url, project)
            yield opened
    except Timeout:
        raise ConflictError(
            "another push, pull or status is at work on this project", where=opened.server, hint="wait until it is done"
        ) from None


def ensure_project(
    client: StudioClient,
    title: str,
    scheme: Scheme,
    waits: Sequence[float] = WAITS,
    *,
    for_decisions: bool = False,
) -> Project:
    """Return the project with this title, which is made if there is none.

    Parameters
    ----------
    for_decisions
        Whether it is made for decisions about a queue, not for annotations.

    Raises
    ------
    UncertainError
        If the server does not say whether it made it.
    """
    if (project := client.find_project(title)) is not None:
        return project
    try:
        made = client.create_project(
            title,
            interface=interface_xml(scheme, asks=for_decisions),
            instruction=instruction_html(scheme),
            description=FOR_DECISIONS if for_decisions else "",
        )
    except UncertainError:
        for wait in waits:
            time.sleep(wait)
            if (project := client.find_project(title)) is not None:
                return project
        raise
    project = client.find_project(title)
    if project is None:
        raise UncertainError("the project was made but cannot be found", where=client.url)
    if project.id != made:  # somebody else made one at the same moment
        client.delete_project(made)
    return project


def check_version(client: StudioClient) -> tuple[str, list[Finding]]:
    """Return the version of the server, and a warning if it is none that was tested."""
    version = client.version()
    if version.startswith(tuple(f"{tested}." for tested in TESTED)):
        return version, []
    message = f"Label Studio {version} was not tested with this version of standoff"
    hint = f"tested: {', '.join(TESTED)}; look at the first labels that you pull"
    return version, [Finding("untested-server", message, path=client.url, hint=hint, severity="warning")]
