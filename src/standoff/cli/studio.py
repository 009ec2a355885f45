"""``standoff studio``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

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
from standoff.cli.stance_evidence import chosen_evidence
from standoff.cli.studio_acceptance import acceptance
from standoff.cli.studio_adjudicate import adjudicate
from standoff.cli.studio_report import Differences, Place, show_pull, show_push, show_status
from standoff.cli.studio_server import down, up
from standoff.cli.studio_shared import (
    articles_argument,
    articles_option,
    connected,
    find_project,
    force_option,
    known_project,
    named_articles,
    project_option,
)
from standoff.cli.suggest_options import chosen_model, model_options
from standoff.labels import LabelStore, read_order
from standoff.labelstudio import pull as pulling
from standoff.labelstudio import push as pushing
from standoff.labelstudio.acceptance import FIELDS, Measured
from standoff.labelstudio.history import History
from standoff.labelstudio.ordering import ensure_tab
from standoff.labelstudio.plan import NOTHING_PULLED, edited_here, plan_push
from standoff.labelstudio.plan import settle as settle_conflicts
from standoff.labelstudio.predictions import labels_of, suggestions
from standoff.labelstudio.quarantine import Quarantine
from standoff.labelstudio.refresh import outdated as outdated_versions
from standoff.labelstudio.session import Session, ensure_project, session
from standoff.labelstudio.state import SYNC
from standoff.scheme import Scheme


@click.group()
def command() -> None:
    """Annotate in Label Studio.

    \b
        standoff studio up          start a local server; prints where it is and how to log in
        standoff studio push        seeds/ → the server, each article once, with suggestions
        standoff studio pull        the annotations → labels/, each checked
        standoff studio status      what differs between here and there
        standoff studio settle      decide about labels that were changed on both sides
        standoff studio adjudicate  decide what annotators differ on, in a project of its own; it becomes gold
        standoff studio acceptance  what annotators made of the suggestions
        standoff studio down        stop the local server

    Another server than the local one is used where LABEL_STUDIO_URL and LABEL_STUDIO_API_KEY are set.

    Running anything twice changes nothing, and what was interrupted is continued by the same command.
    """


command.add_command(up)
command.add_command(down)
command.add_command(adjudicate)
command.add_command(acceptance)


@command.command()
@articles_argument
@scheme_option
@project_option
@labels_option
@model_options
@click.option("--no-suggestions", is_flag=True, help="Send the articles without suggested spans.")
@click.option(
    "--labels-of", "annotator", metavar="ANNOTATOR", help="Show this annotator's labels in place of suggestions."
)
@click.option(
    "--order",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file such as labels/order.jsonl: which article annotators are to get first.",
)
@force_option
@dry_run_option
@json_option
def push(
    paths: tuple[Path, ...],
    scheme: Scheme,
    title: str | None,
    root: Path,
    model_folder: Path | None,
    stance_model: Path | None,
    annotator: str | None,
    *,
    rules_only: bool,
    no_suggestions: bool,
    order: Path | None,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Send articles to Label Studio, each text once.

    PATHs are article files or folders; by default seeds. What the server has already is not sent again. A text that
    changed becomes a new task; the old one stays with its annotations.

    With --order, new tasks arrive in that order, and those that are there get the places that it gives them, however
    often it changes: open the tab "In order" and choose "Label Tasks As Displayed".
    """
    if no_suggestions and annotator:
        raise click.UsageError("--no-suggestions and --labels-of exclude each other")
    articles, findings = named_articles(paths, needed=True)
    if annotator:
        predictor = labels_of(annotator, LabelStore(root), scheme)
    elif no_suggestions:
        predictor = None
    else:
        model = chosen_model(scheme, model_folder, rules_only=rules_only)
        predictor = suggestions(scheme, model, chosen_evidence(scheme, stance_model, rules_only=rules_only))
    ranks = {item.article_id: item.rank for item in read_order(order)} if order else {}
    title = title or scheme.name
    with connected() as server:
        project = find_project(server, title)
        if dry_run:
            plan, outdated = plan_push(articles, ()), []
            if project is not None:
                with session(server.client, project, SYNC) as opened:
                    plan = pushing.look_and_plan(opened, articles, scheme)
                    outdated = outdated_versions(opened, predictor)
            show_push(plan, None, "", outdated=outdated, as_json=as_json)
        else:
            project = project or ensure_project(server.client, title, scheme)
            with session(server.client, project, SYNC) as opened, progress("Sending articles", "article") as report:
                accepted = Measured(root, opened.server)
                result = pushing.push(
                    opened,
                    articles,
                    scheme,
                    predictor,
                    ranks=ranks,
                    force=force,
                    before_removal=lambda version: accepted.keep(version, _measurable(opened)),
                    progress=report,
                )
                tab = f"data?tab={ensure_tab(opened)}" if ranks else ""
            show_push(result.plan, result, f"{opened.server}/{tab}", as_json=as_json)
    exit_on_errors(findings)


@command.command()
@articles_argument
@scheme_option
@project_option
@labels_option
@click.option("--all", "everything", is_flag=True, help="Fetch all annotations, not only those that changed.")
@dry_run_option
@json_option
def pull(
    paths: tuple[Path, ...],
    scheme: Scheme,
    title: str | None,
    root: Path,
    *,
    everything: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring annotations into labels/, each checked against the scheme and the text.

    What does not fit goes to labels/quarantine/ with the reason and is listed; it never blocks the rest. PATHs are the
    articles at hand; by default seeds. A label set that was changed here and on the server is a conflict: it is shown,
    and nothing is done with it.
    """
    articles, findings = named_articles(paths, needed=False)
    store = LabelStore(root)
    with connected() as server:
        project = known_project(server, title or scheme.name)
        with session(server.client, project, SYNC) as opened, progress("Reading annotations", "annotation") as report:
            pulled = pulling.look_and_plan(
                opened,
                store,
                scheme,
                articles,
                tool=server.tool,
                everything=everything,
                progress=report,
            )
            result = None if dry_run else pulling.apply_pull(opened, store, pulled)
    show_pull(pulled.plan, result, articles, as_json=as_json)
    if pulled.plan.conflicts:
        raise click.exceptions.Exit(CONFLICT)
    exit_on_errors(findings)


@command.command()
@articles_argument
@scheme_option
@project_option
@labels_option
@model_options
@json_option
def status(
    paths: tuple[Path, ...],
    scheme: Scheme,
    title: str | None,
    root: Path,
    model_folder: Path | None,
    stance_model: Path | None,
    *,
    rules_only: bool,
    as_json: bool,
) -> None:
    """Show what differs between seeds/ and labels/ here and the project on the server.

    Nothing is changed, neither here nor there.
    """
    articles, findings = named_articles(paths, needed=False)
    store = LabelStore(root)
    model = chosen_model(scheme, model_folder, rules_only=rules_only)
    predictor = suggestions(scheme, model, chosen_evidence(scheme, stance_model, rules_only=rules_only))
    edited = edited_here(store.read_all(), History(root).last())
    with connected() as server:
        project = find_project(server, title or scheme.name)
        if project is None:
            differences = Differences(plan_push(articles, ()), NOTHING_PULLED, edited)
        else:
            with (
                session(server.client, project, SYNC) as opened,
                progress("Reading annotations", "annotation") as report,
            ):
                pulled = pulling.look_and_plan(opened, store, scheme, articles, tool=server.tool, progress=report)
                differences = Differences(
                    push=pushing.plan_of(opened, articles, scheme),
                    pull=pulled.plan,
                    edited=edited,
                    outdated=outdated_versions(opened, predictor),
                    quarantined=[item for item in Quarantine(root).read() if item.server == opened.server],
                    drafts=server.client.drafts(project.id),
                    place=Place(opened.server, server.version(), opened.unit),
                )
                opened.save()
    show_status(differences, as_json=as_json)
    exit_on_errors(findings)


@command.command()
@click.argument("article_id", required=False)
@click.argument("annotator", required=False)
@click.option("--all", "everything", is_flag=True, help="Settle all conflicts, in place of one.")
@click.option("--with", "side", type=click.Choice(["here", "server"]), required=True, help="The version that stays.")
@scheme_option
@project_option
@labels_option
@articles_option
@dry_run_option
@json_option
def settle(
    article_id: str | None,
    annotator: str | None,
    side: Literal["here", "server"],
    scheme: Scheme,
    title: str | None,
    root: Path,
    paths: tuple[Path, ...],
    *,
    everything: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Settle a conflict: a label set that was changed here and on the server.

    The version that goes out of the label file stays in labels/history; the one on the server is not touched.
    """
    if everything == bool(article_id and annotator) or (everything and article_id):
        raise click.UsageError("name an article and an annotator, or give --all")
    articles, _ = named_articles(paths, needed=False)
    store = LabelStore(root)
    with connected() as server:
        project = known_project(server, title or scheme.name)
        with session(server.client, project, SYNC) as opened, progress("Reading annotations", "annotation") as report:
            pulled = pulling.look_and_plan(opened, store, scheme, articles, tool=server.tool, progress=report)
            one = (article_id or "", annotator or "")
            plan = settle_conflicts(pulled.plan, pulled.plan.conflict_slots if everything else [one], side)
            result = None if dry_run else pulling.apply_pull(opened, store, replace(pulled, plan=plan))
    show_pull(plan, result, articles, as_json=as_json)


def _measurable(opened: Session) -> Iterator[Mapping[str, Any]]:
    return opened.client.tasks(opened.project.id, include=FIELDS)
