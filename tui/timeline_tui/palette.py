"""The command palette: every action of the screen below, and every patient by id."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from timeline_tui.themes import words_of
from timeline_tui.widgets.jump_bar import JumpBar, jump_bindings, lead_key
from timeline_tui.widgets.moving import moves

if TYPE_CHECKING:
    from timeline_tui.app import Workbench

MOST_PATIENTS = 30
_CHUNK = 5_000


class ActionProvider(Provider):
    """Everything that a key does here, and what has no key."""

    def _actions(self) -> list[tuple[str, str, Callable[[], Any]]]:
        bench = cast("Workbench", self.app)
        found: dict[str, tuple[str, str, Callable[[], Any]]] = {}
        for node, binding, enabled, _ in self.screen.active_bindings.values():
            words = binding.description
            if not (words and binding.id and enabled) or moves(binding) or words in found:
                continue
            run = partial(bench.run_action, binding.action, node)
            found[words] = (words, f"key {bench.get_key_display(binding)}", run)
        for bar in self.screen.query(JumpBar):
            for binding in jump_bindings(bar):
                if binding.show:
                    keys = f"keys {lead_key(bar)} {bench.get_key_display(binding)}"
                    run = partial(bench.run_action, binding.action, bar)
                    found[binding.description] = (binding.description, keys, run)
        found["Now"] = ("Look from now", "as of now", partial(bench.look_from, None))
        found["Analysis"] = ("Analysis", "survival and other charts", bench.open_analysis)
        for theme in bench.themes_offered():
            words = f"Theme: {words_of(theme)}"
            found[words] = (words, "colours", partial(setattr, bench, "theme", theme))
        found["Picture"] = (
            "Write a picture of this screen", "asks first: it shows patients' data",
            bench.action_picture,
        )  # fmt: skip
        return list(found.values())

    async def discover(self) -> Hits:
        for words, help_text, run in self._actions():
            yield DiscoveryHit(Content(words), run, text=words, help=help_text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for words, help_text, run in self._actions():
            if (score := matcher.match(words)) > 0:
                yield Hit(score, matcher.highlight(words), run, text=words, help=help_text)


class PatientProvider(Provider):
    """Patients whose id holds what is typed; of thousands only the first are offered."""

    async def search(self, query: str) -> Hits:
        bench = cast("Workbench", self.app)
        wanted = query.strip().casefold()
        if not wanted:
            return
        found = 0
        rows = bench.rows
        for start in range(0, len(rows), _CHUNK):
            await asyncio.sleep(0)
            for row in rows[start : start + _CHUNK]:
                at = row.patient.casefold().find(wanted)
                if at < 0:
                    continue
                score = 1.0 if len(wanted) == len(row.patient) else 0.95 if at == 0 else 0.6
                words = f"Patient {row.patient}"
                yield Hit(
                    score, Content(words), partial(bench.open_patient, row.patient),
                    text=words, help=row.group,
                )  # fmt: skip
                found += 1
                if found >= MOST_PATIENTS:
                    return


class Palette(CommandPalette):
    """Textual's palette with our providers and a cursor that stands still."""

    PROVIDERS: ClassVar[list[type[Provider]]] = [ActionProvider, PatientProvider]
    ASKS_FOR = "an action, or a patient's id…"

    DEFAULT_CSS = """
    Palette SearchIcon { display: none; }
    Palette > Vertical { max-width: 90; }
    """

    def __init__(self) -> None:
        super().__init__(
            self.PROVIDERS,
            placeholder=self.ASKS_FOR,
            id="--command-palette",
        )

    def on_mount(self) -> None:
        for line in self.query(Input):
            line.cursor_blink = False


class PatientPalette(Palette):
    """The palette with patients alone."""

    PROVIDERS: ClassVar[list[type[Provider]]] = [PatientProvider]
    ASKS_FOR = "a patient's id…"
