"""What every screen of the workbench has: the app it belongs to, its bars and its banner."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen

from timeline_tui.look import Role
from timeline_tui.widgets.banner import banner_words
from timeline_tui.widgets.bars import Bar, KeyBar
from timeline_tui.widgets.drawing import Span
from timeline_tui.widgets.jump_bar import JumpBar
from timeline_tui.widgets.too_small import LEAST_HEIGHT, LEAST_WIDTH, TooSmall
from timeline_tui.wording import grouped

if TYPE_CHECKING:
    from timeline_tui.app import Workbench

R = TypeVar("R")


class WorkbenchScreen(Screen[R]):
    """A full screen: title bar, as-of banner, the screen's own body, keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "app.help", "Help", key_display="?", id="help"),
        Binding("q,escape", "back", "Back", key_display="q", id="back"),
        Binding("g", "lead", "Go to…", id="jump"),
    ]

    @property
    def bench(self) -> Workbench:
        """The app."""
        return cast("Workbench", self.app)

    @property
    def place(self) -> str:
        """What a jump calls this screen; empty where none leads here."""
        return ""

    def compose(self) -> ComposeResult:
        self._size_known(self.app.size)
        yield Bar(fill="head", id="title")
        yield Bar(fill="as-of", id="banner")
        yield from self.compose_body()
        yield KeyBar()
        yield JumpBar()
        yield TooSmall()

    def compose_body(self) -> ComposeResult:
        """The screen between its banner and its keys."""
        yield from ()

    def on_mount(self) -> None:
        self.show_banner()
        self.show_title()

    def on_resize(self, event: events.Resize) -> None:
        self._size_known(event.size)

    def _size_known(self, size: Size) -> None:
        """Choose what fits a terminal of that size: asked before anything is laid out."""
        self.set_class(size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT, "-too-small")
        self.set_class(size.width >= 100, "-wide")
        self.set_class(size.width >= 120, "-very-wide")
        self.set_class(size.width >= 160, "-widest")
        self.set_class(size.height >= 34, "-tall")

    def title_left(self) -> list[Span]:
        """What the title bar says at its left, most important first."""
        return []

    def title_right(self) -> list[Span]:
        """What the title bar says at its right."""
        return [(self.standing(), self.head_role)]

    def standing(self) -> str:
        """Where in record time this screen looks from, in few words."""
        moment = self.bench.as_of
        tag = "read-only · " if self.bench.session.readonly else ""
        if moment is not None:
            return f"{tag}AS OF {moment.title} · seq {grouped(moment.seq)}"
        return f"{tag}as of now · seq {grouped(self.bench.head)}"

    @property
    def head_role(self) -> Role:
        return "as-of" if self.bench.as_of is not None else "head"

    def show_title(self) -> None:
        """Write the title bar anew."""
        bar = next(self.query("#title").results(Bar), None)
        if bar is None:
            return
        left = [(text, self._as_of_role(role)) for text, role in self.title_left()]
        bar.show(left, self.title_right(), fill=self.head_role)

    def _as_of_role(self, role: Role) -> Role:
        if self.bench.as_of is None:
            return role
        return {"head": "as-of", "head-soft": "as-of-soft"}.get(role, role)

    def show_banner(self) -> None:
        """Write the as-of banner anew, or take it away."""
        banner = self.query_one("#banner", Bar)
        moment = self.bench.as_of
        banner.set_class(moment is not None, "-set")
        if moment is not None:
            banner.show(*banner_words(moment, self.happened_by()))

    def happened_by(self) -> str:
        """The other clock: the last day of the course that was known then; empty if not known."""
        return ""

    def as_of_changed(self) -> None:
        """The workbench looks from another point in record time."""
        self.show_banner()
        self.show_title()
        self.refresh_bindings()

    def look_changed(self) -> None:
        """The colours are others."""
        self.refresh()

    def store_changed(self, patient: str) -> None:
        """Something was appended about a patient."""
        self.show_title()

    def action_back(self) -> None:
        self.dismiss()

    def action_lead(self) -> None:
        """Show where a second key leads."""
        self.query_one(JumpBar).lead()
