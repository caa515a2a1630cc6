"""Talk to the user, all of it on standard error: remarks, warnings, complaints, progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from timeline.printable import printable

if TYPE_CHECKING:
    from timeline.errors import Problem

MOST_WARNINGS = 20
QUIET_SECONDS = 0.5


class Progress(Protocol):
    """Told how much is done, of how much, and where it changes the work's name."""

    def __call__(self, done: int, total: int, title: str | None = None) -> None: ...


def say(text: str) -> None:
    """A remark."""
    click.echo(printable(text), err=True)


def complain(text: str) -> None:
    """An error, each of its lines under the program's name."""
    for line in text.splitlines():
        say(f"timeline: {line}")


def warn(problems: Iterable[Problem]) -> None:
    """Warnings, the first twenty of them."""
    lines = [str(problem) for problem in problems]
    for line in lines[:MOST_WARNINGS]:
        say(f"warning: {line}")
    if len(lines) > MOST_WARNINGS:
        say(f"warning: … and {len(lines) - MOST_WARNINGS} more")


@contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A function to tell (done, total). It draws a bar on a terminal, for work that takes longer
    than half a second.
    """
    if not sys.stderr.isatty():
        yield _nothing
        return
    bar = _Bar(title)
    try:
        yield bar.advance
    finally:
        bar.close()


def _nothing(done: int, total: int, title: str | None = None) -> None:
    pass


class _Bar:
    """A bar that appears when the work turns out to be long."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = time.monotonic()
        self.shown = 0.0
        self.close: Callable[[], None] = lambda: None

    def advance(self, done: int, total: int, title: str | None = None) -> None:
        self.title = title or self.title
        now = time.monotonic()
        if now - self.started < QUIET_SECONDS or (now - self.shown < 0.1 and done < total):
            return
        self.shown = now
        self.draw(done, total)

    def draw(self, done: int, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        rich = RichProgress(console=Console(stderr=True), transient=True, auto_refresh=False)
        rich.start()
        task = rich.add_task(self.title, total=total)
        self.close = rich.stop

        def draw(done: int, total: int) -> None:
            rich.update(task, description=self.title, completed=done, total=total, refresh=True)

        self.draw = draw  # type: ignore[method-assign]
        draw(done, total)
