"""What is known of a project on a server since the last look: a cache below ``.standoff/sync`` that may be deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import orjson

from standoff.files import write_bytes
from standoff.labelstudio.offsets import OffsetUnit
from standoff.labelstudio.remote import Glance
from standoff.labelstudio.tasks import SUPERSEDED, Key, Task, key_in
from standoff.records import format_time, parse_time

SYNC: Final = Path(".standoff") / "sync"
"""The folder of what sync remembers, below a project's folder."""

_FORMAT: Final = 3
# What a server writes in one transaction bears the time at which it began, so a later look goes back by so much; and by
# more from the time in the head of an answer, which may come from another clock.
_OVERLAP: Final = timedelta(seconds=10)
_LONG_OVERLAP: Final = timedelta(seconds=60)


@dataclass
class State:
    """What is known of a project.

    Parameters
    ----------
    tasks
        Its tasks by id.
    seen
        The latest change that was seen, as the server writes it; empty at first.
    looked
        The server's time before the last look; None where it did not say.
    settled
        When each annotation that was pulled had last been changed, and the annotator into whose file it went (empty for
        quarantine), by id.
    files
        Size and modification time of the label files when that was done.
    probed
        The version of the server whose editor was looked at, and what that counts (see `probe_unit`).
    """

    tasks: dict[int, Task] = field(default_factory=dict)
    seen: str = ""
    looked: datetime | None = None
    settled: dict[int, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    probed: tuple[str, OffsetUnit | None] = ("", None)

    @property
    def since(self) -> str | None:
        """The time after which changes are to be asked for; None for all."""
        if not self.seen:
            return None
        since = parse_time(self.seen) - _OVERLAP
        if self.looked is not None:
            since = max(since, self.looked - _LONG_OVERLAP)
        # The server's filter needs a fraction of a second, even where it is zero.
        return since.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def note(self, raw: Mapping[str, Any]) -> Task:
        """Remember a task as the server gives it, with its annotations.

        Where one was deleted, an older one of the same annotator may take its place: the rest is settled no more.
        """
        annotations = {int(item["id"]): str(item["updated_at"]) for item in raw.get("annotations") or []}
        before = self.tasks.get(raw["id"])
        if before is not None and before.annotations.keys() - annotations.keys():
            for annotation in annotations:
                self.settled.pop(annotation, None)
        updated, data = str(raw["updated_at"]), raw["data"]
        scheme = (
            (str(data.get("scheme")), version) if isinstance(version := data.get("scheme_version"), int) else ("", 0)
        )
        task = Task(raw["id"], key_in(data), annotations, updated, SUPERSEDED in data, scheme)
        self.tasks[task.id] = task
        if not self.seen or parse_time(updated) > parse_time(self.seen):
            self.seen = updated
        return task

    def agrees_with(self, glance: Glance) -> bool:
        """Say whether a glance at the server shows for certain that nothing changed since the last look."""
        if self.since is None or glance.number != len(self.tasks):
            return False
        for id_, updated in glance.newest:
            if parse_time(updated) <= parse_time(self.since):
                return True
            if id_ not in self.tasks or self.tasks[id_].updated != updated:
                return False
        return len(glance.newest) == glance.number

    @property
    def annotations(self) -> dict[int, str]:
        """When each annotation of the project was last changed, by id."""
        return {id_: updated for task in self.tasks.values() for id_, updated in task.annotations.items()}

    def was_pulled(self, task: Task) -> bool:
        """Say whether every annotation of a task was pulled in its present form at some time."""
        return all(self.settled.get(id_, ("", ""))[0] == updated for id_, updated in task.annotations.items())

    def is_settled(self, task: Task, files: Mapping[str, tuple[int, int]]) -> bool:
        """Say whether every annotation of a task was pulled, or put into quarantine, in its present form.

        Parameters
        ----------
        files
            Size and modification time of the label files now: what went into one that changed is looked at again.
        """
        for annotation, updated in task.annotations.items():
            when, annotator = self.settled.get(annotation, ("", ""))
            if when != updated or (annotator and files.get(annotator) != self.files.get(annotator)):
                return False
        return True


def file_marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and modification time (nanoseconds) of the JSON Lines files in a folder, by stem."""
    marks = {}
    for path in folder.glob("*.jsonl"):
        stat = path.stat()
        marks[path.stem] = (stat.st_size, stat.st_mtime_ns)
    return marks


def state_path(folder: Path, server: str) -> Path:
    """Return the file for a project, named such as ``https://label.example.org/projects/3``."""
    return folder / f"{hashlib.sha256(server.encode()).hexdigest()[:16]}.json"


def read_state(path: Path) -> State:
    """Return what is remembered; an empty state where there is nothing, or nothing that can be read."""
    try:
        record = orjson.loads(path.read_bytes())
        if record["format"] != _FORMAT:
            return State()
        return State(
            tasks={task.id: task for task in map(_task, record["tasks"])},
            seen=record["seen"],
            looked=parse_time(record["looked"]) if record["looked"] else None,
            settled={int(id_): (when, annotator) for id_, (when, annotator) in record["settled"].items()},
            files={name: (size, time) for name, (size, time) in record["files"].items()},
            probed=(record["probed"][0], record["probed"][1]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def write_state(path: Path, state: State) -> None:
    """Remember a state."""
    record = {
        "format": _FORMAT,
        "seen": state.seen,
        "looked": format_time(state.looked) if state.looked else None,
        "tasks": [
            [
                task.id,
                [*astuple(task.key)] if task.key else None,
                _texts(task.annotations),
                task.updated,
                task.is_superseded,
                task.scheme,
            ]
            for task in state.tasks.values()
        ],
        "settled": _texts(state.settled),
        "files": state.files,
        "probed": state.probed,
    }
    write_bytes(path, orjson.dumps(record))


def _texts(mapping: Mapping[int, Any]) -> dict[str, Any]:
    return {str(key): value for key, value in mapping.items()}


def _task(record: Iterable[Any]) -> Task:
    id_, key, annotations, updated, is_superseded, (scheme, version) = record
    changed = {int(number): when for number, when in annotations.items()}
    return Task(id_, Key(*key) if key else None, changed, updated, is_superseded, (scheme, version))
