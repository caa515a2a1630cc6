"""How many bytes a key sends to the terminal: what a slow line over ssh has to carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline_tui.cohort.ordering import Sorting
from timeline_tui.cohort.screen import CohortScreen
from tui.many_rows import many
from tui.recording import Recorder, recording

STEP, PAGE, LANE_STEP, ZOOM = 1_000, 12_000, 6_000, 30_000
SIZES = [(80, 24), (120, 40)]


async def everybody(at: Recorder, count: int) -> None:
    """Put so many patients into the list, without the preview beside it."""
    if at.app.size.width >= 120:
        await at.press("p")
    screen = at.app.screen
    assert isinstance(screen, CohortScreen)
    screen.table.show_rows(many(count), range(count), Sorting())
    await at.settle()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [10_000, 100_000])
async def test_a_step_and_a_page_of_the_list_stay_within_their_bytes(
    store_path: Path, size: tuple[int, int], count: int
) -> None:
    async with recording(store_path, size) as at:
        await everybody(at, count)
        for key in ("down", "down", "up"):
            assert 0 < await at.bytes_of(key) <= STEP, key
        for key in ("pagedown", "pagedown", "pageup", "end", "home"):
            assert 0 < await at.bytes_of(key) <= PAGE, key


async def test_the_preview_is_drawn_within_the_bytes_of_a_step_on_the_lanes(
    store_path: Path,
) -> None:
    async with recording(store_path, (120, 40)) as at:
        for key in ("down", "down", "up"):
            assert STEP < await at.bytes_of(key) <= LANE_STEP, key


@pytest.mark.parametrize("size", [*SIZES, (160, 33), (200, 50)])
async def test_a_step_on_the_lanes_stays_within_its_bytes(
    store_path: Path, size: tuple[int, int]
) -> None:
    async with recording(store_path, size) as at:
        await at.press("end", "up", "enter", "home")
        assert "P09" in at.text
        for key in ("down", "right", "shift+right", "down", "right", "up", "shift+left", "end"):
            assert await at.bytes_of(key) <= LANE_STEP, key
        assert await at.bytes_of("home") > 0


@pytest.mark.parametrize("size", SIZES)
async def test_a_zoom_and_a_pan_stay_within_their_bytes(
    store_path: Path, size: tuple[int, int]
) -> None:
    async with recording(store_path, size) as at:
        await at.press("enter")
        assert "P07" in at.text
        for key in ("plus", "plus", "right_square_bracket", "left_square_bracket", "minus", "x"):
            assert 0 < await at.bytes_of(key) <= ZOOM, key
