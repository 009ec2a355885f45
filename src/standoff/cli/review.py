"""``standoff review``."""

from __future__ import annotations

import click

from standoff.cli.review_errors import errors
from standoff.cli.review_next import next_


@click.group("review")
def command() -> None:
    """Find labels that are likely wrong, and articles that are worth labelling next.

    \b
        standoff review errors                                      labels that are likely wrong …
        standoff studio adjudicate push labels/review.jsonl         … to Label Studio, to be decided there
        standoff review next seeds news/                            which articles to label first …
        standoff studio push seeds news/ --order labels/order.jsonl … to Label Studio, in that order
    """


command.add_command(errors)
command.add_command(next_)
