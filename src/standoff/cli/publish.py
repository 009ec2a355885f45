"""``standoff publish``."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from standoff.cli.common import count, dry_run_option, json_option, print_json, progress


@click.command()
@click.argument("repository", metavar="OWNER/NAME")
@click.option(
    "--corpus",
    default="corpus",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The built dataset.",
)
@click.option("--private", is_flag=True, help="Make the repository private.")
@dry_run_option
@json_option
def command(repository: str, corpus: Path, *, private: bool, dry_run: bool, as_json: bool) -> None:
    """Upload the built dataset to the Hugging Face Hub as the dataset OWNER/NAME.

    The files go there as they are, after `standoff verify` has found nothing wrong. Data is uploaded first, then the
    dataset card that lists it, so a failure half-way leaves the old dataset whole; the same command again sends what is
    missing, and nothing if nothing is. Data files of an earlier corpus are removed there; other files are left alone.

    The token is read from the environment variable HF_TOKEN and nowhere else, and is never shown.

    \b
        standoff publish ann/news --dry-run
        standoff publish ann/news --private
    """
    from huggingface_hub.utils.tqdm import disable_progress_bars

    from standoff.corpus.publish import TOKEN_VARIABLE, publish

    if as_json or not sys.stderr.isatty():
        disable_progress_bars()
    with progress("verify", "file") as report:
        result = publish(
            corpus,
            repository,
            token=os.environ.get(TOKEN_VARIABLE, "").strip(),
            private=private,
            dry_run=dry_run,
            progress=report,
        )
    if as_json:
        print_json(asdict(result) | {"dry_run": dry_run})
        return
    for file in result.due:
        click.echo(f"{'remove' if file.state == 'gone' else file.state:8}{_size(file.size):>9}  {file.path}")
    same = sum(file.state == "same" for file in result.files)
    sent = [file for file in result.due if file.state != "gone"]
    kind = "private" if result.private else "public"
    made = "" if result.exists else f", {'would be' if dry_run else 'was'} made"
    if made and TOKEN_VARIABLE not in os.environ:
        made += " unless it is there, unseen without a token"
    click.echo(f"{result.url} ({kind}{made})")
    size = _size(sum(file.size for file in sent))
    uploaded, removed = ("to upload", "to remove") if dry_run else ("uploaded", "removed")
    gone = len(result.due) - len(sent)
    click.echo(f"{count(len(sent), 'file')} of {size} {uploaded}, {gone} {removed}, {same} there already")
    if not dry_run:
        click.echo(f'load_dataset("{result.repository}")')


def _size(number: float) -> str:
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"
