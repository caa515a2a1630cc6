"""A report beside the figures that a publication printed.

The published figures come as JSON: a list `targets`, each with `id`, `printed`, and if there is one
`unit` and `note`. They are only held against what was derived from events, number by number and to
the digits printed; a note says why a publication disagrees with itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from timeline.errors import InvalidReport
from timeline.reports.cohort_report import ReportedFigure
from timeline.reports.rendering import UNKNOWN, numbers_of, render_value, rounded
from timeline.reports.values import Listing, Number, Parts, Proportion, Shape, Value

Verdict = Literal["match", "differs", "not derivable"]
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
BLANK = "(blank)"
PERCENT = "%"
MOST_DIGITS = 30
EXPECTED = "expected a list `targets` of objects with `id` and `printed`"


@dataclass(frozen=True)
class Target:
    """A figure as it was printed; numbers as Decimal with the digits of the print."""

    id: str
    printed: Any
    unit: str
    note: str


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


def read_targets(path: Path) -> list[Target]:
    """The published figures of a file. Raises InvalidReport naming the file and what is wrong."""
    try:
        found = json.loads(
            path.read_text(encoding="utf-8"),
            parse_float=_printed_number,
            parse_int=_printed_number,
            parse_constant=_printed_number,
        )
    except OSError as error:
        raise InvalidReport(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidReport(f"{path}: not UTF-8; save the file as UTF-8") from None
    except json.JSONDecodeError as error:
        raise InvalidReport(f"{path}, line {error.lineno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise InvalidReport(f"{path}: lists within lists without end") from None
    except _NotPrintable as error:
        raise InvalidReport(f"{path}: {error} is not a number that a page prints") from None
    targets = found.get("targets") if isinstance(found, dict) else found
    if not isinstance(targets, list):
        raise InvalidReport(f"{path}: {EXPECTED}")
    read = [_target(path, target) for target in targets]
    ids = [target.id for target in read]
    if twice := next((id_ for id_ in ids if ids.count(id_) > 1), None):
        raise InvalidReport(f"{path}: figure {twice!r} stands there twice")
    return read


class _NotPrintable(Exception):
    """A number that is none, or of more digits than a publication prints."""


def _printed_number(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or len(text) > MOST_DIGITS or abs(found.adjusted()) > MOST_DIGITS:
        raise _NotPrintable(text[:MOST_DIGITS])
    return found


def _target(path: Path, target: Any) -> Target:
    if not isinstance(target, dict) or not isinstance(target.get("id"), str):
        raise InvalidReport(f"{path}: {EXPECTED}")
    name = target["id"]
    if "printed" not in target or not _is_printed(target["printed"]):
        raise InvalidReport(
            f"{path}, figure {name!r}: expected `printed` as a number, a text, two numbers, a list"
            " of texts, or an object of these"
        )
    words = {key: target.get(key, "") for key in ("unit", "note")}
    if wrong := [key for key, value in words.items() if not isinstance(value, str)]:
        raise InvalidReport(f"{path}, figure {name!r}: expected {wrong[0]} as a text")
    return Target(name, target["printed"], words["unit"], words["note"])


def _is_printed(value: Any) -> bool:
    match value:
        case Decimal() | str():
            return True
        case [Decimal(), Decimal()]:
            return True
        case [*lines]:
            return bool(lines) and all(isinstance(line, str) for line in lines)
        case {**parts}:
            return bool(parts) and all(isinstance(part, Decimal | str) for part in parts.values())
        case _:
            return False


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
    return rounded(ours, _digits(printed)) == printed


def _digits(printed: Decimal) -> int:
    exponent = printed.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _in_shape_of(
    printed: Any, template: str, numbers: tuple[Number | None, ...], literals: list[Decimal]
) -> Any:
    """Our numbers, rounded as the printed ones are, in their place."""
    said = [
        None if ours is None else plain(rounded(ours, _digits(literal)))
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


def plain(printed: Any) -> Any:
    """A printed figure without Decimal, for JSON: whole numbers whole."""
    match printed:
        case Decimal():
            whole = printed == printed.to_integral_value() and _digits(printed) == 0
            return int(printed) if whole else float(printed)
        case list():
            return [plain(part) for part in printed]
        case Mapping():
            return {name: plain(part) for name, part in printed.items()}
        case _:
            return printed
