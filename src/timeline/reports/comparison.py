"""A report beside the figures that a publication printed.

What was printed is only held against what was derived from events, number by number and to the
digits printed; a note says why a publication disagrees with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from timeline.reports.cohort_report import ReportedFigure
from timeline.reports.published import Target, digits_of, plain
from timeline.reports.rendering import UNKNOWN, numbers_of, render_value, rounded
from timeline.reports.values import Listing, Number, Parts, Proportion, Shape, Value

Verdict = Literal["match", "differs", "not derivable"]
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
BLANK = "(blank)"
PERCENT = "%"


@dataclass(frozen=True)
class Comparison:
    """A printed figure beside ours. `ours` has the shape and the digits of the printed one."""

    id: str
    table: str
    label: str
    published: Any
    ours: Any
    verdict: Verdict
    note: str


def compare_report(
    figures: Iterable[ReportedFigure], targets: Iterable[Target]
) -> list[Comparison]:
    """Every published figure, in the order of its publication, with ours and the verdict."""
    ours = {figure.id: figure for figure in figures}
    return [_compare(target, ours.get(target.id)) for target in targets]


def _compare(target: Target, figure: ReportedFigure | None) -> Comparison:
    if figure is None:
        note = "the report defines no figure of this id"
        return Comparison(target.id, "", "", plain(target.printed), None, "not derivable", note)
    shown, same = _held_against(figure.value, target.printed, target.unit)
    verdict: Verdict = "match" if same else "differs"
    if (numbers := numbers_of(figure.value)) and set(numbers) == {None}:
        verdict = "not derivable"
    notes = (figure.note, target.note) if same else (_why(figure.value, target), target.note)
    note = "; ".join(dict.fromkeys(note for note in notes if note))
    published = plain(target.printed)
    return Comparison(target.id, figure.table, figure.label, published, shown, verdict, note)


def _held_against(value: Value, printed: Any, unit: str) -> tuple[Any, bool]:
    """Our value in the shape of the printed one, and whether they say the same."""
    if isinstance(printed, dict) and isinstance(value, Parts):
        shown: dict[str, Any] = {}
        same = printed.keys() == value.parts.keys()
        for name, part in value.parts.items():
            shown[name], agrees = _held_against(part, printed.get(name), unit)
            same = same and agrees
        return shown, same
    if isinstance(printed, list) and isinstance(value, Listing):
        return list(value.lines), sorted(map(str, printed)) == sorted(value.lines)
    template, literals = _taken_apart(printed)
    for shape, numbers in _shapes(value, unit):
        if shape == template:
            pairs = list(zip(numbers, literals, strict=True))
            agree = [_agrees(ours, said, bound=shape.startswith("<=")) for ours, said in pairs]
            return _in_shape_of(printed, template, numbers, literals), all(agree)
    return render_value(value), False


def _shapes(value: Value, unit: str) -> tuple[Shape, ...]:
    """The shapes of a value; where the print is in percent, a proportion alone is one too."""
    if isinstance(value, Proportion) and unit == PERCENT:
        return (("{}", (value.percent,)), *value.shapes)
    return value.shapes


def _taken_apart(printed: Any) -> tuple[str, list[Decimal]]:
    """A printed figure as a template and its numbers."""
    match printed:
        case Decimal():
            return "{}", [printed]
        case [Decimal() as low, Decimal() as high]:
            return "[{}, {}]", [low, high]
        case {"n": Decimal() as count, "pct": Decimal() as percent} if len(printed) == 2:
            return "{} ({})", [count, percent]
        case _:
            # Braces of the print are none of ours.
            text = str(printed).strip().replace("{", "(").replace("}", ")")
            return _NUMBER.sub("{}", text), [Decimal(found) for found in _NUMBER.findall(text)]


def _agrees(ours: Number | None, printed: Decimal, *, bound: bool) -> bool:
    if ours is None:
        return False
    if bound:
        return float(ours) <= printed
    return rounded(ours, digits_of(printed)) == printed


def _in_shape_of(
    printed: Any, template: str, numbers: tuple[Number | None, ...], literals: list[Decimal]
) -> Any:
    """Our numbers, rounded as the printed ones are, in their place."""
    said = [
        None if ours is None else plain(rounded(ours, digits_of(literal)))
        for ours, literal in zip(numbers, literals, strict=True)
    ]
    match printed:
        case Decimal():
            return said[0]
        case list():
            return said
        case dict():
            return {"n": said[0], "pct": said[1]}
        case _:
            return template.format(*(UNKNOWN if number is None else number for number in said))


def _why(value: Value, target: Target) -> str:
    """What can be told of a difference from the numbers alone."""
    if target.printed == BLANK:
        return "the publication leaves the cell blank"
    _, literals = _taken_apart(target.printed)
    if isinstance(value, Proportion) and value.total and literals[:1] == [value.count]:
        exact = float(value.percent or 0)
        return (
            f"the count agrees; {value.count}/{value.total} is {exact:.2f} %,"
            f" which rounds to {rounded(exact, 0)}"
        )
    return ""
