"""``standoff studio adjudicate``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from standoff.cli.common import (
    CONFLICT,
    dry_run_option,
    exit_on_errors,
    json_option,
    labels_option,
    progress,
    scheme_option,
)
from standoff.cli.studio_decisions import Waiting, show_asked, show_decided, show_waiting
from standoff.cli.studio_shared import (
    Server,
    articles_option,
    connected,
    find_project,
    force_option,
    known_project,
    named_articles,
)
from standoff.errors import MissingError
from standoff.labels import LabelStore, QueueItem, read_queue, remove_from_queue
from standoff.labelstudio.asking import make_questions, push_questions
from standoff.labelstudio.decisions import decided_here, look_and_plan
from standoff.labelstudio.plan import NOTHING_PULLED, plan_push
from standoff.labelstudio.pull import apply_pull
from standoff.labelstudio.push import look_and_plan as look_and_plan_push
from standoff.labelstudio.session import ensure_project, session
from standoff.labelstudio.state import SYNC
from standoff.records import Article
from standoff.scheme import Scheme

_queue_argument = click.argument("queue", required=False, metavar="[QUEUE]", type=click.Path(path_type=Path))
_project_option = click.option(
    "--project", "title", metavar="TITLE", help="Title of the project; by default the scheme's name and the queue's."
)


@click.group()
def adjudicate() -> None:
    """Decide in Label Studio what annotators differ on; decisions become gold.

    \b
        standoff adjudicate majority     gold as far as annotators agree; the rest into labels/queue.jsonl
        standoff studio adjudicate push  that queue → a project of its own
        standoff studio adjudicate pull  what was decided there → labels/gold.jsonl

    In a task, a person begins with the gold so far and one candidate for each open label, and finds under "To decide"
    what is asked. Opened from the list, a task also has everybody's labels in tabs. What is submitted is the article's
    gold, with who decided and whom it follows.

    QUEUE may be another file of that form, such as a list of likely errors, labels/review.jsonl; each has its project.
    """


@adjudicate.command()
@_queue_argument
@articles_option
@scheme_option
@_project_option
@labels_option
@force_option
@dry_run_option
@json_option
def push(
    queue: Path | None,
    paths: tuple[Path, ...],
    scheme: Scheme,
    title: str | None,
    root: Path,
    *,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send a queue to Label Studio, each article once, in the order of the queue.

    Articles that are there and not decided yet are brought up to date. QUEUE is labels/queue.jsonl by default.
    """
    store, title = LabelStore(root), title or _title(scheme, queue)
    articles, findings = named_articles(paths, needed=True)
    questions, faults = make_questions(_read(queue, store), articles, store, scheme)
    asked = {question.article.id: len(question.to_decide.splitlines()) for question in questions}
    with connected() as server:
        project = find_project(server, title)
        if dry_run:
            plan = plan_push([question.article for question in questions], ())
            if project is not None:
                with session(server.client, project, SYNC, for_decisions=True) as opened:
                    plan = look_and_plan_push(opened, [question.article for question in questions], scheme)
            show_asked(plan, None, asked, "", faults, as_json=as_json)
        else:
            project = project or ensure_project(server.client, title, scheme, for_decisions=True)
            with (
                session(server.client, project, SYNC, for_decisions=True) as opened,
                progress("Sending articles", "article") as report,
            ):
                result = push_questions(opened, questions, scheme, force=force, progress=report)
            show_asked(result.push.plan, result, asked, opened.server, faults, as_json=as_json)
    exit_on_errors([*findings, *faults])


@adjudicate.command()
@_queue_argument
@articles_option
@scheme_option
@_project_option
@labels_option
@click.option("--all", "everything", is_flag=True, help="Fetch all decisions, not only those that changed.")
@click.option("--replace", "replace_persons", is_flag=True, help="Also replace gold that another person decided.")
@dry_run_option
@json_option
def pull(
    queue: Path | None,
    paths: tuple[Path, ...],
    scheme: Scheme,
    title: str | None,
    root: Path,
    *,
    everything: bool,
    replace_persons: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring decisions into labels/gold.jsonl, each checked against the scheme and the text.

    What is decided leaves the queue; what goes out of the gold file is kept in labels/history/. A decision against gold
    that another person decided, or that was edited here, is a conflict: it is shown, and nothing is done with it unless
    --replace is given. What does not fit goes to labels/quarantine/ with the reason.
    """
    articles, findings = named_articles(paths, needed=False)
    store = LabelStore(root)
    with connected() as server:
        project = known_project(server, title or _title(scheme, queue))
        with (
            session(server.client, project, SYNC, for_decisions=True) as opened,
            progress("Reading decisions", "decision") as report,
        ):
            pulled = look_and_plan(
                opened,
                store,
                scheme,
                articles,
                tool=server.tool,
                everything=everything,
                replace_persons=replace_persons,
                progress=report,
            )
            result = None if dry_run else apply_pull(opened, store, pulled)
        path = queue or store.queue_path
        if not dry_run:
            remove_from_queue(path, decided_here(read_queue(path), store, opened.server))
    show_decided(pulled.plan, result, f"{path}: {len(read_queue(path))} waiting", articles, as_json=as_json)
    if pulled.plan.conflicts:
        raise click.exceptions.Exit(CONFLICT)
    exit_on_errors(findings)


@adjudicate.command()
@_queue_argument
@articles_option
@scheme_option
@_project_option
@labels_option
@json_option
def status(
    queue: Path | None, paths: tuple[Path, ...], scheme: Scheme, title: str | None, root: Path, *, as_json: bool
) -> None:
    """Show what waits for a decision, here and on the server; nothing is changed."""
    articles, findings = named_articles(paths, needed=False)
    store = LabelStore(root)
    questions, faults = make_questions(_read(queue, store), articles, store, scheme)
    asked = [question.article for question in questions]
    with connected() as server:
        waiting = _look(server, title or _title(scheme, queue), scheme, store, asked, articles)
    show_waiting(waiting, faults, as_json=as_json)
    exit_on_errors([*findings, *faults])


def _look(
    server: Server,
    title: str,
    scheme: Scheme,
    store: LabelStore,
    asked: Sequence[Article],
    articles: Iterable[Article],
) -> Waiting:
    project = find_project(server, title)
    if project is None:
        return Waiting(plan_push(asked, ()), (), NOTHING_PULLED)
    with session(server.client, project, SYNC, for_decisions=True) as opened:
        pulled = look_and_plan(opened, store, scheme, articles, tool=server.tool)
        opened.save()
        plan = plan_push(asked, opened.state.tasks.values())
        undecided = sorted(
            task.key.article_id
            for task in opened.state.tasks.values()
            if task.key and not task.annotations and not task.is_superseded
        )
        return Waiting(plan, tuple(undecided), pulled.plan)


def _read(queue: Path | None, store: LabelStore) -> tuple[QueueItem, ...]:
    if queue is not None and not queue.exists():
        raise MissingError("no such queue", where=str(queue), hint=f"the usual one is {store.queue_path}")
    return read_queue(queue or store.queue_path)


def _title(scheme: Scheme, queue: Path | None) -> str:
    return f"{scheme.name}: {queue.stem if queue else 'queue'}"
