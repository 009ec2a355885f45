"""``standoff studio up`` and ``down``."""

from __future__ import annotations

import click

from standoff.cli.common import json_option, print_json
from standoff.cli.studio_shared import stages
from standoff.labelstudio.connection import STUDIO
from standoff.labelstudio.server import down as stop_server
from standoff.labelstudio.server import up as start_server


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help="By default the one of the last time, or 8080.")
@click.option("--email", metavar="ADDRESS", help="The account; its part before the @ names your label file.")
@click.option("--show-password", is_flag=True, help="Print the password, as the first start does.")
@json_option
def up(port: int | None, email: str | None, *, show_password: bool, as_json: bool) -> None:
    """Start a local Label Studio in the background.

    The first time, it is installed into an environment of its own (about 1 GB, two minutes). Its data are in
    .standoff/studio, for you alone, and it can be reached from this machine alone.
    """
    with stages() as report:
        result = start_server(STUDIO, report, port=port, email=email)
    connection = result.connection
    if as_json:
        shown = {"password": connection.password} if show_password or result.is_new_account else {}
        print_json({"url": connection.url, "email": connection.email, **shown, "was_running": result.was_running})
        return
    click.echo(f"Label Studio {'is running already' if result.was_running else 'is up'}: {connection.url}")
    click.echo(f"  e-mail    {connection.email}")
    if result.is_new_account or show_password:
        click.echo(f"  password  {connection.password}")
    click.echo(f"The password and the key for it are in {STUDIO / 'connection.json'}, which only you can read.")
    if not result.was_running:
        click.echo("Next: `standoff studio push` sends your articles there.")


@click.command()
@json_option
def down(*, as_json: bool) -> None:
    """Stop the local Label Studio; its data stay."""
    was_running = stop_server(STUDIO)
    if as_json:
        print_json({"was_running": was_running})
    else:
        click.echo("Label Studio is stopped." if was_running else "Label Studio was not running.")
