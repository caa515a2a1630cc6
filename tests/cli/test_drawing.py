"""Tables on a terminal of any width."""

from __future__ import annotations

import sys

import pytest

from timeline.cli.drawing import bands, draw
from timeline.cli.output import print_csv

OS = [7, 10, 10, 4, 6, 5, 60]


def test_a_table_that_fits_is_drawn_in_one():
    assert bands([7, 10, 10], [7, 10, 10], 80, key=1) == [[0, 1, 2]]


def test_long_cells_fold_before_columns_are_moved():
    assert bands(OS, [7, 10, 10, 4, 6, 5, 10], 80, key=1) == [[0, 1, 2, 3, 4, 5, 6]]


def test_columns_that_do_not_fit_go_below_with_the_key_repeated():
    widths = [7, 15, 11, 9, 7, 9, 19, 11]
    assert bands(widths, widths, 80, key=2) == [[0, 1, 2, 3, 4, 5], [0, 1, 6, 7]]


def test_a_column_wider_than_the_terminal_has_a_band_to_itself():
    assert bands([7, 200, 8], [7, 200, 8], 80, key=1) == [[0, 1], [0, 2]]


def test_no_header_is_broken_at_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = ["patient", *(f"longest_column_{number}" for number in range(12))]
    draw(names, [["P07", *["1"] * 12]], [False] + [True] * 12, key=1)
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert [name for name in names if any(name in line.split() for line in lines)] == names
    assert sum(line.startswith("P07 ") for line in lines) == 4


@pytest.mark.parametrize(("terminal", "cell"), [(True, "\\x1b[2J"), (False, "\x1b[2J")])
def test_csv_is_as_it_is_for_programs_and_harmless_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, terminal: bool, cell: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    print_csv(["terms"], [["\x1b[2J"]])
    assert capsys.readouterr().out == f"terms\n{cell}\n"
