"""The start: rows on the screen before anything heavy is imported, and keys that answer at once."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from timeline.projections.declarations import PROJECTIONS
from timeline_tui.app import Workbench
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.cohort.opening import read_opening
from timeline_tui.cohort.ordering import Sorting
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.session import Session
from tui.many_rows import many

HEAVY = ("pandas", "numpy", "pyarrow", "sqlite_utils", "pendulum", "matplotlib", "scipy")

SCRIPT = """
import asyncio, sys
from pathlib import Path
from timeline_tui.cohort.opening import read_opening
from timeline_tui.session import Session
path = Path(sys.argv[1])
opening = read_opening(path)
from timeline_tui.app import Workbench
app = Workbench(Session(path, actor="jc"), opening)
seen = {}

def painted(screen, renderable):
    if "first" not in seen and app.screen.query("CohortTable"):
        seen["first"] = sorted(set(sys.modules) & set(sys.argv[2:]))
    return display(screen, renderable)

display = app._display
app._display = painted

async def main():
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(50):
            await pilot.pause(0.01)
        print("at first:", *seen["first"])
        print("later:", *sorted(set(sys.modules) & set(sys.argv[2:])))

asyncio.run(main())
"""


def test_nothing_heavy_is_imported_while_the_tables_are_up_to_date(store_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(store_path), *HEAVY],
        capture_output=True,
        text=True,
        check=True,
    )
    first, later = done.stdout.splitlines()
    assert first == "at first:"
    assert later == "later: pendulum", "only the dates' own library, behind the first paint"


def test_the_row_has_the_columns_of_the_course_table() -> None:
    declared = [name for name in PROJECTIONS["course"].columns if name != "evidence"]
    assert list(CourseRow._fields) == [*declared, "open_issues"]


async def test_only_visible_lines_are_drawn(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk((80, 24)) as at:
        table = at.app.screen.table
        drawn: list[int] = []
        render = table.render_line
        monkeypatch.setattr(table, "render_line", lambda y: drawn.append(y) or render(y))
        table.show_rows(many(10_000), range(10_000), Sorting())
        await at.settle()
        assert len(set(drawn)) <= table.size.height
        drawn.clear()
        await at.press("down")
        assert sorted(set(drawn)) == [1, 2], "the line that was left and the one that was reached"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 50)])
async def test_the_first_frame_has_the_patients_and_is_laid_out_as_it_stays(
    store_path: Path, size: tuple[int, int]
) -> None:
    opening = read_opening(store_path)
    app = Workbench(Session(store_path, actor="jc"), opening)
    frames: list[tuple[str, bool, list[str]]] = []
    display = app._display

    def shown(screen: Screen[Any], renderable: Any) -> None:
        if hasattr(renderable, "render_segments") and isinstance(screen, CohortScreen):
            text = renderable.render_segments(app.console)
            wide = screen.query_one("CoursePreview").display
            frames.append((text, wide, sorted(screen.classes)))
        display(screen, renderable)

    app._display = shown  # type: ignore[method-assign]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        (first, wide, classes), (_, still_wide, last_classes) = frames[0], frames[-1]
        assert all(row.patient in first for row in opening.rows)
        assert (wide, classes) == (still_wide, last_classes)
        assert wide == (size[0] >= 120)


async def test_garbage_is_looked_for_again_once_the_first_frame_is_shown(store_path: Path) -> None:
    gc.disable()
    try:
        app = Workbench(Session(store_path, actor="jc"), read_opening(store_path))
        async with app.run_test() as pilot:
            await pilot.pause()
            assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.enable()
