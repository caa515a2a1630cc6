"""`timeline replay`"""

from __future__ import annotations

import click

from timeline.cli.sentences import changes_in_words
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.describe import counted
from timeline.errors import TimelineError
from timeline.printable import one_line


@command("replay")
@click.option("--all", "everything", is_flag=True, help="Derive everything from nothing.")
@click.option("--patient", metavar="P", help="Derive one patient anew.")
@click.option("--check", is_flag=True, help="Compare the tables with a replay from nothing.")
@pass_settings
def replay(settings: Settings, everything: bool, patient: str | None, check: bool) -> None:
    """Bring the tables up to the events, or check them.

    Queries do it by themselves; patients without new events are left alone. --check writes nothing,
    prints every cell that differs, and exits with 1 if one does.
    """
    from timeline import replay as replaying

    if sum((everything, bool(patient), check)) > 1:
        raise click.UsageError("--all, --patient and --check exclude each other")
    with settings.open() as store, progress_bar("replaying") as advance:
        if check:
            changes = replaying.check(store, progress=advance)
        elif patient:
            done = replaying.replay_patient(store, patient)
        elif everything:
            done = replaying.replay(store, progress=advance)
        else:
            done = replaying.refresh(store, progress=advance)
    if not check:
        say(f"{counted(done.patients, 'patient')} derived; the tables stand at seq {done.seq}")
        return
    for sentence in changes_in_words(changes):
        click.echo(one_line(sentence))
    if changes:
        differing = counted(len(changes), "cell differs", "cells differ")
        raise TimelineError(f"{differing} from the events; `timeline replay --all`")
    say("every cell is as a replay from nothing gives it")
