"""An explanation as text: a paragraph, and the facts that it rests on."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from timeline.printable import one_line

if TYPE_CHECKING:
    from timeline.events import Event
    from timeline.explain import Explanation

MOST_REVISIONS = 3
"""Revised facts that a paragraph tells of; more of them stand in a list of their own."""
FEW_FRACTIONS = 3


def explanation_lines(explained: Sequence[Explanation]) -> Iterator[str]:
    """Each row in a paragraph with its facts; the rule once, in the paragraph of a single row."""
    for position, one in enumerate(explained):
        if position:
            yield ""
        yield from _one(one, with_rule=len(explained) == 1)
    if len(explained) > 1:
        yield ""
        yield from _wrapped(explained[0].rule)


def _one(one: Explanation, *, with_rule: bool) -> Iterator[str]:
    told = one.history if len(one.history) <= MOST_REVISIONS else []
    yield from _wrapped(" ".join([one.sentence, *told, *([one.rule] if with_rule else [])]))
    if one.facts:
        yield "It rests on:"
    for line in _facts(one.facts):
        yield f"  {line}"
    if one.history and not told:
        yield "On the way:"
        for revised in one.history:
            yield f"  {one_line(revised)}"


def _wrapped(paragraph: str) -> list[str]:
    """The paragraph in lines of the terminal's width; in a pipe it is one line."""
    text = one_line(paragraph)
    if not sys.stdout.isatty():
        return [text]
    return textwrap.wrap(text, shutil.get_terminal_size().columns - 1, break_on_hyphens=False)


def _facts(facts: Sequence[Event]) -> Iterator[str]:
    """One line a fact, and one for the fractions of a course of one dose that follow each other."""
    from timeline.describe import counted, describe, number

    run: list[Event] = []
    for event in [*facts, None]:
        if run and (event is None or not _continues(run[-1], event)):
            if len(run) > FEW_FRACTIONS:
                first, last = run[0], run[-1]
                course, dose = first.payload["course"], number(first.payload["dose_gy"])
                yield one_line(
                    f"{first.occurred_on}  to {last.occurred_on}:"
                    f" {counted(len(run), 'fraction')} of course {course}, {dose} Gy each"
                    f"  {first.fact} … {last.fact}"
                )
            else:
                for one in run:
                    source = f" [{one.source}]" if one.source else ""
                    yield one_line(f"{one.occurred_on}  {describe(one)}  {one.fact}{source}")
            run = []
        if event is not None:
            run.append(event)


def _continues(before: Event, event: Event) -> bool:
    """Whether an event is a fraction as the one before it, and neither was ever revised."""
    return (
        before.kind == event.kind == "rt_fraction"
        and before.revision == event.revision == 1
        and all(before.payload[name] == event.payload[name] for name in ("course", "dose_gy"))
    )
