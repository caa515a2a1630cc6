"""Writing to a file that is asked for on screen: its name, its kind, and whether to overwrite."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from timeline.errors import TimelineError
from timeline_tui.background import in_thread, start
from timeline_tui.look import Role
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.line_input import LineInput

Write = Callable[[Path], None]
"""Writes to a path, which is there and empty. Runs in a thread; may raise TimelineError."""

KINDS = {
    "svg": "a drawing that scales",
    "pdf": "a drawing for print",
    "png": "a picture of 300 dots per inch",
    "csv": "the numbers behind it",
    "txt": "plain text",
    "json": "for programs",
    "jsonl": "for programs, an event a line",
    "xlsx": "a workbook for Excel",
}


class SaveTo(DialogScreen[Path | None]):
    """It is left with the path that was written, or with nothing.

    `what` is written, `name` is offered as the file's name (without its ending), `kinds` are the
    endings to choose from, the first of them offered.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [*DialogScreen.CSS_PATH, "save_to.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", "Write", key_display="↵", priority=True, id="save.write"),
        Binding("down,tab", "app.focus_next", "Next", show=False, id="save.next"),
        Binding("up,shift+tab", "app.focus_previous", "Previous", show=False, id="save.previous"),
    ]

    def __init__(self, what: str, name: str, kinds: Sequence[str], write: Write) -> None:
        super().__init__()
        self.what, self.kinds, self._write = what, tuple(kinds), write
        self._name = f"{name}.{self.kinds[0]}"
        self._asked: Path | None = None
        """The path of a file that is there, once the user was asked about it."""
        self._writing = False

    def title_spans(self) -> list[Span]:
        return [(f"Write {self.what} to a file", "head")]

    def compose_body(self) -> ComposeResult:
        with Vertical(id="save"):
            yield LineInput(self._name, placeholder="a file's name", id="path")
            yield Choice(self.kinds, self.kinds[:1], id="kind")
            yield Bar(fill="text", id="where")
            yield Bar(fill="text", id="said")
            yield Bar(fill="text", id="privacy")

    def on_mount(self) -> None:
        super().on_mount()
        line = self.query_one("#path", LineInput)
        line.focus()
        line.cursor_position = len(line.value)
        self.query_one("#privacy", Bar).show(
            [("Patients' data: keep it where such data may be kept.", "faint")]
        )
        self._show_where()

    @property
    def path(self) -> Path:
        """The file that is asked for, in full."""
        typed = self.query_one("#path", LineInput).value.strip()
        return Path(typed or ".").expanduser().absolute()

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        """The kind goes with the ending, where it is one of those there are."""
        ending = Path(event.value.strip()).suffix.removeprefix(".").lower()
        choice = self.query_one("#kind", Choice)
        if ending in self.kinds and choice.values != [ending]:
            choice.choose(ending)
        self._asked = None
        self._show_where()

    @on(Choice.Changed, "#kind")
    def _kind_chosen(self) -> None:
        """The ending goes with the kind."""
        (kind,) = self.query_one("#kind", Choice).values
        line = self.query_one("#path", LineInput)
        typed = Path(line.value.strip() or "file")
        if typed.suffix.removeprefix(".").lower() == kind:
            return
        known = typed.suffix.removeprefix(".").lower() in self.kinds
        line.value = str(typed.with_suffix("")) + f".{kind}" if known else f"{typed}.{kind}"
        line.cursor_position = len(line.value)

    def _show_where(self) -> None:
        (kind,) = self.query_one("#kind", Choice).values
        left: list[Span] = [(f"{KINDS.get(kind, kind)} · in {self.path.parent}", "soft")]
        self.query_one("#where", Bar).show(left)
        problem = problem_of(self.path, self.kinds)
        if problem:
            self._say(problem, "warn")
        elif self.path.exists():
            self._say(f"{self.path.name} is there already and would be overwritten", "warn")
        else:
            self._say("", "soft")

    def _say(self, words: str, role: Role) -> None:
        self.query_one("#said", Bar).show([(words, role)])

    def action_save(self) -> None:
        """Write, unless something is in the way; a file that is there is asked about first."""
        path = self.path
        if self._writing:
            return
        if problem := problem_of(path, self.kinds):
            self._say(problem, "error")
        elif path.exists() and self._asked != path:
            self._asked = path
            self._say(f"{path.name} is there already: enter again overwrites it", "error")
        else:
            start(self, partial(self._save, path), group="write")

    async def _save(self, path: Path) -> None:
        self._writing = True
        self._say("writing…", "soft")
        try:
            await in_thread(lambda ticket: write_whole(path, self._write))
        except (TimelineError, OSError) as error:
            words = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            self._say(f"not written: {words}", "error")
            return
        finally:
            self._writing = False
        self.app.notify(str(path), title="written", markup=False, timeout=4)
        self.dismiss(path)


def problem_of(path: Path, kinds: Sequence[str]) -> str:
    """What is wrong with a path to write to, in words; empty where nothing is."""
    if path.is_dir():
        return "that is a folder: a file's name is missing"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    if not os.access(path.parent, os.W_OK):
        return f"nothing can be written in {path.parent}"
    if path.suffix.removeprefix(".").lower() not in kinds:
        return f"the name has to end in {' or '.join(f'.{kind}' for kind in kinds)}"
    return ""


def write_whole(path: Path, write: Write) -> None:
    """Write a file beside the path, readable by its owner alone, and put it in place when whole.

    What was there stays as it was until then; nothing is left behind where writing fails.
    """
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.stem}.", suffix=path.suffix.lower()
    )
    os.close(handle)
    try:
        write(Path(name))
        os.chmod(name, 0o600)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
