"""``standoff review errors``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from standoff import __version__
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
from standoff.errors import MissingError
from standoff.labels import LabelStore, is_by_person, join_labels, write_queue
from standoff.records import Article, LabelSet
from standoff.review import Doubt, context, find_doubts, to_cases
from standoff.scheme import Scheme
from standoff.suggest.written import is_suggested

_USUAL = 20
"""One label of so many is shown unless a limit is given."""


@click.command()
@articles_option
@existing_labels_option
@scheme_option
@click.option("--annotator", default="", metavar="NAME", help="Examine this annotator's labels instead of gold.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Show so many doubts.  [default: one for every twenty labels]"
)
@click.option("--again", is_flag=True, help="Also doubt gold that a person decided.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The queue to write.  [default: review.jsonl in the label store]",
)
@dry_run_option
@json_option
def errors(
    article_paths: tuple[Path, ...],
    root: Path,
    scheme: Scheme,
    annotator: str,
    limit: int | None,
    out: Path | None,
    *,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Rank labels by how likely they are wrong, and queue them for a decision.

    Models learn from the other articles, near-duplicates apart, and say of each label whether it should be there, from
    where to where, with which attributes, and what nobody marked. A doubt is no verdict: rare labels look wrong too.
    Free text and relations are not examined.

    Examined are the labels that a build would take as gold, or one annotator's. What is listed is also written as a
    queue, in the place of what that had:

    \b
        standoff review errors
        standoff review errors --annotator anna --limit 50
        standoff studio adjudicate push labels/review.jsonl    decide in Label Studio …
        standoff studio adjudicate pull labels/review.jsonl    … and take the decisions as gold
    """
    from standoff.corpus.groups import group_articles

    store = LabelStore(root)
    if annotator and annotator not in store.annotators():
        names = ", ".join(store.annotators()) or "nobody"
        raise MissingError(f"{annotator!r} has no labels", where=str(root), hint=f"there are labels by {names}")
    reading = read_articles(article_paths)
    joined = join_labels(store, scheme, reading.articles)
    findings = (*reading.findings, *joined.findings)
    show_findings(findings)
    texts = {article.id: article for article in reading.articles}
    examined = {
        article_id: (texts[article_id], labels)
        for article_id, labels in _examined(joined.label_sets, joined.adjudicated, annotator).items()
    }
    with progress("Training", "classifier") as report:
        groups = group_articles([article for article, _ in examined.values()]).groups
        doubts = find_doubts(examined.values(), scheme, groups=groups, progress=report)
    decided = {
        id_ for id_, (_, labels) in examined.items() if labels.adjudication and is_by_person(labels) and not again
    }
    total = sum(len(labels.spans) for _, labels in examined.values())
    first = [doubt for doubt in doubts if doubt.article_id not in decided][: limit or max(1, total // _USUAL)]
    path = out or store.root / "review.jsonl"
    items = to_cases(first, examined.values(), scheme, tool=f"standoff {__version__}")
    if not dry_run:
        write_queue(path, items)
    if as_json:
        print_json(
            {
                "labels": total,
                "articles": len(examined),
                "decided": sorted(decided),
                "dry_run": dry_run,
                "queue": str(path),
                "doubts": [_as_json(doubt, examined) for doubt in first],
            }
        )
    else:
        _show(first, examined)
        click.echo(f"{count(len(first), 'doubt')} about {count(total, 'label')} in {count(len(examined), 'article')}")
        if decided:
            click.echo(f"decided by a person, left out: {', '.join(sorted(decided))}")
        if items:
            verb = "would wait" if dry_run else "wait"
            click.echo(f"{path}: {count(len(items), 'article')} {verb} for a decision")
    exit_on_errors(findings)


def _examined(
    label_sets: Sequence[LabelSet], adjudicated: Sequence[LabelSet], annotator: str
) -> Mapping[str, LabelSet]:
    from standoff.corpus.gold import choose_gold

    if annotator:
        return {labels.article_id: labels for labels in label_sets if labels.annotator == annotator}
    annotated = [labels for labels in label_sets if not is_suggested(labels)]
    return {article_id: gold.labels for article_id, gold in choose_gold(annotated, adjudicated).items()}


def _show(doubts: Sequence[Doubt], examined: Mapping[str, tuple[Article, LabelSet]]) -> None:
    for rank, doubt in enumerate(doubts, 1):
        article, labels = examined[doubt.article_id]
        what = f"{doubt.span.type}.{doubt.attribute}" if doubt.attribute else doubt.span.type
        place = f"{doubt.article_id}:{doubt.span.start}-{doubt.span.end}"
        click.secho(f"{rank:4}  {doubt.score:.2f}  {doubt.kind} of {what}  {place}  by {labels.annotator}", bold=True)
        click.echo(f"            {context(article, doubt.span)}")
        click.echo(f"            {doubt.why}")


def _as_json(doubt: Doubt, examined: Mapping[str, tuple[Article, LabelSet]]) -> dict[str, object]:
    article, labels = examined[doubt.article_id]
    words = {"text": doubt.span.surface(article.text), "context": context(article, doubt.span)}
    return {**asdict(doubt), **words, "annotator": labels.annotator}
