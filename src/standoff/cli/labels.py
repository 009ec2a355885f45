"""``standoff labels``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    count,
    exit_on_errors,
    json_option,
    labels_option,
    print_json,
    scheme_option,
    show_findings,
)
from standoff.errors import errors_in
from standoff.labels import LabelStore, check_store
from standoff.scheme import Scheme


@click.group()
def command() -> None:
    """Check the label store."""


@command.command()
@labels_option
@click.option(
    "--articles",
    "paths",
    multiple=True,
    default=["seeds"],
    show_default=True,
    type=click.Path(path_type=Path),
    help="Where the texts of labelled articles are; may be given several times.",
)
@scheme_option
@json_option
def check(root: Path, paths: tuple[Path, ...], scheme: Scheme, *, as_json: bool) -> None:
    """Check every label set by every annotator, and gold, against the scheme and the articles.

    Offsets can only be checked where the text of an article is at hand: the texts are found by their sha256 among the
    given articles, and label sets without one are counted.
    """
    result = check_store(LabelStore(root), scheme, read_articles(paths).articles)
    if as_json:
        print_json(asdict(result))
    else:
        show_findings(result.findings)
        if result.without_text:
            click.echo(
                f"no text at hand for: {', '.join(result.without_text)} (name it with --articles PATH)", err=True
            )
        found = f"{count(result.spans, 'span')}, {count(result.relations, 'relation')}"
        faults = count(len(errors_in(result.findings)), "fault")
        click.echo(f"{count(result.label_sets, 'label set')} with {found}: {faults}")
    exit_on_errors(result.findings)
