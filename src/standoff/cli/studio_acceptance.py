"""``standoff studio acceptance``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import click

from standoff.cli.common import json_option, labels_option, print_json, progress, scheme_option
from standoff.cli.studio_shared import connected, existing_project, project_option
from standoff.labelstudio.acceptance import FIELDS, Acceptance, Measured, measure_acceptance
from standoff.scheme import Scheme

_T = TypeVar("_T")


@click.command()
@scheme_option
@project_option
@labels_option
@json_option
def acceptance(scheme: Scheme, title: str | None, root: Path, *, as_json: bool) -> None:
    """Show what annotators made of the suggestions: kept, changed, deleted, and what they added.

    Counted over all submitted annotations that began with suggestions, by version of these and by span type. What was
    counted of a version before newer suggestions took its place is in labels/acceptance.json.
    """
    with connected() as server, progress("Reading tasks", "task") as report:
        project = existing_project(server, title or scheme.name)
        tasks = server.client.tasks(project.id, include=FIELDS)
        now = measure_acceptance(_counted(tasks, report, project.tasks))
        measured = Measured(root, f"{server.client.url}/projects/{project.id}").with_kept(now)
    show_acceptance(measured, as_json=as_json)


def _counted(tasks: Iterable[_T], report: Callable[[int, int | None], None], number: int | None) -> Iterator[_T]:
    for done, task in enumerate(tasks, 1):
        report(done, number)
        yield task


def show_acceptance(measured: Mapping[tuple[str, str], Acceptance], *, as_json: bool) -> None:
    """Show what annotators made of suggestions."""
    if as_json:
        rows = [{"version": version, "type": type_, **asdict(counts)} for (version, type_), counts in measured.items()]
        print_json(rows)
        return
    if not measured:
        click.echo("No annotation on the server began with suggestions.")
        return
    heads = "".join(f"{head:>8}" for head in ("kept", "changed", "deleted", "added"))
    click.echo(f"{'version':24}{'type':12}{'suggested':>10}{heads}{'kept of suggested':>19}")
    for (version, type_), counts in measured.items():
        share = f"{counts.kept / counts.suggested:.0%}" if counts.suggested else "-"
        numbers = f"{counts.kept:8}{counts.changed:8}{counts.deleted:8}{counts.added:8}"
        click.echo(f"{version:24}{type_:12}{counts.suggested:10}{numbers}{share:>19}")
