"""`timeline show`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option, print_json_rows, print_table
from timeline.cli.settings import Settings, command, pass_settings

if TYPE_CHECKING:
    from timeline.events import Event


@command("show")
@click.argument("patient")
@click.option("--revisions", is_flag=True, help="Every revision of every fact, as recorded.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@format_option("table", "json")
@pass_settings
def show(settings: Settings, patient: str, revisions: bool, as_of: str | None, form: str) -> None:
    """Show a patient's course, event by event.

    The effective events, oldest first; with --revisions all that was ever recorded, in the order of
    recording.
    """
    from timeline.exporting.event_objects import event_as_json
    from timeline.history import all_revisions, effective_events

    with settings.open() as store:
        read = all_revisions if revisions else effective_events
        events = read(store, patient, as_of=as_of)
    if form == "json":
        print_json_rows(event_as_json(event, revisions=revisions) for event in events)
    elif revisions:
        _print_revisions(events)
    else:
        _print_course(events)


def _print_course(events: list[Event]) -> None:
    from timeline.describe import describe

    rows = [
        (event.occurred_on, event.kind, describe(event), event.revision, event.source, event.fact)
        for event in events
    ]
    names = ("occurred_on", "kind", "what", "revision", "source", "fact")
    print_table(names, rows, numeric=[False, False, False, True, False, False])


def _print_revisions(events: list[Event]) -> None:
    from timeline.dates import format_instant
    from timeline.describe import describe

    rows = [
        (
            event.seq,
            format_instant(event.recorded_at),
            event.action,
            event.revision,
            event.occurred_on,
            describe(event),
            event.actor,
            event.reason,
            event.fact,
        )
        for event in events
    ]
    names = (
        "seq",
        "recorded_at",
        "action",
        "revision",
        "occurred_on",
        "what",
        "actor",
        "reason",
        "fact",
    )
    print_table(names, rows, numeric=[True, False, False, True, *[False] * 5])
