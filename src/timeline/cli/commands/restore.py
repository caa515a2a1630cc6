"""`timeline restore`"""

from __future__ import annotations

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.describe import counted


@command("restore")
@click.argument("folder", type=click.Path())
@pass_settings
def restore(settings: Settings, folder: str) -> None:
    """Make a store of an archive, hash for hash.

    The store, named by --db, must not exist yet. An archive of which anything was altered, added or
    left out is refused, with the first wrong event or file. What is printed, seq:hash of the last
    event, is what `timeline archive` printed.
    """
    from timeline.archiving.restore import restore as make

    with progress_bar("restoring") as advance:
        head = make(folder, settings.path, progress=advance)
    say(f"{settings.path}: {counted(head.seq, 'event')}, all as they were written")
    click.echo(f"{head.seq}:{head.hash.hex()}")
