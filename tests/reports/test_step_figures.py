"""Figures of curves as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline.errors import InvalidFigure
from timeline.grouping import group_title
from timeline.reports.figures.steps import StepCurve, write_step_figure

CURVE = StepCurve("primary", [3.0, 8.0], [0.5, 0.0], 8.0, [5.0], lambda ticks: [2] * len(ticks))
STARTS = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF"}


def write(path: Path, *curves: StepCurve) -> bytes:
    write_step_figure(path, curves, title="Overall survival", starts_at=1.0, remark="p = 0.5")
    return path.read_bytes()


@pytest.mark.parametrize("ending", STARTS)
def test_the_ending_says_what_kind_of_file(tmp_path: Path, ending: str) -> None:
    assert write(tmp_path / f"os{ending}", CURVE).startswith(STARTS[ending])


@pytest.mark.parametrize("ending", STARTS)
def test_the_same_curves_give_the_same_bytes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"os{ending}"
    assert write(path, CURVE, CURVE) == write(path, CURVE, CURVE)


def test_a_file_that_was_there_is_replaced_and_becomes_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "os.svg"
    path.write_text("old")
    path.chmod(0o644)
    assert write(path, CURVE) != b"old"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["os.gif", "os", "os.svg.txt"])
def test_another_ending_is_refused_and_leaves_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidFigure, match="is not a kind of figure"):
        write(tmp_path / name, CURVE)
    assert list(tmp_path.iterdir()) == []


def test_a_figure_of_nobody_is_an_empty_one(tmp_path: Path) -> None:
    assert write(tmp_path / "os.svg").startswith(b"<?xml")


def test_names_that_look_like_formulas_are_only_names(tmp_path: Path) -> None:
    odd = StepCurve("$x_", [], [], 4.0, [4.0], CURVE.at_risk)
    assert write(tmp_path / "os.svg", odd, odd).startswith(b"<?xml")


def test_true_and_false_read_as_yes_and_no() -> None:
    assert group_title("skin_reaction", "true") == "skin reaction: yes"
    assert group_title("group", "primary") == "primary"
    assert group_title(None, "all") == "all"
