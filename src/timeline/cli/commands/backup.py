"""`timeline backup`"""

from __future__ import annotations

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say


@command("backup")
@click.argument("file", type=click.Path())
@pass_settings
def backup(settings: Settings, file: str) -> None:
    """Copy the store to a file, safely while it is in use.

    FILE must not exist. It is readable by you alone, and a store like any other.
    """
    from timeline.backups import back_up

    with settings.open() as store, progress_bar("copying") as advance:
        back_up(store, file, progress=advance)
    say(f"{file}: a copy of {settings.path}")
