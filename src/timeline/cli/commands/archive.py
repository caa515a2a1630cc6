"""`timeline archive`"""

from __future__ import annotations

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.describe import counted


@command("archive")
@click.argument("folder", type=click.Path())
@pass_settings
def archive(settings: Settings, folder: str) -> None:
    """Write the whole history to a folder of plain files.

    FOLDER must not exist. It gets every event, lock and protocol as JSON Lines, and a manifest with
    the head and the SHA-256 of each file; it is readable by you alone. The hash chain is verified
    first. What is printed, seq:hash of the last event, proves the archive: keep it elsewhere.
    """
    from timeline.archiving.archive import archive as write

    with settings.open() as store, progress_bar("archiving") as advance:
        manifest = write(store, folder, progress=advance)
    say(f"{folder}: {counted(manifest.seq, 'event')}, whole as they were written")
    click.echo(f"{manifest.seq}:{manifest.hash}")
