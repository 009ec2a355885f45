"""``standoff scheme``."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.cli.common import (
    count,
    dry_run_option,
    existing_labels_option,
    exit_on_errors,
    findings_json,
    json_option,
    print_json,
    scheme_option,
    show_findings,
)
from standoff.files import write_text
from standoff.labels import LabelStore, MigrationPlan, apply_migration, plan_migration, plan_rollback
from standoff.scheme import DEFAULT_SCHEME, Migration, Scheme, Step, load_scheme, render_guidelines

_FORGETS = "cannot be undone for labels that are made or changed afterwards"

_output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output without it."
)


@click.group()
def command() -> None:
    """Check a label scheme and show what follows from it.

    A scheme is a YAML file: span types with their attributes, relations, definitions and examples. Begin your own with
    `extends: news-conflict` to change the built-in one, or without it to replace it.
    """


@command.command()
@click.argument("name_or_file", default=DEFAULT_SCHEME)
@json_option
def check(name_or_file: str, *, as_json: bool) -> None:
    """Check a scheme and name every fault by its path in the file."""
    scheme = load_scheme(name_or_file)
    if as_json:
        print_json({"name": scheme.name, "version": scheme.version, "digest": scheme.digest})
    else:
        types = f"{count(len(scheme.spans), 'span type')}, {count(len(scheme.relations), 'relation')}"
        click.echo(f"{scheme.name} version {scheme.version}: {types}, no fault")


@command.command()
@scheme_option
@_output_option
def guidelines(scheme: Scheme, output: Path | None) -> None:
    """Write the annotators' guidelines as Markdown."""
    _write(render_guidelines(scheme), output)


@command.command()
@scheme_option
@_output_option
def interface(scheme: Scheme, output: Path | None) -> None:
    """Write the Label Studio labelling interface as XML."""
    from standoff.labelstudio.interface import interface_xml

    _write(interface_xml(scheme), output)


@command.command()
@scheme_option
@existing_labels_option
@json_option
def status(scheme: Scheme, root: Path, *, as_json: bool) -> None:
    """Show which versions of the scheme labels were made under, and what a migration would do."""
    plan = plan_migration(LabelStore(root), scheme)
    if as_json:
        _print_plan(plan)
        return
    for version, number in plan.versions.items():
        click.echo(f"{scheme.name} version {version}: {count(number, 'label set')}")
    oldest = min(plan.versions, default=scheme.version)
    for migration in scheme.migrations:
        if migration.to > oldest:
            _show_migration(migration)
    _show_plan(plan, "would change")


@command.command()
@scheme_option
@existing_labels_option
@dry_run_option
@json_option
def migrate(scheme: Scheme, root: Path, *, dry_run: bool, as_json: bool) -> None:
    """Bring all labels to the present version of the scheme.

    What to do is said in the scheme file, under `migrations`. Steps that cannot be undone for labels that come later,
    such as a merge, are named first (`--dry-run` does no more). Each label set is kept as it was in labels/migrations/,
    so that `standoff scheme rollback` finds it again.
    """
    store = LabelStore(root)
    plan = plan_migration(store, scheme)
    for step in _forgetful(scheme, plan):
        click.secho(f"warning: {step} {_FORGETS}", err=True, fg="yellow")
    _carry_out(store, plan, dry_run=dry_run, as_json=as_json)


@command.command()
@click.option("--to", "version", required=True, type=click.IntRange(min=1), help="The version to go back to.")
@scheme_option
@existing_labels_option
@dry_run_option
@json_option
def rollback(version: int, scheme: Scheme, root: Path, *, dry_run: bool, as_json: bool) -> None:
    """Bring all labels back to an earlier version of the scheme.

    Spans that were not touched since a migration become exactly what they were before it; others are changed back by
    its steps. A label set with spans that were made or changed after a merge stays as it is, and is named.
    """
    store = LabelStore(root)
    _carry_out(store, plan_rollback(store, scheme, version), dry_run=dry_run, as_json=as_json)


def _carry_out(store: LabelStore, plan: MigrationPlan, *, dry_run: bool, as_json: bool) -> None:
    if not dry_run:
        apply_migration(store, plan)
    if as_json:
        _print_plan(plan)
    else:
        _show_plan(plan, "would change" if dry_run else "changed")
    exit_on_errors(plan.findings)


def _show_migration(migration: Migration) -> None:
    click.echo(f"\nto version {migration.to}, {migration.name}{': ' + migration.note if migration.note else ''}")
    for step in migration.steps:
        click.echo(f"  {step}{'' if step.is_reversible else f'  ({_FORGETS})'}")


def _forgetful(scheme: Scheme, plan: MigrationPlan) -> list[Step]:
    """Return the steps that a migration would take and nothing can undo for labels that come later."""
    oldest = min((change.states[0].scheme_version for change in plan.changes), default=scheme.version)
    steps = (step for migration in scheme.migrations if migration.to > oldest for step in migration.steps)
    return [step for step in steps if not step.is_reversible]


def _show_plan(plan: MigrationPlan, did: str) -> None:
    show_findings(plan.findings)
    left = f"; {count(len(plan.findings), 'fault')} in others" if plan.findings else ""
    click.echo(f"{count(len(plan.changes), 'label set')} {did}, to version {plan.to}{left}")


def _print_plan(plan: MigrationPlan) -> None:
    versions = {str(version): number for version, number in plan.versions.items()}
    changes = len(plan.changes)
    print_json({"versions": versions, "to": plan.to, "changes": changes, "findings": findings_json(plan.findings)})


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)
