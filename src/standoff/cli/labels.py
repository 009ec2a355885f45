"""``standoff labels``."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import (
    articles_option,
    count,
    existing_labels_option,
    exit_on_errors,
    json_option,
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
