"""`timeline history`"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.commands.show import event_as_json
from timeline.cli.output import format_option, print_json
from timeline.cli.settings import Settings, command, pass_settings
from timeline.printable import one_line

if TYPE_CHECKING:
    from timeline.events import Event


@command("history")
@click.argument("fact")
@format_option("text", "json")
@pass_settings
def history(settings: Settings, fact: str, form: str) -> None:
    """Show every revision of a fact.

    First to last: who said what, when and why, and field by field what changed.
    """
    from timeline.history import revisions

    with settings.open() as store:
        found = revisions(store, fact)
    pairs = [(None, found[0]), *pairwise(found)]
    if form == "json":
        print_json([_as_json(event, before) for before, event in pairs])
        return
    for before, event in pairs:
        for line in _in_words(event, before):
            click.echo(one_line(line))


def _as_json(event: Event, before: Event | None) -> dict[str, Any]:
    from timeline.describe import changed_fields

    changed = changed_fields(before, event) if before else []
    return {
        **event_as_json(event, revisions=True),
        "changed": [{"field": name, "old": old, "new": new} for name, old, new in changed],
    }


def _in_words(event: Event, before: Event | None) -> list[str]:
    from timeline.dates import format_instant
    from timeline.describe import changed_fields, describe

    source = f", from {event.source}" if event.source else ""
    reason = f": {event.reason}" if event.reason else ""
    lines = [
        f"{event.revision}. {event.action} {format_instant(event.recorded_at)} by {event.actor}"
        f" (seq {event.seq}{source}){reason}"
    ]
    if before is None:
        lines.append(f"   {event.occurred_on}  {describe(event)}")
    else:
        lines += [
            f"   {name}: {_shown(old)} → {_shown(new)}"
            for name, old, new in changed_fields(before, event)
        ]
    return lines


def _shown(value: Any) -> str:
    from timeline.describe import number

    return "(none)" if value is None else number(value)
