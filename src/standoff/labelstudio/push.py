"""Articles to a server: each text becomes one task, whatever happens on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from standoff.errors import ConflictError, RemoteError
from standoff.files import write_bytes
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.batches import batches
from standoff.labelstudio.changes import lost_by
from standoff.labelstudio.instruction import instruction_html
from standoff.labelstudio.interface import interface_xml
from standoff.labelstudio.plan import PushPlan, plan_push
from standoff.labelstudio.predictions import Predictor
from standoff.labelstudio.session import WAITS, Session
from standoff.labelstudio.tasks import SUPERSEDED, Key, key_in, key_of, to_task
from standoff.records import Article
from standoff.scheme import Scheme

Progress = Callable[[int, int | None], None]
"""Takes how many articles are done, and of how many."""

BATCH: Final = 250
"""Tasks in an import: a server's memory grows with them."""

_ATTEMPTS: Final = 3
_VERSIONS: Final = ("predictions", "model_version")


@dataclass(frozen=True)
class PushResult:
    """What a push did.

    Parameters
    ----------
    plan
        What there was to do.
    sent
        Tasks that were made.
    marked
        Tasks with an old text that were marked as such.
    predicted
        Tasks that were there and got newer predictions.
    withdrawn
        Tasks that were made twice, of which the later was taken back.
    """

    plan: PushPlan
    sent: int
    marked: int
    predicted: int
    withdrawn: int


def look_and_plan(session: Session, articles: Iterable[Article]) -> PushPlan:
    """Look at the server and return what a push of these articles would do."""
    for _ in session.look():
        pass
    session.save()
    return plan_push(articles, session.state.tasks.values())


def push(
    session: Session,
    articles: Sequence[Article],
    scheme: Scheme,
    predictor: Predictor | None,
    *,
    force: bool = False,
    progress: Progress = lambda _done, _total: None,
    waits: Sequence[float] = WAITS,
) -> PushResult:
    """Send the articles that the server lacks, and bring the interface and the predictions up to date.

    Nothing is sent again before a look at the server has shown that it is not there. A push that was interrupted is
    continued by the next one.

    Parameters
    ----------
    predictor
        What annotators find in the tasks; None for empty tasks.
    force
        Change the interface even where that takes something away from it.
    waits
        Seconds between looks after a request of which nobody knows whether it was carried out.

    Raises
    ------
    ConflictError
        If the interface on the server has what the scheme has not, and `force` is not given.
    RemoteError
        If the server cannot be reached or refuses.
    """
    _await_pending(session, waits)
    plan = look_and_plan(session, articles)
    before = set(session.state.tasks)
    _update_interface(session, scheme, force=force)
    done = 0
    progress(done, len(plan.to_send))
    is_certain = True
    for batch in batches(plan.to_send, BATCH):
        is_certain &= _send(session, batch, scheme, predictor, waits)
        done += len(batch)
        progress(done, len(plan.to_send))
    marked = _mark_superseded(session, plan, articles)
    predicted = _refresh_predictions(session, articles, before, predictor) if predictor else 0
    withdrawn = 0 if is_certain else _withdraw(session, articles, before)
    return PushResult(plan, done, marked, predicted, withdrawn)


def _send(
    session: Session, articles: Sequence[Article], scheme: Scheme, predictor: Predictor | None, waits: Sequence[float]
) -> bool:
    """Send articles until they are all there, and return whether the server said so at once."""
    tasks = {
        key_of(article): to_task(article, scheme, predictor.predict(article) if predictor else None)
        for article in articles
    }
    failure: UncertainError | None = None
    for _ in range(_ATTEMPTS):
        _write_pending(session, tasks)
        try:
            session.client.import_tasks(session.project.id, list(tasks.values()))
            tasks = {}
        except UncertainError as error:
            failure = error
            found = _await(session, tasks, waits)
            tasks = {key: task for key, task in tasks.items() if key not in found}
        except RemoteError:
            _pending_path(session).unlink()
            raise
        if not tasks:
            _pending_path(session).unlink()
            return failure is None
    raise failure or AssertionError


def _await(session: Session, keys: Iterable[Key], waits: Sequence[float]) -> set[Key]:
    """Look until all tasks are there or no more waiting is due, and return the keys of those that are."""
    wanted = set(keys)
    found: set[Key] = set()
    for wait in waits:
        time.sleep(wait)
        listed = session.client.tasks(session.project.id, sha256s=sorted({key.sha256 for key in wanted}))
        found = {key for raw in listed if (key := key_in(raw["data"])) in wanted and key is not None}
        if found == wanted:
            break
    return found


def _pending_path(session: Session) -> Path:
    return session.state_path.with_suffix(".pending")


def _write_pending(session: Session, keys: Iterable[Key]) -> None:
    record = {"at": time.time(), "keys": [astuple(key) for key in keys]}
    write_bytes(_pending_path(session), orjson.dumps(record))


def _await_pending(session: Session, waits: Sequence[float]) -> None:
    """Give the server the time to finish what a push that was interrupted may have sent it."""
    path = _pending_path(session)
    with suppress(OSError, ValueError, KeyError, TypeError):
        record = orjson.loads(path.read_bytes())
        if 0 <= time.time() - record["at"] < sum(waits):
            _await(session, [Key(*key) for key in record["keys"]], waits)
    path.unlink(missing_ok=True)


def _update_interface(session: Session, scheme: Scheme, *, force: bool) -> None:
    interface, instruction = interface_xml(scheme), instruction_html(scheme)
    project = session.project
    if project.interface != interface:
        lost = lost_by(project.interface, interface)
        if lost and not force:
            raise ConflictError(
                f"the project's interface has what the scheme {scheme.name} has not: {', '.join(lost)}",
                where=session.server,
                hint="push to another project with --project, or change the interface with --force",
            )
        _change_interface(session, interface)
    if project.instruction != instruction:
        session.client.update_project(project.id, expert_instruction=instruction)


def _change_interface(session: Session, interface: str) -> None:
    try:
        session.client.update_project(session.project.id, label_config=interface)
    except UncertainError:
        raise
    except RemoteError as error:
        raise ConflictError(
            f"the server does not take the new interface: {error.message}",
            where=session.server,
            hint="annotations there use what it lacks: pull them, then push to another project with --project",
        ) from None


def _mark_superseded(session: Session, plan: PushPlan, articles: Iterable[Article]) -> int:
    present = {article.id: article.sha256 for article in articles}
    ids = [task for task in plan.stale if not session.state.tasks[task].is_superseded]
    for batch in batches(ids, BATCH):
        for raw in session.tasks(batch):
            data = {**raw["data"], SUPERSEDED: present[raw["data"]["article_id"]]}
            session.client.update_task(raw["id"], data)
    return len(ids)


def _refresh_predictions(
    session: Session, articles: Iterable[Article], task_ids: Iterable[int], predictor: Predictor
) -> int:
    """Give tasks that were there before newer predictions, and take the older ones of ours away once all have them."""
    client, project = session.client, session.project
    versions = client.model_versions(project.id)
    outdated = [version for version in versions if predictor.replaces(version)]
    done = 0
    if outdated or predictor.version not in versions:
        by_key = {key_of(article): article for article in articles}
        tasks = {id_: by_key[key] for id_ in task_ids if (key := session.state.tasks[id_].key) in by_key and key}
        for batch in batches(sorted(tasks), BATCH):
            have = {raw["id"] for raw in client.tasks(project.id, include=_VERSIONS, ids=batch) if _has(raw, predictor)}
            predictions = [
                {**prediction, "task": id_}
                for id_ in batch
                if id_ not in have and (prediction := predictor.predict(tasks[id_])) is not None
            ]
            client.import_predictions(project.id, predictions)
            done += len(predictions)
    if client.model_versions(project.id) and client.project(project.id).model_version != predictor.version:
        client.update_project(project.id, model_version=predictor.version)
    for version in outdated:
        client.delete_predictions(project.id, version)
    return done


def _has(raw: Mapping[str, Any], predictor: Predictor) -> bool:
    return any(item.get("model_version") == predictor.version for item in raw.get("predictions") or [])


def _withdraw(session: Session, articles: Sequence[Article], before: Collection[int]) -> int:
    """Take back tasks that arrived twice in spite of all waiting, and that nobody has labelled."""
    plan = look_and_plan(session, articles)
    fresh = [task for task in plan.doubled if task not in before and not session.state.tasks[task].annotations]
    for task in fresh:
        session.client.delete_task(task)
        del session.state.tasks[task]
    session.save()
    return len(fresh)
