"""`timeline tui`"""

from __future__ import annotations

import sys

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.errors import TimelineError

THEMES = ("dark", "light", "contrast", "terminal")
"""Said here too, so that help needs no Textual; a test holds them together."""


@command("tui")
@click.option("--readonly", is_flag=True, help="Look only.")
@click.option("--ascii", is_flag=True, help="Draw with ASCII characters alone.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--theme", type=click.Choice(THEMES), help="The colours, for this time.")
@pass_settings
def tui(
    settings: Settings, readonly: bool, ascii: bool, as_of: str | None, theme: str | None
) -> None:
    """Open the workbench, full screen."""
    open_workbench(settings, readonly=readonly, ascii=ascii, as_of=as_of, theme=theme)


def at_terminal() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_workbench(
    settings: Settings,
    *,
    readonly: bool = False,
    ascii: bool = False,
    as_of: str | None = None,
    theme: str | None = None,
) -> None:
    """Stay in the workbench until the user leaves it; its exit code is the program's."""
    if not at_terminal():
        raise TimelineError("the workbench needs a terminal; `timeline show` and `query` do not")
    from timeline_tui import run

    code = run(
        settings.path,
        actor=settings.who,
        readonly=readonly,
        ascii=ascii,
        as_of=as_of,
        theme=theme,
        debug=settings.debug,
    )
    raise click.exceptions.Exit(code)
