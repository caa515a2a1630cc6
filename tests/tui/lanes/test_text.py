"""Text fitted to cells."""

from __future__ import annotations

import pytest

from timeline_tui.lanes.canvas import Canvas
from timeline_tui.lanes.grid import Grid
from timeline_tui.lanes.text import cells, clean, cut, short_number, to_ascii


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("two\nlines\tand\x1b[31m", "two lines and [31m"),
        ("\u202eevil\u2069 \u200fname", "evil name"),
        ("👨\u200d👩", "👨👩"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_moves_the_cursor_is_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_text_is_cut_by_cells_not_characters() -> None:
    assert cut("発熱性好中球減少症", 7) == "発熱性…"
    assert cells("発熱性…") == 7
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 0) == ""


def test_ascii_keeps_every_cell() -> None:
    for text in ("Hand–foot", "発熱", "café µ", "●◆"):
        assert to_ascii(text).isascii()
        assert cells(to_ascii(text)) == cells(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(23919, "23919"), (1.69, "1.69"), (0.05, "0.05"), (123456, "123k"), (0, "0"), (1e-9, "1e-09")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert short_number(value) == text


def test_a_wide_character_is_never_left_in_half() -> None:
    grid = Grid(6, 1)
    area = grid.area(0, 0, 1, 6)
    area.put(0, 0, "発熱性", "")
    area.put(0, 1, "x", "")
    area.put(0, 4, "y", "")
    assert "".join(grid.characters[0]) == " x熱y "
    area.put(0, 5, "発", "")
    assert "".join(grid.characters[0]) == " x熱y "


def test_a_line_far_outside_the_canvas_costs_nothing_and_one_through_it_is_clipped() -> None:
    canvas = Canvas(4, 1)
    canvas.line((-1e9, -5), (1e9, -5))
    assert canvas.cells == {}
    canvas.line((-1e9, 0), (1e9, 0))
    assert [canvas.character(bits, ascii=False) for bits in canvas.cells.values()] == ["⠉"] * 4
    assert {canvas.character(bits, ascii=True) for bits in canvas.cells.values()} == {"'"}
