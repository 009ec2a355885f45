"""``standoff labels``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    articles_option,
    count,
    dry_run_option,
    existing_labels_option,
    exit_on_errors,
    findings_json,
    json_option,
    print_json,
    progress,
    scheme_option,
    show_findings,
)
from standoff.errors import errors_in
from standoff.labels import (
    MIN_CONFIDENCE,
    LabelStore,
    RevisionPlan,
    apply_revisions,
    check_store,
    lost_path,
    plan_revisions,
)
from standoff.scheme import Scheme


@click.group()
def command() -> None:
    """Check the label store, and carry labels over to revised articles."""


@command.command()
@existing_labels_option
@articles_option
@scheme_option
@json_option
def check(root: Path, article_paths: tuple[Path, ...], scheme: Scheme, *, as_json: bool) -> None:
    """Check every label set by every annotator, and gold, against the scheme and the articles.

    Offsets can only be checked where the text of an article is at hand: the texts are found by their sha256 among the
    given articles, whose own faults are named too, and label sets without one are counted.
    """
    reading = read_articles(article_paths)
    result = check_store(LabelStore(root), scheme, reading.articles)
    findings = (*reading.findings, *result.findings)
    if as_json:
        print_json(asdict(replace(result, findings=findings)))
    else:
        show_findings(findings)
        if result.without_text:
            click.echo(
                f"no text at hand for: {', '.join(result.without_text)} (name it with --articles PATH)", err=True
            )
        found = f"{count(result.spans, 'span')}, {count(result.relations, 'relation')}"
        faults = count(len(errors_in(findings)), "fault")
        click.echo(f"{count(result.label_sets, 'label set')} with {found}: {faults}")
    exit_on_errors(findings)


@command.command()
@click.option(
    "--earlier",
    multiple=True,
    required=True,
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="Where the texts are that were labelled: files or folders; may be given several times.",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=MIN_CONFIDENCE,
    show_default=True,
    help="How much of what stood around a label must still stand there.",
)
@existing_labels_option
@articles_option
@dry_run_option
@json_option
def reanchor(
    earlier: tuple[Path, ...],
    min_confidence: float,
    root: Path,
    article_paths: tuple[Path, ...],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Carry the labels of revised articles over to their new text.

    An article is revised if its id is known and its text is another one than was labelled. A label goes where its words
    stand in the new text among what stood around them, and never to other words. What has no such place goes to
    labels/quarantine/revised/, with the reason; every label set that changes is kept as it was in labels/revisions/.

    \b
    git show HEAD~1:seeds/041-storm.txt > /tmp/041-storm.txt
    standoff labels reanchor --earlier /tmp/041-storm.txt
    """
    store = LabelStore(root)
    reading, before = read_articles(article_paths), read_articles(earlier)
    with progress("reanchor", "label set") as report:
        plan = plan_revisions(store, reading.articles, before.articles, min_confidence=min_confidence, progress=report)
    plan = replace(plan, findings=(*before.findings, *reading.findings, *plan.findings))
    if not dry_run:
        apply_revisions(store, plan)
    if as_json:
        print_json(_plan_json(plan, dry_run=dry_run))
    else:
        _show_plan(store, plan, dry_run=dry_run)
    exit_on_errors(plan.findings)


def _show_plan(store: LabelStore, plan: RevisionPlan, *, dry_run: bool) -> None:
    show_findings(plan.findings)
    for revision in plan.revisions:
        after = revision.after
        whose = "gold" if revision.is_gold else revision.before.annotator
        sure = f", confidence {min(after.confidence.values()):.2f} or more" if after.confidence else ""
        click.echo(
            f"{revision.before.article_id}, {whose}: {count(len(after.labels.spans), 'span')} carried over{sure}, "
            f"{len(after.lost_spans)} lost; {count(len(after.labels.relations), 'relation')} carried over, "
            f"{len(after.lost_relations)} lost"
        )
        for reason in after.reasons:
            click.echo(f"    {reason.message} [{reason.code}]")
    would = "would be " if dry_run else ""
    click.echo(f"{count(len(plan.revisions), 'label set')} {would}carried over")
    for path in sorted({lost_path(store, revision) for revision in plan.revisions if revision.after.reasons}):
        click.echo(f"{path}: {'would get' if dry_run else 'has'} what was lost")


def _plan_json(plan: RevisionPlan, *, dry_run: bool) -> dict[str, object]:
    label_sets = [
        {
            "article_id": revision.before.article_id,
            "annotator": revision.before.annotator,
            "gold": revision.is_gold,
            "sha256": revision.before.sha256,
            "revised_sha256": revision.after.labels.sha256,
            "confidence": dict(revision.after.confidence),
            "lost": findings_json(revision.after.reasons),
        }
        for revision in plan.revisions
    ]
    return {"dry_run": dry_run, "label_sets": label_sets, "findings": findings_json(plan.findings)}
