"""How the workbench fails: one line, never a patient's data.

Textual's own crash screen prints the local variables of every frame: here, clinical events.
"""

from __future__ import annotations

import traceback
from types import TracebackType

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.worker import WorkerFailed

from timeline.errors import TimelineError


def crash_line(error: BaseException) -> Text:
    """What a user reads when the workbench failed. Only timeline's own messages are repeated."""
    error = _cause(error)
    if isinstance(error, TimelineError):
        return Text(f"timeline: {error}")
    return Text(f"{place_line(error)} Run it again with --debug to see where.")


def place_line(error: BaseException) -> str:
    """What failed and where, without any message."""
    error = _cause(error)
    where = _last_frame(error.__traceback__)
    return f"timeline: the workbench failed ({type(error).__name__} at {where}); nothing was lost."


def crash_report(error: BaseException) -> Text:
    """The traceback for a developer: frames and lines of code, no values."""
    error = _cause(error)
    lines = ["Traceback (most recent call last, without values):\n"]
    lines += traceback.format_tb(error.__traceback__)
    lines.append(f"{type(error).__name__}")
    return Text("".join(lines))


def _cause(error: BaseException) -> BaseException:
    """What a worker failed of, where the error only says that one did."""
    return error.error if isinstance(error, WorkerFailed) else error


def _last_frame(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    if not frames:
        return "an unknown place"
    ours = [frame for frame in frames if "timeline" in frame.filename]
    frame = (ours or frames)[-1]
    return f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"


class QuietApp(App[int]):
    """An app that fails in one line; with `debug` it says where, never with which values."""

    debug_crashes = False
    terse_crashes = False

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._fatal_error()

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        self._fatal_error()

    def _print_error_renderables(self) -> None:
        if self._exception is not None and self.terse_crashes:
            self.error_console.print(Text(place_line(self._exception)), soft_wrap=True)
        elif self._exception is not None:
            report = crash_report if self.debug_crashes else crash_line
            self.error_console.print(report(self._exception), soft_wrap=True)
