"""What all commands share: their common options, how they show findings and progress, and their exit codes."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import click
import orjson

from standoff.errors import (
    ConflictError,
    Finding,
    InputError,
    MissingError,
    MissingExtraError,
    RemoteError,
    StandoffError,
    errors_in,
)
from standoff.scheme import DEFAULT_SCHEME, Scheme, load_scheme

FINDINGS, USAGE, CONFLICT, REMOTE = 1, 2, 3, 4
"""Exit codes; 0 means fine."""

_EXIT_CODES: tuple[tuple[type[StandoffError], int], ...] = (
    (ConflictError, CONFLICT),
    (RemoteError, REMOTE),
    (MissingExtraError, USAGE),
    (MissingError, USAGE),
)


class _Failure(click.ClickException):
    def __init__(self, error: StandoffError) -> None:
        super().__init__(str(error))
        self.exit_code = next(  # type: ignore[misc]  # click reads the instance
            (code for kind, code in _EXIT_CODES if isinstance(error, kind)), FINDINGS
        )

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - click's signature
        click.secho("error: ", err=True, fg="red", nl=False)
        click.echo(self.message, err=True)


@contextmanager
def failures_as_exit_codes() -> Iterator[None]:
    """Show an error of ours or of the file system in a few lines, no traceback, and leave with its exit code."""
    try:
        yield
    except StandoffError as error:
        raise _Failure(error) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # who reads our output has enough of it: click ends quietly
            raise
        raise _Failure(InputError(error.strerror or str(error), where=str(error.filename or ""))) from error


def _load_scheme(_context: click.Context, _parameter: click.Parameter, value: str) -> Scheme:
    with failures_as_exit_codes():
        return load_scheme(value)


scheme_option = click.option(
    "--scheme",
    default=DEFAULT_SCHEME,
    show_default=True,
    metavar="NAME|FILE",
    callback=_load_scheme,
    help="The label scheme: a built-in one or your own YAML file.",
)
labels_option = click.option(
    "--labels", "root", default="labels", show_default=True, type=click.Path(path_type=Path), help="The label store."
)
existing_labels_option = click.option(
    "--labels",
    "root",
    default="labels",
    show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The label store.",
)


def _article_paths(_context: click.Context, _parameter: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    return paths or tuple(path for path in [Path("seeds")] if path.exists())


articles_option = click.option(
    "--articles",
    "article_paths",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    callback=_article_paths,
    help="Where the texts of labelled articles are; may be given several times.  [default: seeds]",
)
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on standard output.")


def print_json(value: object) -> None:
    """Print a value as indented JSON on standard output."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONEncodeError:
        # Names of files need not be UTF-8, and JSON escapes what is not.
        text = json.dumps(value, indent=2, default=str)
    click.echo(text)


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON objects."""
    return [asdict(finding) for finding in findings]


def show_findings(findings: Iterable[Finding]) -> None:
    """Show findings on standard error, errors in red."""
    for finding in findings:
        click.secho(str(finding), err=True, fg="red" if finding.severity == "error" else "yellow")


def exit_on_errors(findings: Iterable[Finding]) -> None:
    """Leave with exit code 1 if one of the findings is an error."""
    if errors_in(findings):
        raise click.exceptions.Exit(FINDINGS)


def count(number: int, noun: str) -> str:
    """Return a number with its noun, such as ``1 article`` or ``2 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@contextmanager
def progress(description: str, unit: str = "it") -> Iterator[Callable[[int, int | None], None]]:
    """Show a progress bar on standard error while the block runs, if that is a terminal.

    Yields a function ``(done, total)``, both in `unit`; total may be None where it is not known.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from tqdm import tqdm

    with tqdm(desc=description, unit=unit, leave=False, file=sys.stderr) as bar:

        def report(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield report
