"""Sending what a server has no name for, such that it is there once, whatever happens to the requests and to us."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Literal

import orjson

from standoff.errors import RemoteError
from standoff.files import write_bytes
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.lease import lease
from standoff.labelstudio.session import Session
from standoff.labelstudio.tasks import key_in

Kind = Literal["tasks", "predictions"]
Key = tuple[Any, Any]
"""What tells whether a thing is there: (article id, sha256) of a task, (task id, version) of a prediction."""

_ATTEMPTS: Final = 3


@contextmanager
def exclusive(session: Session) -> Iterator[None]:
    """Hold the lease of the project, without which nobody may change anything on the server, from whatever machine.

    Raises
    ------
    ConflictError
        If somebody else has it.
    """
    with lease(session.client, session.project.id, session.server, session.folder) as held:
        session.lease = held
        try:
            # Whoever had it before may have changed what was read of the project.
            session.project = session.client.project(session.project.id)
            yield
        finally:
            session.lease = None
            held.is_unfinished = _path(session).exists()


def send_once(
    session: Session,
    kind: Kind,
    things: Mapping[Key, Any],
    send: Callable[[list[Any]], None],
    waits: Sequence[float],
) -> None:
    """Send things in one request until all of them are there.

    Nothing is sent again before looks at the server, over all the waits, have not found it. What is under way is
    written down, so that one who comes after a kill waits for it too (see `await_pending`).

    Parameters
    ----------
    things
        What is sent, by what tells whether it is there.
    waits
        Seconds between looks.

    Raises
    ------
    UncertainError
        If it is not there after several attempts.
    RemoteError
        If the server refuses.
    """
    left = dict(things)
    failure: UncertainError | None = None
    for _ in range(_ATTEMPTS):
        session.renew()
        _write_pending(session, kind, left)
        try:
            send(list(left.values()))
            left = {}
        except UncertainError as error:
            failure = error
            found = _await(session, kind, left, waits)
            left = {key: thing for key, thing in left.items() if key not in found}
        except RemoteError:
            _path(session).unlink()
            raise
        if not left:
            _path(session).unlink()
            return
    raise failure or AssertionError


def await_pending(session: Session, waits: Sequence[float]) -> None:
    """Give the server the time to finish what a push that was interrupted may have sent it."""
    path = _path(session)
    with suppress(OSError, ValueError, KeyError, TypeError):
        record = orjson.loads(path.read_bytes())
        if 0 <= time.time() - record["at"] < sum(waits):
            _await(session, record["kind"], [(first, second) for first, second in record["keys"]], waits)
    path.unlink(missing_ok=True)


def present(session: Session, kind: Kind, keys: Collection[Key]) -> set[Key]:
    """Return those of the keys whose things are on the server."""
    client, project = session.client, session.project.id
    if kind == "tasks":
        listed = client.tasks(project, sha256s=sorted({sha256 for _, sha256 in keys}))
        there = {(key.article_id, key.sha256) for raw in listed if (key := key_in(raw["data"]))}
    else:
        listed = client.tasks(project, include=("predictions", "model_version"), ids=sorted({id_ for id_, _ in keys}))
        there = {(raw["id"], made.get("model_version")) for raw in listed for made in raw.get("predictions") or []}
    return there.intersection(keys)


def _await(session: Session, kind: Kind, keys: Collection[Key], waits: Sequence[float]) -> set[Key]:
    """Look until all is there or no more waiting is due, and return what is."""
    found: set[Key] = set()
    for wait in waits:
        time.sleep(wait)
        found = present(session, kind, keys)
        if len(found) == len(keys):
            break
    return found


def _path(session: Session) -> Path:
    return session.state_path.with_suffix(".pending")


def _write_pending(session: Session, kind: Kind, keys: Collection[Key]) -> None:
    write_bytes(_path(session), orjson.dumps({"at": time.time(), "kind": kind, "keys": list(keys)}))
