"""Whatever a record holds, a frame keeps its size and no byte of it moves the terminal's cursor."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from rich.cells import cell_len

from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.strips import to_strips
from timeline_tui.lanes.view import View
from timeline_tui.paints import Flavour
from tui.lanes.demo_course import CORRECTED, Made

WORDS = (
    "[bold]x[/]", "肝細胞癌の進行", "تعب شديد", "a\x1b[31mred\nline\ttab", "x" * 200, "",
    "\u202eevil", "e\u0301\u0301", "👩\u200d⚕️ nurse", "🇯🇵", "\ufe0f", "½", "\x00\x9b2J", "\ud800",
)  # fmt: skip
NUMBERS = (0, -1, 3, 200, 23919, 1e-9, 1e300, 10**30, float("nan"), float("inf"), None, "x", True)
DAYS = ("1850", "2009", "2009-03", "2009-03-02", "2009-11-30", "1990-01-01", "9999-12-28")
FIELDS: dict[str, tuple[str, str]] = {
    "registration": ("sex birth_date", ""),
    "clinical_status": ("child_pugh_class", "ecog child_pugh_score"),
    "rt_prescription": ("course site", "total_dose_gy fractions"),
    "rt_fraction": ("course", "number dose_gy"),
    "drug_dose": ("agent reason", "daily_dose_mg"),
    "lab": ("comparator", "value lower_limit upper_limit"),
    "imaging": ("modality region reported_response", ""),
    "adverse_event": ("episode term", ""),
    "procedure": ("name site", ""),
    "vital_status": ("cause", ""),
    "note": ("text", ""),
    "of another time": ("what", "much"),
}
"""By kind the fields of free text and those of numbers."""


def hostile_course(chance: random.Random, size: int) -> Iterator[Made]:
    """Events of all kinds with anything in their fields."""
    for number in range(size):
        kind = chance.choice(list(FIELDS))
        texts, numbers = FIELDS[kind]
        payload: dict[str, Any] = {name: chance.choice(WORDS) for name in texts.split()}
        payload |= {name: chance.choice(NUMBERS) for name in numbers.split()}
        if kind == "lab":
            payload["analyte"] = chance.choice(("AFP", "AFP", "AST", *WORDS))
            payload["unit"] = chance.choice(("IU/mL", *WORDS))
        elif kind == "imaging":
            payload["lesions"] = [{"longest_mm": chance.choice(NUMBERS)}]
            payload["new_lesions"] = [chance.choice(WORDS)]
        elif kind == "adverse_event":
            payload["grade"] = chance.choice((-1, 0, 1, 3, 5, 9))
        elif kind == "vital_status":
            payload["status"] = chance.choice(("alive", "dead"))
        yield Made(
            kind,
            chance.choice(DAYS),
            payload,
            f"P/{kind}/{number}",
            revision=chance.choice((1, 2)),
            recorded_at=chance.choice((0, CORRECTED, -(10**18), 10**18)),
            actor=chance.choice(WORDS),
            source=chance.choice(WORDS),
            reason=chance.choice(WORDS),
        )


@pytest.mark.parametrize("seed", range(40))
def test_no_record_breaks_a_frame_or_reaches_the_terminal_raw(seed: int) -> None:
    chance = random.Random(seed)
    events = list(hostile_course(chance, chance.choice((1, 3, 10, 60))))
    flavours: tuple[Flavour, ...] = ("colour", "ansi", "plain")
    look = Look(chance.choice(flavours), ascii=chance.random() < 0.5)
    width, height = chance.choice(((120, 40), (80, 24), (40, 12), (200, 60), (7, 3)))
    view = View(grade=lambda payload: chance.choice((None, 0, 1, 4)))
    view.evidence = frozenset(event.fact for event in events[::3])
    view.show(events, hidden_after=chance.choice((None, None, 14_300)))
    verbs = (
        lambda: view.step(1), lambda: view.step(-1, any_lane=True), lambda: view.change_lane(1),
        lambda: view.zoom(3), lambda: view.zoom(-20), lambda: view.pan(1), view.fit,
    )  # fmt: skip
    for _ in range(8):
        grid = view.draw(width, height, look)
        assert len(grid.characters) == height
        for characters, strip in zip(grid.characters, to_strips(grid, look.flavour), strict=True):
            text = "".join(characters)
            assert cell_len(text) == strip.cell_length == width
            assert text.isascii() or not look.ascii
            assert not {unicodedata.category(c) for c in text} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
        chance.choice(verbs)()
