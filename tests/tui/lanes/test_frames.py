"""Whole frames: text goldens to be read in a diff, and frames that nothing may break.

`UPDATE_GOLDENS=1 pytest tests/tui/lanes` writes the goldens anew.
"""

from __future__ import annotations

import os
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import pytest

from timeline_tui.lanes.course import as_day
from timeline_tui.lanes.palette import ROLES, Look, style_of
from timeline_tui.lanes.strips import to_strips
from timeline_tui.lanes.view import View
from timeline_tui.paints import Flavour
from tui.lanes.demo_course import Made, corrected, demo_course, grade, lab, made, on

GOLDENS = Path(__file__).parent / "goldens"
SIZES = [(40, 12), (60, 16), (80, 24), (120, 40), (200, 60)]


def draw(
    events: list[Made], width: int, height: int, look: Look, view: View | None = None
) -> list[str]:
    """The frame's lines, each checked to be exactly as wide as the screen."""
    view = view or View(grade=grade)
    view.show(events)
    strips = to_strips(view.draw(width, height, look), look.flavour)
    assert len(strips) == height
    for strip in strips:
        assert strip.cell_length == width == sum(segment.cell_length for segment in strip)
    return [strip.text.rstrip() for strip in strips]


@pytest.mark.parametrize(
    ("name", "width", "height", "look"),
    [
        ("80x24", 80, 24, Look()),
        ("120x40", 120, 40, Look()),
        ("plain-80x24", 80, 24, Look("plain")),
        ("ascii-80x24", 80, 24, Look("plain", ascii=True)),
        ("40x12", 40, 12, Look()),
    ],
)
def test_frame_reads_as_the_golden(name: str, width: int, height: int, look: Look) -> None:
    view = View(grade=grade)
    view.show(demo_course())
    view.select(f"P07/adverse_event/hfs-{on(33)}")
    check_golden(name, draw(demo_course(), width, height, look, view))


def test_as_of_hatches_what_came_later() -> None:
    view = View(grade=grade)
    view.show(demo_course())
    view.show(demo_course(), hidden_after=as_day(date(2009, 6, 30)))
    check_golden("as-of-120x40", view.draw(120, 40, Look()).lines())


def check_golden(name: str, lines: list[str]) -> None:
    path = GOLDENS / f"{name}.txt"
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def hostile() -> list[Made]:
    long = "Palmar-plantar [bold]erythrodysaesthesia[/] " * 5
    return [
        made("adverse_event", 0, key="a", episode="a", term=long[:200], grade=3),
        made("adverse_event", 3, key="b", episode="b", term="発熱性好中球減少症" * 8, grade=4),
        made("adverse_event", 5, key="c", episode="c", term="اضطراب‏ \u202eالكبد", grade=2),
        made("adverse_event", 5, key="d", episode="d", grade=1,
             term="e\u0301\u0301 👨\u200d👩 \x1b[31m\n\t"),
        made("drug_dose", 0, key="e", agent="ソラフェニブ" * 9, daily_dose_mg=99999.5),
        made("drug_dose", 0, key="f", agent="[red]x", daily_dose_mg=0),
        made("drug_dose", 0, key="g", agent="[red]x", daily_dose_mg=0.001),
        lab("AFP", 0, 0),
        lab("AFP", 1, 1e9),
        made("lab", 2, key="h", analyte="AFP", value=3, unit="??"),
        made("lab", 2, key="i", analyte="未知[x]", value=1e-9, unit=""),
        made("imaging", 4, key="j", modality="超音波" * 20, region="x", new_lesions=["肺[/]" * 30]),
        made("vital_status", 4, key="k", status="dead", cause=long),
        made("vital_status", 4, key="l", status="alive"),
        made("procedure", "1909", key="m", name="日本語" * 30),
        made("note", "2049-12", key="n", text="[/nothing] " * 90),
        made("eligibility", "2009", status="included"),
        made("a kind of the future", 7, key="o", whatever={"x": [1]}),
        corrected(made("rt_fraction", 9, course="9", number=1, dose_gy=2), "\x1b]0;x\x07[b]"),
        made("rt_prescription", 9, key="q", course="10", total_dose_gy=45, fractions=25, site="x",
             technique="y"),
    ]  # fmt: skip


LOOKS = [Look("colour"), Look("ansi"), Look("plain"), Look("plain", ascii=True)]


@pytest.mark.parametrize(("size", "look"), list(product([*SIZES, (7, 3), (2, 1)], LOOKS)))
def test_nothing_in_the_record_breaks_a_frame(size: tuple[int, int], look: Look) -> None:
    view = View(grade=lambda payload: None)
    view.evidence = frozenset(event.fact for event in hostile()[::2])
    for hidden_after in (None, as_day(date(2009, 3, 4)), as_day(date(1800, 1, 1))):
        view.show(hostile(), hidden_after=hidden_after)
        for verb in (view.fit, lambda: view.zoom(9), lambda: view.pan(5), lambda: view.zoom(-30)):
            verb()
            for _ in hostile():
                view.step(1)
                lines = draw(hostile(), *size, look, view)
                assert "\x1b" not in "".join(lines)
                assert not look.ascii or "".join(lines).isascii()
            while view.step(-1):
                pass


@pytest.mark.parametrize("size", SIZES)
def test_no_events_and_one_event_are_frames_too(size: tuple[int, int]) -> None:
    assert "No events yet." in "\n".join(draw([], *size, Look()))
    for event in hostile():
        draw([event], *size, Look())


def test_markup_in_a_term_is_only_text() -> None:
    term = "Rash [bold red]grade 3[/]"
    events = [made("adverse_event", 0, episode="a", term=term, grade=1), made("note", 90, text="x")]
    assert any(term in line for line in draw(events, 120, 40, Look()))


def test_three_thousand_events_over_forty_years_are_drawn() -> None:
    events = [lab("platelets", day, 100 + day % 90) for day in range(0, 14_600, 10)]
    events += [lab("AFP", day, 10 + day) for day in range(0, 14_600, 20)]
    events += [
        made(
            "adverse_event",
            day,
            key=f"x{day}",
            episode=f"e{day}",
            term="Fatigue",
            grade=1 + day % 4,
        )
        for day in range(0, 14_600, 18)
    ]
    assert len(events) > 2_900
    lines = draw(events, 120, 40, Look())
    assert lines[0].split()[1:3] == ["2010", "2015"]
    assert "+" in next(line for line in lines if " AE" in line[:15])


def test_every_role_has_a_style_in_every_flavour() -> None:
    flavours: list[Flavour] = ["colour", "ansi", "plain"]
    for role, flavour, mark, fade in product(ROLES, flavours, ("", "+c", "+e", "+c+e"), ("", "~")):
        style = style_of(fade + role + mark, flavour)
        assert flavour != "plain" or (style.color is None and style.bgcolor is None)


def test_grades_rise_in_lightness() -> None:
    def lightness(role: str) -> float:
        colour = style_of(role, "colour").bgcolor
        assert colour is not None
        assert colour.triplet is not None
        red, green, blue = colour.triplet
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    shades = [lightness(f"grade{grade}") for grade in range(1, 6)]
    assert shades == sorted(shades)
    assert all(after - before > 15 for before, after in pairwise(shades))


def test_evidence_is_lit_and_its_lane_marked() -> None:
    view = View(grade=grade)
    view.evidence = frozenset([f"P07/lab/afp-{on(84)}"])
    view.show(demo_course())
    grid = view.draw(120, 40, Look())
    spot = view.frame.grid.spots[  # type: ignore[union-attr]
        next(i.index for i in view.course.items if i.event.fact == f"P07/lab/afp-{on(84)}")
    ]
    assert grid.characters[spot.row][spot.column] == "◉"
    assert grid.roles[spot.row][spot.column].endswith("+e")
    marked = [line for line in grid.lines() if line.startswith("▪")]
    assert [line[1:4] for line in marked] == ["AFP"]
