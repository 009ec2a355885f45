"""The command-line reference, ``docs/cli.md``, written from the commands themselves.

``python -m standoff.cli.reference`` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from standoff.cli import main

_WIDTH = 100


def command_reference() -> str:
    """Return the help of every command as Markdown."""
    lines = [
        "# Command line",
        "",
        "Written from the commands by `make derived`; change the commands, not this file.",
        "",
    ]
    for path, command, context in _commands(main, "standoff"):
        lines += [f"{'#' * (len(path) + 1)} {' '.join(path)}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(line.rstrip() for line in "\n".join(lines).splitlines()) + "\n"


def _commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[list[str], click.Command, click.Context]]:
    settings = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    context = click.Context(command, info_name=name, parent=parent, **settings)
    yield context.command_path.split(), command, context
    if isinstance(command, click.Group):
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None and not child.hidden:
                yield from _commands(child, child_name, context)


if __name__ == "__main__":
    click.echo(command_reference(), nl=False)
