"""The waterfall: bars and lines by one mapping, letters, cut bars, and who is behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from timeline_tui.analysis.chart import Drawing, Pen
from timeline_tui.analysis.waterfall_data import Bar, WaterfallData
from timeline_tui.analysis.waterfall_layout import Levels, columns_of
from timeline_tui.analysis.waterfall_plot import draw_waterfall
from timeline_tui.analysis.waterfall_reading import CALLS
from timeline_tui.look import HUNG


def of(*bars: Bar, **more: Any) -> WaterfallData:
    return WaterfallData(
        "Change of sum of diameters (%)", "mRECIST", bars, CALLS, (-30.0, 20.0), **more
    )


def many(count: int) -> WaterfallData:
    """Changes from +100 % down, evenly, by as many patients."""
    step = 200 / count
    return of(*(Bar(f"P{n:05}", 100 - n * step, "PD" if n < count / 2 else "PR")
                for n in range(count)))  # fmt: skip


def text(drawing: Drawing) -> list[str]:
    return ["".join(part for part, _ in line) for line in drawing.lines]


def draw(data: WaterfallData, width: int = 100, height: int = 33, at: str = "", **pen: Any) -> Any:
    return draw_waterfall(data, width, height, Pen(**pen), at)


def test_a_bar_of_a_threshold_ends_where_its_line_is_drawn() -> None:
    # 30 rows: 27 for bars, 13 or 14 a side of ±100; 7.69 % a row.
    for rows in range(8, 60):
        levels = Levels(rows, 100.0)
        for level in (-30.0, 20.0, -100.0, 100.0, -80.0):
            row, _ = levels.line(level)
            full, rest = divmod(levels.eighths(level), 8)
            last = full if rest else full - 1
            assert row == levels.zero + (1 + last if level < 0 else -1 - last)


def test_lengths_are_in_eighths_of_a_row_by_hand() -> None:
    # 23 rows: 20 for bars, 10 a side, so 10 % a row and 1.25 % an eighth.
    levels = Levels(23, 100.0)
    assert (levels.above, levels.below, levels.zero, levels.per_row) == (10, 10, 11, 10.0)
    assert levels.eighths(-30) == 24
    assert levels.eighths(-33.75) == 27
    assert levels.eighths(20) == 16
    assert levels.eighths(0) == 0
    assert levels.eighths(0.1) == 1
    assert levels.line(-30) == (14, 2)
    assert levels.line(20) == (9, 0)


def test_each_bar_bears_its_letter_beyond_its_end() -> None:
    found = draw(of(Bar("A", 40, "PD"), Bar("B", 0, "SD"), Bar("C", -50, "PR")), height=25)
    lines = text(found)
    rows = {letter: [y for y, line in enumerate(lines[1:23]) if f" {letter} " in f"{line} "]
            for letter in "DSP"}  # fmt: skip
    assert rows["D"] < rows["S"] < rows["P"]
    assert [spot.words for spot in found.spots] == [
        "A · +40 % · progression", "B · 0 % · stable", "C · −50 % · partial response",
    ]  # fmt: skip


def test_a_falling_bar_hangs_by_the_swapped_colours_of_its_last_cell() -> None:
    lines = draw(of(Bar("C", -44, "PR")), height=25).lines
    assert any(role == f"partial{HUNG}" for line in lines for _, role in line)


def test_bars_beyond_the_axis_are_cut_marked_and_told() -> None:
    found = draw(of(Bar("A", 4000, "PD"), Bar("B", 131.4, "PD"), Bar("C", -10, "SD")))
    shown = "\n".join(text(found))
    assert shown.count("▲ beyond +100 %") == 1
    assert "A +4 000 %" in shown
    assert "B +131.4 %" in shown
    assert found.spots[0].words == "A · +4 000 % · progression"


def test_those_without_a_change_are_counted_named_and_can_be_opened() -> None:
    found = draw(of(Bar("A", 4, "SD"), missing=("X", "Y"), left_out=("Z",)))
    words = "2 patients without a change: X, Y · 1 patient in no group: Z"
    assert words in text(found)[-1]
    assert [one.patients for one in found.spots[0].selections][-2:] == [("X", "Y"), ("Z",)]


def test_thousands_of_bars_share_columns_whose_patients_are_all_behind_them() -> None:
    data = many(2360)
    found = draw(data)
    assert len(found.spots) <= 92
    behind = [who for spot in found.spots for who in spot.selections[0].patients]
    assert behind == [bar.patient for bar in data.bars]
    assert "each column the median of 26 patients" in text(found)[0]
    # 2,360 in at most 91 columns: 26 each; 100 − 25 · 200/2360 = 97.9.
    assert found.spots[0].words == "26 patients · +100 % to +97.9 %"
    assert found.spots[0].detail == "bars 1 to 26 of 2 360 · 26 PD"


def test_a_bar_a_patient_pans_with_the_cursor() -> None:
    data = many(10_000)
    each = WaterfallData(data.title, "", data.bars, CALLS, data.lines, whole=False)
    found = draw(each, at="P07000")
    shown = [spot for spot in found.spots if spot.y >= 0]
    assert len(found.spots) == 10_000
    assert "P07000" in {spot.name for spot in shown}
    assert len(shown) == 46


def test_groups_stand_side_by_side_with_their_names() -> None:
    data = of(Bar("A", 10, "SD", 0), Bar("B", -50, "PR", 0), Bar("C", 90, "PD", 1),
              groups=("primary", "metastasis"))  # fmt: skip
    found = draw(data)
    assert "primary" in text(found)[1]
    assert [one.x for one in columns_of(data, 92, "")] == [0, 7, 16]
    assert found.spots[2].words == "C · +90 % · progression · metastasis"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("height", [6, 12, 24, 50])
def test_no_size_breaks_it(width: int, height: int) -> None:
    for data in (many(3), many(400), of(Bar("A" * 200, 4000, "PD"))):
        for line in text(draw(data, width, height)):
            assert len(line) <= width


def test_in_ascii_nothing_else_is_drawn_for_bars_and_lines() -> None:
    # The rest (minus signs, middle dots) is for the filter that every screen's text passes.
    shown = "\n".join(text(draw(many(30), ascii=True)))
    assert not set("█▇▆▅▄▃▂▁▔╌─") & set(shown)


async def test_the_tab_switches_measures_and_opens_the_patients(desk: Any) -> None:
    async with desk((120, 40)) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("2")
        assert "Best change of sum of diameters (%)" in at.text
        await at.press("e", "e")
        assert "RECIST 1.1" in at.line(2)
        await at.press("e")
        assert "Best change of AFP (%)" in at.text
        # P07's AFP fell from 8 320 to its nadir of 610: (610 − 8320) / 8320 = −92.7 %.
        await at.press("end")
        assert "P07 · −92.7 %" in at.text
        await at.press("t")
        assert "Change of AFP (%)" in at.text
        await at.press("enter")
        # P07 after radiotherapy: (1040 − 8320) / 8320 = −87.5 %.
        assert "[P07: −87.5 %]  1 patient" in at.line(0)


async def test_the_numbers_behind_it_are_written(desk: Any, tmp_path: Path) -> None:
    async with desk((120, 40)) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("2")
        chart, data = at.app.screen.chart, at.app.screen.view.data
        chart.write(data, tmp_path / "w.csv")
        chart.write(data, tmp_path / "w.svg")
    rows = (tmp_path / "w.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "group,patient,change_percent,category"
    assert len(rows) == 1 + len(data.bars) + len(data.missing)
    assert (tmp_path / "w.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_waterfall_is_the_one_that_was_looked_at(
    desk: Any, golden: Callable[[str, str], None], size: tuple[int, int]
) -> None:
    async with desk(size) as at:
        at.app.open_analysis()
        await at.settle()
        await at.press("2", "right")
        golden(f"waterfall-{size[0]}x{size[1]}", at.text)
