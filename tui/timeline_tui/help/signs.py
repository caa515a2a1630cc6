"""What the signs on the screens mean."""

from __future__ import annotations

from timeline_tui.look import RESPONSES, Role
from timeline_tui.widgets.drawing import Span

_RESPONSE_WORDS = {
    "CR": "complete response",
    "PR": "partial response",
    "SD": "stable disease",
    "non-PD": "no progression, not measured",
    "NE": "not evaluable",
    "PD": "progressive disease",
    "baseline": "baseline imaging",
}

_SIGNS: tuple[tuple[str, Role, str], ...] = (
    ("†", "death", "death"),
    ("▼ −87 %", "text", "AFP declined by more than the protocol's percentage"),
    ("+", "text", "censored: the time is at least so long"),
    ("1–5", "warn", "CTCAE grade; · is normal"),
    ("H", "bad", "the drug is held, 0 mg"),
    ("◆", "changed", "corrected, or changed in this session"),
    ("×", "faint", "excluded from the analysis"),
    ("⚑", "warn", "a warning, or an open issue: unlikely, but not refused"),
    ("? → ✓", "partial", "of an issue: queried, answered, reviewed; ◆ void, · gone"),
    ("≠", "changed", "differs from the revision before"),
)


def signs() -> list[list[Span]]:
    """One line a sign."""
    lines: list[list[Span]] = [[("Signs", "strong")]]
    for name, (glyph, role) in RESPONSES.items():
        lines.append([(f"  {glyph} {name:<12}", role), (_RESPONSE_WORDS[name], "text")])
    for sign, role, meaning in _SIGNS:
        lines.append([(f"  {sign:<14}", role), (meaning, "text")])
    return lines
