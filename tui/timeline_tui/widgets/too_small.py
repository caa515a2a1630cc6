"""What a terminal shows that is too small for the workbench."""

from __future__ import annotations

from textual.widget import Widget

LEAST_WIDTH, LEAST_HEIGHT = 60, 16


class TooSmall(Widget):
    """Says how large the terminal is and how large it has to be."""

    def render(self) -> str:
        width, height = self.app.size
        return (
            f"The terminal is {width}×{height}.\n"
            f"The workbench needs {LEAST_WIDTH}×{LEAST_HEIGHT} or more.\nq leaves."
        )
