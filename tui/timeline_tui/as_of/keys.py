"""The keys that lead through record time, the same on every screen that has them."""

from __future__ import annotations

from textual.binding import Binding

AS_OF_KEYS = (
    Binding("a", "app.as_of", "As-of", id="as_of"),
    Binding("comma", "app.step_change(-1)", "Back in record time", show=False, id="as_of.back"),
    Binding("full_stop", "app.step_change(1)", "On in record time", show=False, id="as_of.on"),
)
"""Choose a point; step to the change before or after it, of the screen's patient if it has one."""
