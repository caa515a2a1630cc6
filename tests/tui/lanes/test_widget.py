"""The widget at work: keys, messages, and how little it repaints."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.app import App, ComposeResult

from timeline_tui.lanes.widget import PatientLanes
from tui.lanes.demo_course import demo_course, grade, on


class Bench(App[None]):
    """Nothing but lanes; counts the bytes that a terminal would get."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        self.heard: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield PatientLanes(grade=grade)

    def on_mount(self) -> None:
        self.lanes.show(demo_course())
        self.lanes.focus()

    @property
    def lanes(self) -> PatientLanes:
        return self.query_one(PatientLanes)

    def on_patient_lanes_event_highlighted(self, message: PatientLanes.EventHighlighted) -> None:
        self.heard.append(("highlighted", message.event.fact))

    def on_patient_lanes_event_opened(self, message: PatientLanes.EventOpened) -> None:
        self.heard.append(("opened", message.event.fact))

    def _display(self, screen: Any, renderable: Any) -> None:
        if hasattr(renderable, "render_segments"):
            self.sent += len(renderable.render_segments(self.console).encode())
        super()._display(screen, renderable)

    def take_sent(self) -> int:
        sent, self.sent = self.sent, 0
        return sent


async def test_keys_move_through_events_and_lanes() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("home")
        assert app.lanes.cursor.lane == "all"
        first = app.lanes.highlighted
        await pilot.press("right", "right", "left")
        assert app.lanes.cursor.index == 1
        await pilot.press("down", "end")
        assert app.lanes.cursor.lane == "rt"
        last = app.lanes.highlighted
        assert first is not None
        assert last is not None
        assert last.fact == "P07/rt_fraction/1-25"
        await pilot.press("up", "end")
        assert app.lanes.highlighted is not None
        assert app.lanes.highlighted.occurred_on == on(245)
        await pilot.press("enter")
        await pilot.pause()
        assert app.heard[-1] == ("opened", app.lanes.highlighted.fact)
        assert ("highlighted", "P07/rt_fraction/1-25") in app.heard


async def test_keys_zoom_pan_fit_and_switch_the_axis() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        fitted = app.lanes.scale
        assert fitted is not None
        await pilot.press("plus", "plus")
        assert app.lanes.scale is not None
        assert app.lanes.scale.days < fitted.days
        await pilot.press("right_square_bracket")
        assert app.lanes.scale.start > fitted.start
        await pilot.press("0")
        assert app.lanes.scale == fitted
        assert "Mar 2009" in app.lanes.lines()[0]
        await pilot.press("x")
        assert "D+28" in app.lanes.lines()[0]


async def test_as_of_and_evidence_are_reactive() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        app.lanes.hidden_after = date(2009, 6, 30)
        app.lanes.evidence = frozenset([f"P07/lab/afp-{on(84)}"])
        await pilot.pause()
        text = "\n".join(app.lanes.lines())
        assert "as of 2009-06-30" in text
        assert "◉" in text
        app.lanes.hidden_after = None
        app.lanes.evidence = frozenset()
        await pilot.pause()
        text = "\n".join(app.lanes.lines())
        assert "as of" not in text
        assert "†" in text


async def test_a_click_selects_and_a_second_one_opens() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        frame = app.lanes.frame
        assert frame is not None
        fact = f"P07/lab/afp-{on(206)}"
        index = next(i.index for i in app.lanes.course.items if i.event.fact == fact)
        spot = frame.grid.spots[index]
        await pilot.click(offset=(spot.column, spot.row))
        assert app.lanes.cursor.lane == "afp"
        assert app.lanes.highlighted is not None
        assert app.lanes.highlighted.fact == fact
        await pilot.click(offset=(spot.column, spot.row), times=2)
        assert app.heard[-1] == ("opened", fact)


async def test_what_is_on_the_screen_is_what_was_drawn() -> None:
    app = Bench()
    for size in ((80, 24), (120, 40), (97, 31), (300, 20)):
        async with Bench().run_test(size=size) as pilot:
            app = pilot.app  # type: ignore[assignment]
            await pilot.press("down", "down", "right", "plus", "minus", "0")
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert [strip.text.rstrip() for strip in strips] == app.lanes.lines()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_a_step_costs_at_most_6_kb_and_a_zoom_30(size: tuple[int, int]) -> None:
    """In true colour, the dearest; a zoom is allowed in proportion to 120 by 40."""
    app = Bench()
    async with app.run_test(size=size) as pilot:
        await pilot.press("down", "down", "down", "home")
        await pilot.pause()
        app.take_sent()
        for key in ["right"] * 11 + ["left"] * 11:
            await pilot.press(key)
            await pilot.pause()
            assert 0 < app.take_sent() <= 6_000
        for key in ("plus", "plus", "minus", "right_square_bracket", "0", "x"):
            await pilot.press(key)
            await pilot.pause()
            assert 0 < app.take_sent() <= 30_000 * max(1, size[0] * size[1] / 4800)


async def test_a_resize_draws_anew() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert [len(line) <= 80 for line in app.lanes.lines()] == [True] * 24


async def test_with_a_band_and_sums_a_step_and_a_zoom_cost_no_more() -> None:
    app = Bench()
    async with app.run_test(size=(120, 40)) as pilot:
        app.lanes.toggle_curve("platelets")
        app.lanes.toggle_curve("ALT")
        await pilot.press("home")
        await pilot.pause()
        app.take_sent()
        for key in ["right"] * 8 + ["left"] * 4:
            await pilot.press(key)
            await pilot.pause()
            assert 0 < app.take_sent() <= 6_000
        for key in ("plus", "minus", "right_square_bracket", "0"):
            await pilot.press(key)
            await pilot.pause()
            assert 0 < app.take_sent() <= 30_000
