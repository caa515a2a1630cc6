"""Two people revised one fact: both versions side by side, and a decision."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from timeline.errors import TimelineError
from timeline.events import Draft, Event
from timeline.history import revisions
from timeline.kinds import decode_payload, encode_payload, find_kind
from timeline_tui.session import Session
from timeline_tui.widgets.dialog_screen import DialogScreen
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.lines import Lines
from timeline_tui.wording import field_words, instant_words, value_words


def read_last(session: Session, fact: str) -> Event:
    """The revision that stands now."""
    with session.open() as store:
        return revisions(store, fact)[-1]


class ConflictScreen(DialogScreen[str | None]):
    """What you saw, what somebody else made of it meanwhile, and what you want to say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "answer('mine')", "Mine on top of theirs", id="conflict.mine"),
        Binding("t", "answer('theirs')", "Keep theirs", id="conflict.theirs"),
        Binding("escape", "leave", "Back", key_display="esc", id="conflict.back"),
    ]

    def __init__(self, base: Event, theirs: Event, mine: Draft) -> None:
        super().__init__()
        self.base, self.theirs, self.mine = base, theirs, mine

    def title_spans(self) -> list[Span]:
        return [("Somebody revised this fact meanwhile", "head")]

    def compose_body(self) -> ComposeResult:
        yield Lines()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Lines).show(conflict_lines(self.base, self.theirs, self.mine))
        self.query_one(Lines).focus()

    def action_answer(self, answer: str) -> None:
        self.dismiss(answer)


def conflict_lines(base: Event, theirs: Event, mine: Draft) -> list[list[Span]]:
    """The three states as columns; what differs from the first is marked ≠."""
    width = 18
    states = [_state(base), _state(theirs), _draft_state(mine, base)]
    names = dict.fromkeys(name for state in states for name in state)
    heads = ("you saw", f"{theirs.actor} made it", "you want")
    first: list[Span] = [(fit("", width), "text")]
    lines: list[list[Span]] = [
        [(base.fact, "strong")],
        [(f"revision {theirs.revision}: {theirs.action} by {theirs.actor},"
          f" {instant_words(theirs.recorded_at)}: “{theirs.reason}”", "soft")],
        [],
        [*first, *((fit(head, width) + "  ", "title") for head in heads)],
    ]  # fmt: skip
    for name in names:
        row: list[Span] = [(fit(field_words(name), width), "faint")]
        for state in states:
            differs = state.get(name) != states[0].get(name)
            text = ("≠ " if differs else "  ") + value_words(state.get(name))
            row.append((fit(text, width) + "  ", "changed" if differs else "text"))
        lines.append(row)
    return [
        *lines,
        [],
        [("m  saves yours as the next revision, after theirs", "soft")],
        [("t  leaves theirs as it is", "soft")],
    ]


def _state(event: Event) -> dict[str, Any]:
    if event.action == "retract":
        return {"state": "retracted"}
    return {"occurred_on": event.occurred_on, **event.payload}


def _draft_state(draft: Draft, base: Event) -> dict[str, Any]:
    if draft.action != "correct":
        return {"state": f"{draft.action}ed"} if draft.action == "retract" else _state(base)
    import msgspec

    try:
        payload = decode_payload(find_kind(draft.kind), dict(draft.payload), from_text=True)
        decoded = msgspec.json.decode(encode_payload(payload))
    except TimelineError:
        decoded = dict(draft.payload)
    return {"occurred_on": draft.occurred_on, **decoded}
