"""Nothing heavy is imported on the event loop: the charts do it where they read and write."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "numpy", "pyarrow", "sqlite_utils", "matplotlib", "scipy", "statsmodels")


def test_the_screen_and_its_drawings_import_nothing_heavy() -> None:
    script = f"""
import sys
import timeline_tui.analysis.screen
import timeline_tui.analysis.step_plot
import timeline_tui.analysis.landmarks_plot
import timeline_tui.analysis.group_picker
import timeline_tui.widgets.save_to
print([name for name in {HEAVY} if name in sys.modules])
"""
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
