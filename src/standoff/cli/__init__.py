"""The command line: ``standoff <noun or verb> …``, one module a command, each loaded only when it is called."""

from __future__ import annotations

import importlib
import keyword

import click

from standoff import __version__
from standoff.cli.common import failures_as_exit_codes

# What `standoff --help` shows, kept here so that showing it loads no command.
COMMANDS = {
    "articles": "Check articles before anything is made of them.",
    "labels": "Check the label store.",
    "scheme": "Check a label scheme and show what follows from it.",
    "agree": "Measure how far annotators agree.",
    "adjudicate": "Make gold of several annotators' labels of the same articles.",
    "view": "Write articles with their labels as one HTML file.",
    "export": "Write labels in the format of another tool.",
    "import": "Read labels from the files of another tool.",
    "suggest": "Suggest spans, each with its reason and how sure it is.",
    "learn": "Learn from labels, so that suggestions get better.",
    "review": "Find labels that are likely wrong, and articles worth labelling next.",
    "build": "Build the dataset from articles and labels.",
    "verify": "Find every disagreement within a built dataset.",
    "publish": "Upload a built dataset to the Hugging Face Hub.",
    "train": "Train and evaluate the stance baseline.",
    "predict": "Predict stances with a trained baseline.",
    "studio": "Annotate in Label Studio: up, push, pull, status, down.",
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that start-up stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"standoff.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        with failures_as_exit_codes():
            return super().invoke(ctx)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__)
def main() -> None:
    """Turn news articles into a dataset of actors, dates, stances and threats.

    Articles lie in seeds/, labels in labels/, the dataset is built into corpus/; all three are folders of the current
    one unless an option names others.

    \b
        standoff articles check seeds     find faults in articles
        standoff build                    seeds/ + labels/ → corpus/
        standoff train                    corpus/ → a stance baseline and its report
        standoff studio up                start a local Label Studio
        standoff studio push              articles and suggestions → Label Studio
        standoff studio pull              annotations → labels/

    Exit codes: 0 fine, 1 faults in the input, 2 wrong usage, 3 conflict, 4 a server failed.
    """
