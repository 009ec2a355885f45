"""``standoff scheme``."""

from __future__ import annotations

from pathlib import Path

import click

from standoff.cli.common import count, json_option, print_json, scheme_option
from standoff.files import write_text
from standoff.scheme import DEFAULT_SCHEME, Scheme, load_scheme, render_guidelines

_output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File to write; standard output without it."
)


@click.group()
def command() -> None:
    """Check a label scheme and show what follows from it.

    A scheme is a YAML file: span types with their attributes, relations, definitions and examples. Begin your own with
    `extends: news-conflict` to change the built-in one, or without it to replace it.
    """


@command.command()
@click.argument("name_or_file", default=DEFAULT_SCHEME)
@json_option
def check(name_or_file: str, *, as_json: bool) -> None:
    """Check a scheme and name every fault by its path in the file."""
    scheme = load_scheme(name_or_file)
    if as_json:
        print_json({"name": scheme.name, "version": scheme.version, "digest": scheme.digest})
    else:
        types = f"{count(len(scheme.spans), 'span type')}, {count(len(scheme.relations), 'relation')}"
        click.echo(f"{scheme.name} version {scheme.version}: {types}, no fault")


@command.command()
@scheme_option
@_output_option
def guidelines(scheme: Scheme, output: Path | None) -> None:
    """Write the annotators' guidelines as Markdown."""
    _write(render_guidelines(scheme), output)


@command.command()
@scheme_option
@_output_option
def interface(scheme: Scheme, output: Path | None) -> None:
    """Write the Label Studio labelling interface as XML."""
    from standoff.labelstudio.interface import interface_xml

    _write(interface_xml(scheme), output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        write_text(output, text)
