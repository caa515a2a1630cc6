"""A laboratory value against its reference range, drawn and in words."""

from __future__ import annotations

from timeline.events import Event
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import number

_LENGTH = 24


def reference_spans(event: Event, width: int) -> list[Span]:
    """`150 – 400  ├──┼────────┤  ▼ below`; nothing for other kinds or without limits."""
    payload = event.payload
    low, high = payload.get("lower_limit"), payload.get("upper_limit")
    value = payload.get("value")
    if event.kind != "lab" or value is None or (low is None and high is None):
        return []
    words, role = _verdict(value, low, high)
    limits = (
        f"{number(low) if low is not None else ''} – {number(high) if high is not None else ''}"
    )
    spans: list[Span] = [(f"{limits.strip()} {payload.get('unit', '')}  ", "text")]
    if width >= 56 and low is not None and high is not None:
        spans += [*_gauge(value, low, high), ("  ", "text")]
    return [*spans, (words, role)]


def _verdict(value: float, low: float | None, high: float | None) -> tuple[str, str]:
    if low is not None and value < low:
        return (
            f"▼ below, {number(value / low * 100, 0)} % of the lower limit" if low else "▼ below",
            "warn",
        )
    if high is not None and value > high:
        return (
            f"▲ above, {number(value / high, 1)} × the upper limit" if high else "▲ above",
            "warn",
        )
    return "within", "good"


def _gauge(value: float, low: float, high: float) -> list[Span]:
    """The range as a line with the value on it; outside values stand at its ends."""
    inside = _LENGTH - 8
    if high <= low:
        return []
    place = 4 + round((value - low) / (high - low) * (inside - 1))
    place = max(0, min(_LENGTH - 1, place))
    cells = [" "] * 4 + ["├"] + ["─"] * (inside - 2) + ["┤"] + [" "] * 4
    cells[place] = "●"
    before, after = "".join(cells[:place]), "".join(cells[place + 1 :])
    return [(before, "faint"), ("●", "strong"), (after, "faint")]
