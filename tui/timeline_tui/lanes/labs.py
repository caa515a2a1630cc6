"""The laboratory lanes: a row an analyte, a CTCAE digit a draw; or one row of the worst."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from timeline_tui.lanes.course import Course, Item, finite
from timeline_tui.lanes.grid import Area
from timeline_tui.lanes.labels import place_left
from timeline_tui.lanes.pen import Pen
from timeline_tui.lanes.readings import AFP
from timeline_tui.lanes.text import cells, short_number

WIDE_GUTTER = 20
ORDER = (
    AFP, "platelets", "haemoglobin", "leucocytes", "neutrophils", "lymphocytes", "AST", "ALT",
    "bilirubin", "albumin", "INR", "creatinine", "ALP", "GGT", "sodium", "PIVKA-II",
)  # fmt: skip
SHORT = {
    "platelets": "Plt", "haemoglobin": "Hb", "leucocytes": "Leuco", "neutrophils": "Neut",
    "lymphocytes": "Lympho", "bilirubin": "Bili", "albumin": "Alb", "creatinine": "Crea",
    "sodium": "Na", "PIVKA-II": "PIVKA",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabRow:
    """One row: its name in the gutter and the draws on it."""

    name: str
    items: tuple[Item, ...]
    folded: bool = False

    @property
    def lane(self) -> str:
        return "labs" if self.folded else lane_of_analyte(self.name)


def lane_of_analyte(name: str) -> str:
    """The lane's id, as a row and as a curve alike: opening one keeps the cursor in it."""
    return "afp" if name == AFP else f"lab:{name}"


def lab_rows(course: Course, rows: int, curves: Collection[str] = (AFP,)) -> list[LabRow]:
    """The analytes that are no curves on so many rows; those without one share the last."""
    known = {name: rank for rank, name in enumerate(ORDER)}
    names = sorted(
        (name for name in course.analytes if name not in curves),
        key=lambda name: (known.get(name, len(ORDER)), name),
    )
    if not names or rows <= 0:
        return []
    if len(names) <= rows:
        return [LabRow(name, course.analytes[name]) for name in names]
    alone, together = names[: rows - 1], names[rows - 1 :]
    items = sorted((i for name in together for i in course.analytes[name]), key=lambda i: i.index)
    return [
        *(LabRow(name, course.analytes[name]) for name in alone),
        LabRow("Others" if alone else "Labs", tuple(items), folded=True),
    ]


def judged(payload: Mapping[str, Any], grade: int | None) -> str:
    """A draw in a word: its grade's digit, or normal, low, high, or unjudged without limits."""
    if grade:
        return str(grade)
    limits = ("value", "lower_limit", "upper_limit")
    value, low, high = (finite(payload.get(name)) for name in limits)
    if grade == 0:
        return "normal"
    if value is None or (low is None and high is None):
        return "unjudged"
    if low is not None and value < low:
        return "low"
    return "high" if high is not None and value > high else "normal"


_RANK = {"unjudged": 0, "normal": 1, "low": 2, "high": 2}


def draw_labs(area: Area, row: int, labels: Area, pen: Pen, lab: LabRow) -> None:
    """One row of draws; of several in a column the worst is drawn."""
    worst: dict[int, tuple[int, str, Item]] = {}
    for item in lab.items:
        column = pen.column(item)
        if not 0 <= column < area.columns:
            continue
        word = judged(item.payload, pen.grade_of(item))
        rank = _RANK[word] if word in _RANK else 2 + int(word)
        marked = item.corrected + 2 * (item.event.fact in pen.evidence)
        held = worst.get(column)
        if held is None or (rank, marked) >= (held[0], marked_of(pen, held[2])):
            worst[column] = (rank, word, item)
        area.spot(item.index, row, column)
    for column, (_, word, item) in worst.items():
        glyph, role = (pen.glyph(word), _role(word)) if word in _RANK else (word, f"lab{word}")
        area.put(row, column, glyph, pen.role(item, role))
    if not lab.folded:
        _label_last(labels, row, pen, lab)
    else:
        place_left(labels, row, labels.columns - 1, ["worst"], "value")


def marked_of(pen: Pen, item: Item) -> int:
    """Evidence before corrected before neither."""
    return item.corrected + 2 * (item.event.fact in pen.evidence)


def _role(word: str) -> str:
    return "lab-outside" if word in ("low", "high") else "lab-normal"


def _label_last(labels: Area, row: int, pen: Pen, lab: LabRow) -> None:
    """The last value, with its unit where the gutter is wide."""
    payload = lab.items[-1].payload
    sign = pen.words(payload.get("comparator", "none")).replace("none", "")
    text = sign + short_number(lab.items[-1].number("value"))
    unit = pen.words(payload.get("unit", ""))
    wide = labels.columns >= WIDE_GUTTER and unit not in ("", "1")
    wordings = [f"{text} {unit}", text] if wide else [text]
    place_left(labels, row, labels.columns - 1, wordings, "value")


def short_name(name: str, room: int) -> str:
    """The analyte's name, or its usual abbreviation where the gutter is narrow."""
    return name if cells(name) <= room else SHORT.get(name, name)
