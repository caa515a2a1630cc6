"""Every screen as text, at the two sizes that clinics have; a person has looked at each of them.

`UPDATE_GOLDENS=1 pytest tests/tui/test_goldens.py` writes them anew, to be read in the diff.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from timeline.dates import parse_instant
from timeline.history import draft_correction
from timeline.recording import append
from timeline_tui.form.field_row import FieldRow

SIZES = [(80, 24), (120, 40)]
PD = "P07/imaging/ct-abdomen-2009-07-06"


async def cohort(at: Any) -> None:
    await at.press("x", "down")


async def filtering(at: Any) -> None:
    await at.press("space", "slash")
    await at.type("ttp<6 ae:h")


async def selection(at: Any) -> None:
    at.app.open_selection("overall survival, dead", ["P07", "P09"])
    await at.settle()


async def columns(at: Any) -> None:
    await at.press("v", "down", "space", "K")


async def comparison(at: Any) -> None:
    await at.press("space", "space", "c", "plus")


async def patient(at: Any) -> None:
    await at.press("enter")
    at.app.screen.lanes.select(PD)
    await at.settle()


async def explained(at: Any) -> None:
    await patient(at)
    await at.press("2")


async def curves(at: Any) -> None:
    await at.press("enter")
    at.app.screen.lanes.select("P07/lab/platelets-2009-04-20")
    await at.press("V", "down", "enter")


async def curve_picker(at: Any) -> None:
    await patient(at)
    await at.press("V")


async def as_of(at: Any) -> None:
    await patient(at)
    await at.press("comma")


async def event(at: Any) -> None:
    await patient(at)
    at.app.open_event("P07", [], "P07/adverse_event/hfs-2009-04-07")
    await at.settle()


async def value(at: Any) -> None:
    await patient(at)
    at.app.open_event("P07", [], "P07/lab/platelets-2009-04-20")
    await at.settle()


async def correction(at: Any) -> None:
    await patient(at)
    await at.press("c")
    rows = {row.key: row for row in at.app.screen.query(FieldRow)}
    rows["payload.reported_response"].query_one("Choice").choose("SD")
    rows["payload.new_lesions"].query_one("LineInput").value = ""
    rows["reason"].query_one("LineInput").value = "second reader"
    await at.settle()
    await at.pilot.pause(0.05)
    await at.settle()


async def conflict(at: Any) -> None:
    await correction(at)
    with at.app.session.open() as store:
        theirs = draft_correction(store, PD, {"reported_response": "PR"}, reason="second reading")
        at_once = msgspec.structs.replace(theirs, recorded_at=parse_instant("2010-04-01T09:00Z"))
        append(store, [at_once], actor="mk")
    rows = {row.key: row for row in at.app.screen.query(FieldRow)}
    rows["reason"].query_one("LineInput").value = "third reader"
    await at.settle()
    await at.pilot.pause(0.05)
    await at.settle()


async def retraction(at: Any) -> None:
    await patient(at)
    await at.press("d")


async def kinds(at: Any) -> None:
    await patient(at)
    await at.press("n")


async def registration(at: Any) -> None:
    await at.press("n", "enter")


async def history(at: Any) -> None:
    await patient(at)
    await at.press("h")


async def trail(at: Any) -> None:
    await at.press("g", "h")


async def differences(at: Any) -> None:
    at.app.open_diff(128)
    await at.settle()


async def locks(at: Any) -> None:
    await at.press("g", "l")


async def moments(at: Any) -> None:
    await patient(at)
    await at.press("a")


async def review(at: Any) -> None:
    await at.press("r", "down")


async def mark(at: Any) -> None:
    await review(at)
    await at.press("m")
    await at.type("the longest diameter stands for it")


async def help(at: Any) -> None:
    await patient(at)
    await at.press("question_mark")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "steps",
    [
        cohort, filtering, selection, columns, comparison,
        patient, curves, curve_picker, explained, as_of, event, value, correction,
        conflict,
        retraction, kinds, registration, history, trail, differences, locks, moments, review,
        mark, help,
    ],
    ids=lambda steps: steps.__name__,
)  # fmt: skip
async def test_the_screen_is_the_one_that_was_looked_at(
    desk: Any,
    golden: Callable[[str, str], None],
    steps: Callable[[Any], Any],
    size: tuple[int, int],
) -> None:
    async with desk(size) as at:
        await steps(at)
        golden(f"{steps.__name__}-{size[0]}x{size[1]}", at.text)


async def test_the_list_in_ascii(desk: Any, golden: Callable[[str, str], None]) -> None:
    async with desk((80, 24), ascii=True) as at:
        await at.press("x")
        golden("cohort-ascii-80x24", at.text)
