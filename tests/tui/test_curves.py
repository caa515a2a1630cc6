"""Any analyte as a curve, by a key or a picker."""

from __future__ import annotations

from typing import Any

from timeline_tui.lanes.curve_picker import CurvePicker

PLATELETS = "P07/lab/platelets-2009-04-20"


def lanes_of(at: Any) -> list[str]:
    return [lane.id for lane in at.app.screen.lanes.frame.lanes if lane.curve]


async def open_platelets(at: Any) -> None:
    await at.press("enter")
    at.app.screen.lanes.select(PLATELETS)
    await at.press("V", "down", "enter")


async def test_v_opens_the_analyte_of_the_lane_and_closes_it_again(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "down", "down", "down", "down")
        assert at.app.screen.lanes.cursor.lane == "lab:platelets"
        await at.press("v")
        assert lanes_of(at) == ["afp", "lab:platelets"]
        assert at.app.screen.lanes.cursor.lane == "lab:platelets"
        assert "150–400" in at.text
        assert "10^9/L" in at.text
        await at.press("v")
        assert lanes_of(at) == ["afp"]


async def test_where_rows_are_few_the_curve_opened_last_takes_the_place(desk: Any) -> None:
    async with desk((80, 20)) as at:
        await open_platelets(at)
        assert lanes_of(at) == ["lab:platelets"]
        assert "Labs" in at.text or "AFP" in at.text
        await at.pilot.resize_terminal(120, 40)
        await at.settle()
        assert lanes_of(at) == ["afp", "lab:platelets"]


async def test_the_picker_tells_last_values_limits_and_what_is_open(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "V")
        assert isinstance(at.app.screen, CurvePicker)
        for words in ("9800 IU/mL", "6 values", "linear", "normal 150–400", "●"):
            assert words in at.text
        await at.press("escape")
        assert lanes_of(at) == ["afp"]


async def test_off_the_laboratory_lanes_v_asks_which(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "home", "v")
        assert isinstance(at.app.screen, CurvePicker)
        await at.press("down", "enter")
        assert lanes_of(at) == ["afp", "lab:platelets"]


async def test_afp_closes_and_becomes_a_row_of_draws(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "down", "down", "down", "v")
        assert lanes_of(at) == []
        assert at.app.screen.lanes.cursor.lane == "afp"
        await at.press("v")
        assert lanes_of(at) == ["afp"]


async def test_curves_and_their_axes_stay_while_stepping_through_record_time(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await open_platelets(at)
        before = [line[:15] for line in at.text.splitlines() if line[:15].strip().isdigit()]
        await at.press("comma")
        assert lanes_of(at) == ["afp", "lab:platelets"]
        after = [line[:15] for line in at.text.splitlines() if line[:15].strip().isdigit()]
        assert before == after


async def test_the_projections_sums_are_drawn_and_m_changes_whose_they_are(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        at.app.screen.lanes.select("P07/imaging/ct-abdomen-2009-07-06")
        await at.settle()
        assert "RECIST 1.1" in at.text
        assert "sum 55 mm, −35 % from baseline 84, +6 % from nadir 52" in at.text
        await at.press("m")
        assert "mRECIST" in at.text
        assert "RECIST 1.1" not in at.text


async def test_v_on_the_imaging_lane_opens_the_sums_where_rows_are_few(desk: Any) -> None:
    async with desk((80, 24)) as at:
        await at.press("enter")
        at.app.screen.lanes.select("P07/imaging/ct-abdomen-2009-07-06")
        await at.press("down")
        while at.app.screen.lanes.cursor.lane != "imaging":
            await at.press("down")
        assert "sum, mm" not in at.text
        await at.press("v")
        assert "sum, mm" in at.text
        await at.press("v")
        assert "sum, mm" not in at.text
