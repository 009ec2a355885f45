"""``standoff review next``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    count,
    dry_run_option,
    exit_on_errors,
    json_option,
    labels_option,
    print_json,
    progress,
    scheme_option,
    show_findings,
)
from standoff.corpus.gold import choose_gold
from standoff.errors import MissingError
from standoff.labels import LabelStore, OrderItem, join_labels, write_order
from standoff.review import Worth, rank_articles
from standoff.scheme import Scheme
from standoff.suggest.written import is_suggested


@click.command("next")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path))
@labels_option
@scheme_option
@click.option("--limit", type=click.IntRange(min=1), help="Rank so many articles.  [default: all]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The order to write.  [default: order.jsonl in the label store]",
)
@dry_run_option
@json_option
def next_(
    paths: tuple[Path, ...],
    root: Path,
    scheme: Scheme,
    limit: int | None,
    out: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Order the articles without labels by how much it is worth to label them.

    PATHs are article files or folders, by default seeds; name those with labels too, which is what is learned from.
    First come articles of which that is unsure: of the stance of their sentences (from 50 labelled sentences on, with
    scikit-learn installed; where most take no side, those rich in words for or against something), and which of their
    words are an actor's. Of near-copies all but one come last. Without any labels lots decide, the same every time.

    \b
        standoff review next seeds news/
        standoff studio push seeds news/ --order labels/order.jsonl    the order → Label Studio

    Run both again whenever more is labelled; what is in Label Studio already gets its new place.
    """
    reading = read_articles(paths or _seeds())
    joined = join_labels(LabelStore(root), scheme, reading.articles)
    findings = (*reading.findings, *joined.findings)
    show_findings(findings)
    annotated = [labels for labels in joined.label_sets if not is_suggested(labels)]
    gold = choose_gold(annotated, joined.adjudicated)
    labelled = [(article, gold[article.id].labels) for article in reading.articles if article.id in gold]
    waiting = [article for article in reading.articles if article.id not in gold]
    with progress("Looking at articles", "article") as report:
        ranked = rank_articles(waiting, labelled, scheme, progress=report)[:limit]
    path = out or LabelStore(root).root / "order.jsonl"
    if not dry_run:
        write_order(
            path, [OrderItem(one.article_id, rank, round(one.score, 4), one.why) for rank, one in enumerate(ranked, 1)]
        )
    if as_json:
        print_json(
            {
                "labelled": len(labelled),
                "waiting": len(waiting),
                "dry_run": dry_run,
                "order": str(path),
                "articles": [{"rank": rank, **asdict(one)} for rank, one in enumerate(ranked, 1)],
            }
        )
    else:
        _show(ranked, len(labelled), len(waiting))
        click.echo(f"{path}: {count(len(ranked), 'article')} {'would be ' if dry_run else ''}in order")
    exit_on_errors(findings)


def _seeds() -> tuple[Path, ...]:
    """Return the folder of articles that is meant where none is named."""
    folder = Path("seeds")
    if not folder.exists():
        raise MissingError("no articles are named, and there is no seeds folder", hint="name files or folders")
    return (folder,)


def _show(ranked: Sequence[Worth], labelled: int, waiting: int) -> None:
    for rank, one in enumerate(ranked, 1):
        click.echo(f"{rank:5}  {one.score:.2f}  {one.article_id}\n              {one.why}")
    click.echo(f"{count(waiting, 'article')} without labels, {labelled} with")
