"""How a fact came to say what it says, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from timeline.dates import format_instant
from timeline.describe import describe, moves_in_words
from timeline.events import Event
from timeline.kinds import KINDS


def revisions_in_words(revisions: Sequence[Event]) -> str:
    """What was recorded first and how it was revised, by whom, when and why.

    `The AFP of 2010-08-19 …; jc corrected it on …, “digits transposed”: value 23919 → 23191.` Empty
    where a fact was never revised.
    """
    if len(revisions) == 1:
        return ""
    first = revisions[0]
    parts = [
        f"The {_title(first)} of {first.occurred_on} was recorded on {_day(first)} by {first.actor}"
        f" as {describe(first)}"
    ]
    parts += [_revised(before, after) for before, after in pairwise(revisions)]
    if revisions[-1].action == "retract":
        parts[-1] += ", so that it no longer counts"
    return "; ".join(parts) + "."


def latest_revision_in_words(revisions: Sequence[Event], since: int) -> str:
    """What was said of a fact after a seq: recorded by whom, or how it was revised."""
    later = [event for event in revisions if event.seq > since]
    before: Sequence[Event | None] = [None, *revisions]
    parts = []
    for event in later:
        previous = before[revisions.index(event)]
        if previous is None:
            what = f"{describe(event)}, recorded on {_day(event)} by {event.actor}"
            parts.append(what + (f", “{event.reason}”" if event.reason else ""))
        else:
            parts.append(_revised(previous, event))
    return f"{_title(revisions[-1])} of {revisions[-1].occurred_on}: {'; '.join(parts)}"


def _revised(before: Event, after: Event) -> str:
    verb = {"correct": "corrected", "retract": "retracted", "reinstate": "reinstated"}
    words = f"{after.actor} {verb.get(after.action, 'revised')} it on {_day(after)}"
    if after.reason:
        words += f", “{after.reason}”"
    moved = moves_in_words(before, after) if after.action == "correct" else ""
    return f"{words}: {moved}" if moved else words


def _title(event: Event) -> str:
    title = KINDS[event.kind].title
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def _day(event: Event) -> str:
    return format_instant(event.recorded_at)[:10]
