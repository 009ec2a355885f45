"""Articles to a server: each text becomes one task, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from standoff.errors import ConflictError, RemoteError
from standoff.labelstudio.answers import UncertainError
from standoff.labelstudio.batches import batches
from standoff.labelstudio.instruction import instruction_html
from standoff.labelstudio.interface import interface_xml
from standoff.labelstudio.ordering import in_order, order_tasks, with_rank
from standoff.labelstudio.plan import PushPlan, plan_push
from standoff.labelstudio.predictions import Predictor
from standoff.labelstudio.refresh import refresh_predictions
from standoff.labelstudio.remote import moment
from standoff.labelstudio.sending import Key, await_pending, exclusive, send_once
from standoff.labelstudio.session import WAITS, Session
from standoff.labelstudio.tasks import EARLIER, SUPERSEDED, key_of, to_task
from standoff.records import Article, format_time
from standoff.scheme import Scheme

Progress = Callable[[int, int | None], None]
"""Takes how many articles are done, and of how many."""

BATCH: Final = 250
"""Tasks in an import: a server's memory grows with them."""

_LISTED: Final = 10


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
    withheld
        Articles without suggestions, because nobody knows what the server counts offsets into their texts in.
    """

    plan: PushPlan
    sent: int
    marked: int
    predicted: int
    withdrawn: int
    withheld: int


def look_and_plan(session: Session, articles: Iterable[Article], scheme: Scheme) -> PushPlan:
    """Look at the server and return what a push of these articles would do."""
    for _ in session.look():
        pass
    session.save()
    return plan_of(session, articles, scheme)


def plan_of(session: Session, articles: Iterable[Article], scheme: Scheme) -> PushPlan:
    """Return what a push of these articles would do, by the last look at the server."""
    project = session.project
    wanted = interface_xml(scheme, asks=project.is_for_decisions)
    return plan_push(
        articles,
        session.state.tasks.values(),
        scheme=(scheme.name, scheme.version),
        interface=(project.interface, wanted),
    )


def push(
    session: Session,
    articles: Sequence[Article],
    scheme: Scheme,
    predictor: Predictor | None,
    *,
    ranks: Mapping[str, int] | None = None,
    force: bool = False,
    before_removal: Callable[[str], None] = lambda _version: None,
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
    ranks
        The place of each article, by id, in the order in which annotators are to get them (see
        `standoff.labelstudio.ordering`); without it, tasks keep the places that they have.
    force
        Change the interface even where that takes something away from it.
    before_removal
        Is told each version of predictions before it is taken away.
    waits
        Seconds between looks after a request of which nobody knows whether it was carried out.

    Raises
    ------
    ConflictError
        If the interface on the server has what the scheme has not, and `force` is not given; or if somebody else is
        pushing to the project.
    RemoteError
        If the server cannot be reached or refuses.
    """
    ranks = ranks or {}

    def make_task(article: Article) -> dict[str, Any]:
        prediction = predictor.predict(article, session.unit_in(article.text)) if predictor else None
        return with_rank(to_task(article, scheme, prediction), ranks.get(article.id))

    def refresh(before: Collection[int]) -> int:
        if ranks:
            order_tasks(session, ranks)
        return refresh_predictions(session, articles, before, predictor, waits, before_removal) if predictor else 0

    ordered = in_order(articles, ranks)
    result = push_tasks(session, ordered, scheme, make_task, refresh, force=force, progress=progress, waits=waits)
    withheld = sum(session.unit_in(article.text) is None for article in articles) if predictor else 0
    session.save()
    return replace(result, withheld=withheld)


def push_tasks(
    session: Session,
    articles: Sequence[Article],
    scheme: Scheme,
    make_task: Callable[[Article], dict[str, Any]],
    refresh: Callable[[Collection[int]], int],
    *,
    force: bool = False,
    progress: Progress = lambda _done, _total: None,
    waits: Sequence[float] = WAITS,
) -> PushResult:
    """Send the tasks that the server lacks, in the order of their articles, and bring the others up to date.

    Parameters
    ----------
    make_task
        Returns an article as a task to be imported.
    refresh
        Brings the tasks with these ids, which were there before, up to date, and returns how many needed it.
    force, progress, waits
        As for `push`, and likewise what is raised.
    """
    with exclusive(session):
        await_pending(session, waits)
        plan = look_and_plan(session, articles, scheme)
        before = set(session.state.tasks)
        _refuse_losses(session, plan, scheme, force=force)
        _update_interface(session, scheme)
        _update_scheme(session, plan.rescheme, scheme)
        missing = {key_of(article) for article in plan.to_send}
        to_send = [article for article in articles if key_of(article) in missing]
        done = 0
        progress(done, len(to_send))
        for batch in batches(to_send, BATCH):
            tasks: dict[Key, dict[str, Any]] = {(one.id, one.sha256): make_task(one) for one in batch}
            send_once(session, "tasks", tasks, partial(session.client.import_tasks, session.project.id), waits)
            done += len(batch)
            progress(done, len(to_send))
        marked = _mark_superseded(session, plan, articles)
        refreshed = refresh(before)
        withdrawn = _withdraw(session, articles, scheme, before, done)
    return PushResult(plan, done, marked, refreshed, withdrawn, withheld=0)


def _refuse_losses(session: Session, plan: PushPlan, scheme: Scheme, *, force: bool) -> None:
    if force:
        return
    if plan.lost:
        raise ConflictError(
            f"the project's interface has what the scheme {scheme.name} has not: {', '.join(plan.lost)}",
            where=session.server,
            hint="push to another project with --project, or change the interface with --force",
        )
    unread = [task for task in plan.rescheme if not session.state.was_pulled(session.state.tasks[task])]
    if unread:
        name, version = session.state.tasks[unread[0]].scheme
        shown = ", ".join(map(str, unread[:_LISTED])) + (" …" if len(unread) > _LISTED else "")
        raise ConflictError(
            f"annotations made under {name} {version} were not pulled here (tasks {shown})",
            where=session.server,
            hint=f"pull them with that version of the scheme before {scheme.name} {scheme.version} takes its place; "
            "with --force, a pull puts them into quarantine",
        )


def _update_interface(session: Session, scheme: Scheme) -> None:
    interface = interface_xml(scheme, asks=session.project.is_for_decisions)
    instruction = instruction_html(scheme)
    project = session.project
    if project.interface != interface:
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


def _update_scheme(session: Session, task_ids: Sequence[int], scheme: Scheme) -> None:
    """Let tasks say that they are labelled under a scheme from now on; what was made under the earlier one stays so."""
    until = format_time(moment(session.client.server_time) or datetime.now(UTC))
    for raw in session.tasks(task_ids) if task_ids else ():
        session.renew()
        data = {**raw["data"], "scheme": scheme.name, "scheme_version": scheme.version}
        if raw.get("annotations"):
            before = [raw["data"].get("scheme"), raw["data"].get("scheme_version"), until]
            data[EARLIER] = [*(raw["data"].get(EARLIER) or []), before]
        session.client.update_task(raw["id"], data)


def _mark_superseded(session: Session, plan: PushPlan, articles: Iterable[Article]) -> int:
    present = {article.id: article.sha256 for article in articles}
    ids = [task for task in plan.stale if not session.state.tasks[task].is_superseded]
    for batch in batches(ids, BATCH):
        for raw in session.tasks(batch):
            session.renew()
            data = {**raw["data"], SUPERSEDED: present[raw["data"]["article_id"]]}
            session.client.update_task(raw["id"], data)
    return len(ids)


def _withdraw(session: Session, articles: Sequence[Article], scheme: Scheme, before: Collection[int], sent: int) -> int:
    """Take back tasks that arrived twice in spite of all precautions, and that nobody has touched."""
    session.project = session.client.project(session.project.id)
    if session.project.tasks == len(before) + sent:
        return 0
    plan = look_and_plan(session, articles, scheme)
    fresh = [task for task in plan.doubled if task not in before]
    # A draft changes nothing that a look goes by, so it is asked for at the last moment.
    touched = ("annotations", "drafts")
    untouched = [
        raw["id"]
        for raw in session.client.tasks(session.project.id, include=touched, ids=fresh)
        if not any(raw.get(kind) for kind in touched)
    ]
    for task in untouched:
        session.client.delete_task(task)
        del session.state.tasks[task]
    session.save()
    return len(untouched)
