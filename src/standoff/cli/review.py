"""``standoff review``."""

from __future__ import annotations

import click

from standoff.cli.review_errors import errors


@click.group("review")
def command() -> None:
    """Find labels that are likely wrong, and articles that are worth labelling next.

    \b
        standoff review errors                              labels that models of other articles hold to be wrong
        standoff studio adjudicate push labels/review.jsonl  … to Label Studio, to be decided there
    """


command.add_command(errors)
