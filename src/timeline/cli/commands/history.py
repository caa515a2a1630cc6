"""`timeline history`"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import click

from timeline.cli.output import format_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.errors import TimelineError
from timeline.printable import one_line, printable

if TYPE_CHECKING:
    from timeline.audit_trail.conditions import TrailFilter
    from timeline.events import Event

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Revision = tuple["Event", "Event | None"]


def _many(option: str, metavar: str, words: str) -> Callable[[Decorated], Decorated]:
    return click.option(
        option, multiple=True, metavar=metavar, help=f"{words} Several: with commas, or again."
    )


@command("history")
@click.argument("fact", required=False)
@_many("--patient", "P", "Only what was said of this patient.")
@_many("--actor", "NAME", "Only what this person said.")
@_many("--kind", "KIND", "Only events of this kind.")
@_many("--action", "ACTION", "Only what was done so: record, correct, retract or reinstate.")
@_many("--text", "WORD", "Only events with this in their reason, fact, payload or source.")
@click.option("--since", metavar="WHEN", help="Recorded then or later: 2010, 2010-01-12, …")
@click.option("--until", metavar="WHEN", help="Recorded then or earlier.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@format_option("text", "csv", "json", "jsonl")
@pass_settings
def history(
    settings: Settings,
    /,
    fact: str | None,
    as_of: str | None,
    form: str,
    **asked: Any,
) -> None:
    """Show every revision of a fact, or the audit trail of the store.

    Of a FACT, first to last: who said what, when and why, and field by field what changed. Without
    one, every event that was ever appended, oldest first, or those that the options leave.
    """
    from timeline.audit_trail.reading import iterate
    from timeline.exporting.write_trail import LINES
    from timeline.history import resolve_as_of, revisions

    if fact is not None and any(asked.values()):
        raise TimelineError("a FACT is one history already; leave it out to choose by the options")
    wanted = _filter(asked)
    with settings.open() as store, progress_bar("reading the audit trail") as progress:
        trail: Iterable[Revision]
        until = resolve_as_of(store, as_of)
        if fact is None:
            trail = iterate(store, wanted, as_of=until, looked=progress)
        else:
            found = [event for event in revisions(store, fact) if event.seq <= until]
            trail = [(event, before) for before, event in pairwise([None, *found]) if event]
        trail = counted = _Counted(trail)
        told = form == "text" and fact is not None
        lines = _in_words(trail) if told else LINES["txt" if form == "text" else form](trail)
        clean = one_line if form == "text" else printable if sys.stdout.isatty() else str
        for line in lines:
            click.echo(clean(line), color=True)
    if not counted.count:
        say("nothing in the audit trail is as asked")


class _Counted:
    """A trail that knows how many revisions were taken from it."""

    def __init__(self, trail: Iterable[Revision]) -> None:
        self.trail, self.count = trail, 0

    def __iter__(self) -> Iterator[Revision]:
        for revision in self.trail:
            self.count += 1
            yield revision


def _filter(asked: dict[str, Any]) -> TrailFilter:
    """The options as the conditions that they are. Raises TimelineError in their own words."""
    from timeline.audit_trail.conditions import ACTIONS, TrailFilter, read_period
    from timeline.kinds import find_kind
    from timeline.payload_errors import suggestion

    words = {
        name: tuple(word for value in asked[name] for word in value.split(",") if word)
        for name in ("patient", "actor", "kind", "action")
    }
    for kind in words["kind"]:
        find_kind(kind)
    for action in words["action"]:
        if action not in ACTIONS:
            raise TimelineError(f"{action!r} is no action; {suggestion(action, list(ACTIONS))}")
    return TrailFilter(
        patients=words["patient"],
        actors=words["actor"],
        kinds=words["kind"],
        actions=words["action"],
        words=asked["text"],
        since=read_period(asked["since"])[0] if asked["since"] else None,
        until=read_period(asked["until"])[1] if asked["until"] else None,
    )


def _in_words(trail: Iterable[Revision]) -> Iterator[str]:
    """A fact's revisions, numbered, each with what it changed below."""
    from timeline.dates import format_instant
    from timeline.describe import changed_fields, describe

    for event, before in trail:
        source = f", from {event.source}" if event.source else ""
        reason = f": {event.reason}" if event.reason else ""
        yield (
            f"{event.revision}. {event.action} {format_instant(event.recorded_at)} by {event.actor}"
            f" (seq {event.seq}{source}){reason}"
        )
        if before is None:
            yield f"   {event.occurred_on}  {describe(event)}"
        else:
            for name, old, new in changed_fields(before, event):
                yield f"   {name}: {_shown(old)} → {_shown(new)}"


def _shown(value: Any) -> str:
    from timeline.describe import number

    return "(none)" if value is None else number(value)
