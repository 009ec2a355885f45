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
    click.option("--span-start-column", default="", help="With --data: where the words of the stance begin, if known."),
    click.option("--span-end-column", default="", help="With --data: where the words of the stance end."),
    click.option("--holder-column", default="", help="With --data: the column of whose stance it is, for known spans."),
)


def stance_column_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that name columns, but for those of labels and groups."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def columns_from(options: Mapping[str, Any]) -> StanceColumns:
    """Return the columns that the options name.

    Raises
    ------
    click.UsageError
        If a ``--label`` is not of the form SPELLING=CLASS, or one end of an interval is named without the other.
    """
    from standoff.baseline import StanceColumns

    for interval in ("", "span_"):
        if bool(options[f"{interval}start_column"]) != bool(options[f"{interval}end_column"]):
            name = interval.replace("_", "-")
            raise click.UsageError(f"--{name}start-column and --{name}end-column go together")
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
        span_start=options["span_start_column"],
        span_end=options["span_end_column"],
        holder=options["holder_column"],
        meanings=meanings,
    )
