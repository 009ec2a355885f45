"""What the commands of ``standoff studio`` share: their options, the server, the articles, and stages of long work."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from standoff.articles import read_articles
from standoff.cli.common import show_findings
from standoff.errors import Finding, MissingError
from standoff.labelstudio.client import StudioClient
from standoff.labelstudio.connection import STUDIO, find_connection
from standoff.labelstudio.known import find_project as find_known_project
from standoff.labelstudio.known import glance_at
from standoff.labelstudio.remote import Project
from standoff.labelstudio.session import check_version
from standoff.labelstudio.state import SYNC
from standoff.records import Article

project_option = click.option(
    "--project", "title", metavar="TITLE", help="Title of the project on the server; by default the name of the scheme."
)
articles_option = click.option(
    "--articles",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where the articles are, by default seeds; may be given several times.",
)
force_option = click.option(
    "--force", is_flag=True, help="Change the interface even where the new one lacks something."
)
articles_argument = click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))

_SEEDS = Path("seeds")


@dataclass
class Server:
    """The server that is meant, whose version is asked for once: when it is needed."""

    client: StudioClient
    _version: str = ""

    def version(self) -> str:
        """Return its version, and warn if it is none that was tested."""
        if not self._version:
            self._version, findings = check_version(self.client)
            show_findings(findings)
        return self._version

    def tool(self) -> str:
        """Return what label sets that come from it are said to come from."""
        return f"Label Studio {self.version()}"


@contextmanager
def connected() -> Iterator[Server]:
    """Connect to the server that is meant."""
    connection = find_connection(STUDIO)
    show_findings(connection.check())
    with StudioClient(connection) as client:
        yield Server(client)


def known_project(server: Server, title: str) -> Project:
    """Return the project with this title, by one request if it was worked with before.

    Raises
    ------
    MissingError
        If there is none.
    """
    return glance_at(server.client, title, SYNC) or existing_project(server, title)


def named_articles(paths: Sequence[Path], *, needed: bool) -> tuple[tuple[Article, ...], Sequence[Finding]]:
    """Read the articles of these paths, or of ``seeds``, and show and return what is wrong with others there.

    Parameters
    ----------
    needed
        Whether it is an error if no path is given and there is no ``seeds``.
    """
    if not paths and not needed and not _SEEDS.exists():
        return (), ()
    reading = read_articles(paths or (_SEEDS,))
    show_findings(reading.findings)
    return reading.articles, reading.findings


def existing_project(server: Server, title: str) -> Project:
    """Return the project with this title.

    Raises
    ------
    MissingError
        If there is none.
    """
    project = find_project(server, title)
    if project is None:
        where = server.client.url
        raise MissingError(f"no project is called {title!r}", where=where, hint="`standoff studio push` makes it")
    return project


def find_project(server: Server, title: str) -> Project | None:
    """Return the project with this title, or None; the server's version is looked at first."""
    server.version()
    return find_known_project(server.client, title, SYNC)


@contextmanager
def stages() -> Iterator[Callable[[str, str], None]]:
    """Show the stages of long work on standard error: each once, and its details in place on a terminal."""
    shown: set[str] = set()
    clear = "\r\x1b[K" if sys.stderr.isatty() else ""

    def report(stage: str, detail: str) -> None:
        if stage not in shown:
            shown.add(stage)
            click.echo(f"{clear}{stage}", err=True)
        if clear and detail:
            click.echo(clear + f"  {detail}"[: shutil.get_terminal_size().columns - 1], err=True, nl=False)

    try:
        yield report
    finally:
        click.echo(clear, err=True, nl=False)
