"""The lines of the trail that are held: a stretch of it that grows as one scrolls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from timeline.audit_trail.reading import TrailLine, TrailPage

PAGE = 200
MOST = 4_000
"""Lines held at once; beyond that those farthest from the cursor's end are let go."""


@dataclass(frozen=True)
class Window:
    """Lines newest first. `newer_than` and `older_than` are the seqs to read on from at each end;
    None where the trail ends there.
    """

    lines: tuple[TrailLine, ...] = ()
    newer_than: int | None = None
    older_than: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.newer_than is None and self.older_than is None

    @cached_property
    def longest_name(self) -> int:
        """The length of the longest actor's name."""
        return max((len(line.actor) for line in self.lines), default=0)

    @property
    def events(self) -> int:
        """How many events the lines stand for."""
        return sum(line.count for line in self.lines)

    @property
    def revisions(self) -> int:
        """How many of them are no first records, as far as that was counted."""
        return sum(_revisions(line) for line in self.lines)

    def find(self, seq: int) -> int:
        """The place of the line that a seq belongs to, or of the next older one; 0 without any."""
        return next((at for at, line in enumerate(self.lines) if line.first_seq <= seq), 0)


def newest(page: TrailPage) -> Window:
    """The window on the newest end."""
    return Window(tuple(page.lines), None, None if page.exhausted else page.beyond)


def oldest(page: TrailPage) -> Window:
    """The window on the oldest end."""
    return Window(tuple(page.lines), None if page.exhausted else page.beyond, None)


def with_older(window: Window, page: TrailPage) -> Window:
    """The window with older lines under it; the newest are let go where there are too many."""
    lines = (*window.lines, *page.lines)
    newer_than = window.newer_than
    if len(lines) > MOST:
        lines = lines[-MOST:]
        newer_than = lines[0].seq
    return Window(lines, newer_than, None if page.exhausted else page.beyond)


def with_newer(window: Window, page: TrailPage) -> Window:
    """The window with newer lines over it; the oldest are let go where there are too many."""
    lines = (*page.lines, *window.lines)
    older_than = window.older_than
    if len(lines) > MOST:
        lines = lines[:MOST]
        older_than = lines[-1].first_seq
    return Window(lines, None if page.exhausted else page.beyond, older_than)


def _revisions(line: TrailLine) -> int:
    if line.event is not None:
        return line.event.action != "record"
    return sum(count for action, count in line.actions.items() if action != "record")
