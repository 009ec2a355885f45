"""``standoff verify``."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.cli.common import count, exit_on_errors, findings_json, json_option, print_json, progress, show_findings


@click.command()
@click.argument("corpus", default="corpus", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def command(corpus: Path, *, as_json: bool) -> None:
    """Find every disagreement within the dataset in the folder CORPUS.

    The dataset card, the Parquet files, the manifest and the rows are compared with each other: listed and stray files,
    columns and their types, numbers of rows, sha256 of files and content, labels out of range, offsets and the words
    that they cover, relations, articles in two splits. Nothing is changed.

    \b
        standoff verify corpus
    """
    from standoff.corpus import verify

    with progress("verify", "file") as report:
        findings = verify(corpus, report)
    if as_json:
        print_json({"findings": findings_json(findings)})
    else:
        show_findings(findings)
        click.echo(f"{corpus}: {count(len(findings), 'fault')}")
    exit_on_errors(findings)
