"""`timeline serve`"""

from __future__ import annotations

import click

from timeline.cli.commands.tui import THEMES
from timeline.cli.settings import Settings, command, pass_settings


@command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="The port on 127.0.0.1; 0 takes any that is free.",
)
@click.option("--readonly", is_flag=True, help="Look only.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--theme", type=click.Choice(THEMES), help="The colours, for this time.")
@pass_settings
def serve(
    settings: Settings, port: int, readonly: bool, as_of: str | None, theme: str | None
) -> None:
    """Open the workbench in a browser on this machine.

    It is served on the loopback address alone, and the address that is printed holds a secret, so
    that other users of the machine cannot open it. From another machine, go through
    ssh -L PORT:127.0.0.1:PORT. Needs timeline[serve].
    """
    from timeline_tui.serving import Options, serve

    path = str(settings.path.absolute())
    serve(Options(path, settings.who, readonly=readonly, as_of=as_of, theme=theme), port)
