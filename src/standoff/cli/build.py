"""``standoff build``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from standoff.cli.common import (
    count,
    exit_on_errors,
    findings_json,
    json_option,
    print_json,
    progress,
    scheme_option,
    show_findings,
)
from standoff.scheme import Scheme


@click.command()
@click.option(
    "--seeds", default="seeds", show_default=True, type=click.Path(path_type=Path), help="Folder of articles."
)
@click.option(
    "--articles",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="Another file or folder of articles; may be given several times.",
)
@click.option("--labels", default="labels", show_default=True, type=click.Path(path_type=Path), help="The label store.")
@click.option("--corpus", default="corpus", show_default=True, type=click.Path(path_type=Path), help="Folder to build.")
@scheme_option
@click.option("--gold", default="", metavar="NAME", help="The annotator whose labels are gold wherever there are some.")
@click.option(
    "--fresh-splits", is_flag=True, help="Assign all splits anew, instead of keeping those of the old corpus."
)
@click.option("--split-by-time", is_flag=True, help="The earliest articles train, the latest test.")
@json_option
def command(
    seeds: Path,
    articles: tuple[Path, ...],
    labels: Path,
    corpus: Path,
    scheme: Scheme,
    gold: str,
    *,
    fresh_splits: bool,
    split_by_time: bool,
    as_json: bool,
) -> None:
    """Build the dataset from articles and labels.

    An earlier dataset in the folder is replaced at once: whoever reads it sees the old one or the new one, even if the
    build is killed. Its articles keep their splits. A faulty article or label set is left out and named, and the rest
    is built.

    \b
        standoff build
        standoff build --articles more/news.jsonl
        python -c 'from datasets import load_dataset; print(load_dataset("corpus"))'
    """
    from standoff.corpus import build

    with progress("build", "article") as report:
        result = build(
            scheme=scheme,
            seeds=seeds,
            articles=articles,
            labels=labels,
            corpus=corpus,
            gold=gold,
            fresh_splits=fresh_splits,
            by_time=split_by_time,
            progress=report,
        )
    if as_json:
        print_json({"manifest": result.manifest, "findings": findings_json(result.findings)})
    else:
        show_findings(result.findings)
        click.echo("\n".join(_table(result.manifest)))
        left_out = result.manifest["left_out"]
        click.echo(
            f"{corpus}: {count(result.manifest['articles']['number'], 'article')}, "
            f"{result.manifest['articles']['labelled']:,} labelled; left out: "
            f"{count(len(left_out['articles']), 'article')}, {count(len(left_out['label_sets']), 'label set')}"
        )
    exit_on_errors(result.findings)


def _table(manifest: Mapping[str, Any]) -> list[str]:
    """Return the number of rows of every config and split as lines of a table."""
    splits = list(manifest["splits"])
    rows = [["config", *splits]]
    for config, found in manifest["configs"].items():
        rows.append([config, *(f"{found['rows'].get(split, 0):,}" for split in splits)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(splits) + 1)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
