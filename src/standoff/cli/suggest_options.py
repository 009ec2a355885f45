"""The options by which a command knows what to suggest with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from standoff.scheme import Scheme
from standoff.suggest import Learned
from standoff.suggest.learned import DEFAULT_FOLDER, read_learned


def model_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--model``, ``--stance-model`` and ``--rules-only``."""
    for option in reversed(
        (
            click.option(
                "--model",
                "model_folder",
                metavar="FOLDER",
                type=click.Path(exists=True, file_okay=False, path_type=Path),
                help=f"What `standoff learn` learned.  [default: {DEFAULT_FOLDER}, if it is there]",
            ),
            click.option(
                "--stance-model",
                "stance_model",
                metavar="FOLDER",
                type=click.Path(exists=True, path_type=Path),
                help="A stance model as evidence, such as `standoff train --given` writes.  [default: none]",
            ),
            click.option("--rules-only", is_flag=True, help="Suggest by rules, whatever was learned."),
        )
    ):
        function = option(function)
    return function


def chosen_model(scheme: Scheme, folder: Path | None, *, rules_only: bool) -> Learned | None:
    """Return the model that the options ask for.

    Raises
    ------
    click.UsageError
        If they contradict each other.
    InputError
        If the model cannot be used; it may be one that nobody named.
    """
    if rules_only and folder:
        raise click.UsageError("--model and --rules-only exclude each other")
    if rules_only or (folder is None and not DEFAULT_FOLDER.is_dir()):
        return None
    return read_learned(folder or DEFAULT_FOLDER, scheme)
