"""The options that name the columns of a stance dataset, for every command that reads one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from standoff.baseline import StanceColumns

_OPTIONS = (
    click.option("--text-column", default="text", show_default=True, help="With --data: the column of the text."),
    click.option("--target-column", default="", help="With --data: the column of what the stance is about."),
    click.option("--start-column", default="", help="With --data: where in the text the target begins, from 0."),
    click.option("--end-column", default="", help="With --data: where in the text the target ends."),
)


def stance_column_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options ``--text-column``, ``--target-column``, ``--start-column`` and ``--end-column``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def columns_from(options: Mapping[str, Any]) -> StanceColumns:
    """Return the columns that the options name.

    Raises
    ------
    click.UsageError
        If a ``--label`` is not of the form SPELLING=CLASS.
    """
    from standoff.baseline import StanceColumns

    meanings = {}
    for pair in options.get("meanings", ()):
        spelling, sign, meaning = pair.rpartition("=")
        if not sign or not spelling:
            raise click.UsageError(f"--label {pair}: write it as SPELLING=CLASS")
        meanings[spelling] = meaning
    return StanceColumns(
        text=options["text_column"],
        label=options.get("label_column", "label"),
        target=options["target_column"],
        group=options.get("group_column", ""),
        start=options["start_column"],
        end=options["end_column"],
        meanings=meanings,
    )
