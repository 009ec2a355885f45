"""``standoff learn``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    articles_option,
    count,
    dry_run_option,
    existing_labels_option,
    exit_on_errors,
    json_option,
    print_json,
    progress,
    scheme_option,
    show_findings,
)
from standoff.labels import Estimate, LabelStore, join_labels
from standoff.records import LabelSet
from standoff.scheme import Scheme
from standoff.suggest import VERSION, Lesson, learn, version
from standoff.suggest.learned import DEFAULT_FOLDER, TOLERANCE, TypeLesson, write_learned
from standoff.suggest.written import is_suggested


@click.command("learn")
@articles_option
@existing_labels_option
@scheme_option
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1),
    default=TOLERANCE,
    show_default=True,
    help="The share of right ones among suggestions that annotators tolerate.",
)
@click.option("--annotator", default="", help="Whose labels count where several labelled an article.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_FOLDER,
    show_default=True,
    help="The folder for what was learned.",
)
@dry_run_option
@json_option
def command(
    article_paths: tuple[Path, ...],
    root: Path,
    scheme: Scheme,
    tolerance: float,
    annotator: str,
    out: Path,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Learn from labels, so that suggestions get better.

    What is learned: a tagger of actors, how far to trust each rule, and from which score on a suggestion is worth
    showing. Everything is measured by cross-validation, with no article and no near-duplicate on both sides of a fold;
    the tagger takes the place of rules only if it is better there. `standoff suggest` and `standoff studio push` use
    what was learned when it is there.

    \b
        standoff learn
        standoff learn --labels labels --articles news/ --tolerance 0.8
        standoff learn --dry-run          what would be chosen, and why
    """
    from standoff.corpus.gold import choose_gold
    from standoff.corpus.groups import group_articles

    reading = read_articles(article_paths)
    joined = join_labels(LabelStore(root), scheme, reading.articles)
    findings = (*reading.findings, *joined.findings)
    show_findings(findings)
    annotated = [labels for labels in joined.label_sets if not is_suggested(labels)]
    suggested = len(joined.label_sets) - len(annotated)
    by_id = {article.id: article for article in reading.articles}
    gold = choose_gold(annotated, joined.adjudicated, annotator=annotator)
    examples = [(by_id[article_id], chosen.labels) for article_id, chosen in gold.items()]
    with progress("Cross-validation", "fold") as report:
        groups = group_articles([article for article, _ in examples]).groups
        lesson = learn(examples, scheme, tolerance=tolerance, groups=groups, progress=report)
    files = [] if dry_run else write_learned(out, lesson.model)
    if as_json:
        print_json(
            {
                "version": version(lesson.model),
                "articles": lesson.articles,
                "tolerance": tolerance,
                "types": [asdict(one) for one in lesson.types],
                "left_out": [asdict(one) for one in joined.left_out],
                "suggestions_left_out": suggested,
                "files": [str(path) for path in files],
            }
        )
    else:
        _show(lesson, [labels for _, labels in examples], verb="would be" if dry_run else "are now")
        if suggested:
            click.echo(f"\n{count(suggested, 'label set')} of suggestions, not of annotators, left out.")
        click.echo(f"\nWritten: {', '.join(map(str, files))}" if files else "\nNothing written.")
    exit_on_errors(findings)


def _show(lesson: Lesson, label_sets: Sequence[LabelSet], *, verb: str) -> None:
    origins = sorted({labels.origin for labels in label_sets})
    whose = ", ".join(lesson.model.about["labels_of"])
    click.echo(f"{count(lesson.articles, 'article')} with {' and '.join(origins)} labels by {whose}")
    click.echo(f"Suggestions {verb} {version(lesson.model)}; without what was learned they are {VERSION}.")
    for one in lesson.types:
        click.secho(f"\n{one.type}: {count(one.labels, 'label')}", bold=True)
        click.echo(f"  chosen     {one.chosen}: {one.why}")
        click.echo(f"  threshold  {one.threshold:.2f}: {one.threshold_why}")
        _show_figures(one)
    click.echo(
        "\nIn per cent, with 95 % bootstrap intervals over articles, cross-validated; found means overlapping a label."
        f" Shown: at thresholds that the other folds set for a tolerance of {lesson.tolerance:.0%}."
    )


def _show_figures(one: TypeLesson) -> None:
    if not one.labels:
        return
    click.echo(f"  {'':10} {'precision':>23}{'recall':>23}{'F1':>23}{'equal extents F1':>23}")
    for name, figures in (("rules", one.rules), ("tagger", one.tagger), ("shown", one.shown)):
        if figures is not None:
            cells = (figures.precision, figures.recall, figures.f1, figures.exact_f1)
            click.echo(f"  {name:10} " + "".join(f"{_cell(cell):>23}" for cell in cells))
    if one.calibration_error is not None:
        said = ", ".join(f"{100 * bin_.said:.0f} → {100 * bin_.right:.0f} ({bin_.count})" for bin_ in one.bins)
        click.echo(f"  score → share that is right (of how many): {said}; error {100 * one.calibration_error:.1f}")


def _cell(one: Estimate) -> str:
    if one.value is None:
        return "-"
    value = f"{100 * one.value:.1f}"
    return value if one.low is None or one.high is None else f"{value} [{100 * one.low:.1f}, {100 * one.high:.1f}]"
