"""``standoff articles``."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.articles import Columns, read_articles
from standoff.cli.common import count, exit_on_errors, findings_json, json_option, print_json, show_findings
from standoff.errors import errors_in


@click.group()
def command() -> None:
    """Check articles before anything is made of them."""


@command.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--id-column", default="id", show_default=True, help="Column of the article's id.")
@click.option("--date-column", default="date", show_default=True, help="Column of its date of publication.")
@click.option("--text-column", default="text", show_default=True, help="Column of its text.")
@json_option
def check(paths: tuple[Path, ...], id_column: str, date_column: str, text_column: str, *, as_json: bool) -> None:
    """Read the articles of PATHS and name every fault by file and line.

    PATHS are files or folders: seed files (.txt, which begin `date YYYY-MM-DD`), JSON Lines, CSV and Parquet with
    named columns. A faulty article is left out by every other command too, and never keeps the rest from being read.

    \b
        standoff articles check seeds
        standoff articles check news.csv --id-column guid --date-column published --text-column body
    """
    reading = read_articles(paths, Columns(id=id_column, date=date_column, text=text_column))
    if as_json:
        print_json({"articles": len(reading.articles), "findings": findings_json(reading.findings)})
    else:
        show_findings(reading.findings)
        faults = len(errors_in(reading.findings))
        click.echo(f"{count(len(reading.articles), 'article')} fine, {count(faults, 'fault')}")
    exit_on_errors(reading.findings)
