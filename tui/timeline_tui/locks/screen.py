"""The locks of the store: when and why they were set, and whether they still hold."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline.history import Lock
from timeline_tui.background import in_thread, start
from timeline_tui.locks.reading import VERIFIED_AT_ONCE, Proof, read_locks, verify_chain
from timeline_tui.look import Role
from timeline_tui.widgets.bars import Bar
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.listing import Listing
from timeline_tui.wording import grouped, instant_words, plural
from timeline_tui.workbench_screen import WorkbenchScreen

NO_LOCK = "No point in record time was locked yet."
NAME, SEQ, WHEN, ACTOR, STATE = 18, 11, 19, 12, 12


class LocksScreen(WorkbenchScreen[None]):
    """One line a lock, the last one first; `Enter` looks from it."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["screen.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "lock", "New lock", id="locks.new"),
        Binding("v", "verify", "Verify", id="locks.verify"),
        Binding("d", "diff", "Moved since", id="locks.diff"),
        Binding("a", "app.as_of", "As-of", id="as_of"),
        Binding("ctrl+r", "reload", "Reload", show=False, id="reload"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.proof: Proof | None = None
        self._busy = ""

    @property
    def place(self) -> str:
        return "locks"

    @property
    def listing(self) -> Listing:
        return self.query_one(Listing)

    def compose_body(self) -> ComposeResult:
        def line(lock: Lock, width: int) -> list[Span]:
            return lock_spans(lock, self.proof)

        yield Listing(lambda width: title_spans(), line)
        yield Bar(id="status")
        yield Bar(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        self.listing.focus()
        self.listing.empty = NO_LOCK
        self.call_after_refresh(self.read)

    def title_left(self) -> list[Span]:
        count = plural(len(self.listing.items), "lock") if self.is_mounted else ""
        return [(f"{self.bench.session.path.name}  ", "head"), ("locks  ", "head"),
                (count, "head-soft")]  # fmt: skip

    def read(self) -> None:
        start(self, self._read, group="read")

    async def _read(self) -> None:
        session = self.bench.session
        found = await in_thread(lambda ticket: read_locks(session))
        self.listing.show(found)
        self.show_title()
        if self.proof is None and self.bench.head <= VERIFIED_AT_ONCE:
            self.action_verify()

    def action_verify(self) -> None:
        """Hold every event and lock against the chain."""
        start(self, self._verify, group="verify")

    async def _verify(self) -> None:
        session = self.bench.session
        self._busy = "verifying…"
        self._show_status()
        try:
            self.proof = await in_thread(
                lambda ticket: verify_chain(session, ticket), self._progressed
            )
        except TimelineError as error:
            self.proof = Proof(0, str(error))
        finally:
            self._busy = ""
        self.listing.refresh_lines()
        self._show_status()

    def _progressed(self, done: int, total: int) -> None:
        self._busy = f"verifying: {grouped(done)} of {plural(total, 'event')}…"
        self._show_status()

    @on(Listing.Highlighted)
    def _show_status(self) -> None:
        lock: Lock | None = self.listing.current
        words = f"{lock.name}: {lock.reason}" if lock else ""
        right: list[Span] = [(self._busy or "v verifies the chain", "bar-soft")]
        if self.proof is not None and not self._busy:
            whole = self.proof.broken_at is None
            right = [("✓ " if whole else "✕ ", "bar-good" if whole else "bar-warn"),
                     (self.proof.words, "bar" if whole else "bar-warn")]  # fmt: skip
        self.query_one("#status", Bar).show([(words, "bar-strong")])
        token = f"{lock.seq}:{lock.hash.hex()[:16]}…" if lock else ""
        self.query_one("#detail", Bar).show([(token, "bar-soft")], right)

    @on(Listing.Opened)
    def _open(self) -> None:
        lock: Lock | None = self.listing.current
        if lock is not None:
            self.bench.look_from(lock.name)

    def action_diff(self) -> None:
        """Show which endpoints moved since the lock."""
        lock: Lock | None = self.listing.current
        if lock is not None:
            self.bench.open_diff(lock.name)

    def action_lock(self) -> None:
        """Lock this point in record time."""
        from timeline_tui.locks.new_lock import NewLock

        def locked(name: str | None) -> None:
            if name is not None:
                self.bench.notify(f"locked as {name}", markup=False, timeout=4)
                self.proof = None
                self.read()

        self.bench.push_screen(NewLock(), locked)

    def action_reload(self) -> None:
        self.proof = None
        self.read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "lock":
            return self.bench.editable
        return True

    def store_changed(self, patient: str) -> None:
        super().store_changed(patient)
        self.action_reload()


def title_spans() -> list[Span]:
    """The titles over the locks."""
    words = fit("Lock", NAME) + fit("Holds", STATE) + fit("Set (UTC)", WHEN)
    return [(words + fit("seq", SEQ) + fit("By", ACTOR) + "Why", "title")]


def lock_spans(lock: Lock, proof: Proof | None) -> list[Span]:
    """A lock on one line, with whether everything up to it is as it was written."""
    state, role = state_words(lock, proof)
    return [
        (fit(lock.name, NAME - 1) + " ", "strong"),
        (fit(state, STATE), role),
        (fit(instant_words(lock.locked_at).removesuffix(" UTC").rjust(18), WHEN), "text"),
        (fit(grouped(lock.seq), SEQ), "faint"),
        (fit(lock.actor, ACTOR - 1) + " ", "soft"),
        (lock.reason, "soft"),
    ]


def state_words(lock: Lock, proof: Proof | None) -> tuple[str, Role]:
    """Whether a lock holds, in a word and a sign."""
    if proof is None:
        return "?", "faint"
    return ("✓ verified", "good") if proof.holds_for(lock) else ("✕ broken", "error")
