"""`timeline lock` and `timeline locks`"""

from __future__ import annotations

import click

from timeline.cli.output import format_option, print_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say


@command("lock")
@click.argument("name")
@click.option("--reason", default="", metavar="WHY", help="Why; it stays with the lock.")
@pass_settings
def lock(settings: Settings, name: str, reason: str) -> None:
    """Name this point in record time, to ask from again.

    `--as-of NAME` answers from then on as the store stood now, whatever is corrected later. The
    lock also anchors the events so far: `timeline verify` finds any that go missing. The token
    printed, seq and hash, can be kept elsewhere.
    """
    from timeline.events import LockDraft
    from timeline.history import locks as all_locks
    from timeline.recording import append

    with settings.open() as store:
        append(store, [LockDraft(name=name, reason=reason)], actor=settings.who)
        made = next(known for known in all_locks(store) if known.name == name.strip())
        say(f"locked {made.name!r} at seq {made.seq}")
        click.echo(f"{made.seq}:{made.hash.hex()}")


@command("locks")
@format_option("table", "csv", "json")
@pass_settings
def locks(settings: Settings, form: str) -> None:
    """List the locks."""
    from timeline.dates import format_instant
    from timeline.history import locks as all_locks

    names = ("name", "seq", "locked_at", "actor", "reason", "hash")
    with settings.open() as store:
        rows = [
            (
                known.name,
                known.seq,
                format_instant(known.locked_at),
                known.actor,
                known.reason,
                known.hash.hex(),
            )
            for known in all_locks(store)
        ]
    print_rows(names, rows, form, numeric=[False, True, False, False, False, False])
