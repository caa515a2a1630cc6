"""A picture of the screen as a file. It shows patients' data, so it is never written unasked."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline_tui.app import Workbench

NAME = "timeline-screen"
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)


def draw(bench: Workbench) -> str:
    """The screen as SVG. Textual's names fonts on another site, which opening it would ask for."""
    return _FONTS.sub("", bench.export_screenshot())


def ask_for_picture(bench: Workbench) -> None:
    """Draw the screen, then ask: for a file's name, or, in a browser, whether to download it."""
    drawn = draw(bench)
    if not bench.is_web:
        from timeline_tui.widgets.save_to import SaveTo

        def write(path: Path) -> None:
            path.write_text(drawn, encoding="utf-8")

        bench.push_screen(SaveTo("a picture of this screen", NAME, ("svg",), write))
        return
    from timeline_tui.widgets.question import Question

    def answered(yes: bool | None) -> None:
        if yes:
            bench.deliver_text(
                io.StringIO(drawn), save_filename=f"{NAME}.svg", mime_type="image/svg+xml"
            )

    bench.push_screen(
        Question(
            "Download a picture of this screen?",
            "It shows patients' data. Keep it where such data may be kept.",
            yes="download it",
        ),
        answered,
    )
