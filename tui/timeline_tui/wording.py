"""Values as a person reads them: numbers, dates, instants and the study's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

MISSING = "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float | None, digits: int | None = None) -> str:
    """A number with a true minus sign; with `digits` rounded to so many places."""
    if value is None:
        return MISSING
    text = f"{value:.{digits}f}" if digits is not None else f"{value:.10g}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def grouped(value: float) -> str:
    """A number with its thousands apart: `8 320`."""
    whole = float(value).is_integer()
    text = f"{int(value):,}" if whole else f"{value:,.10g}"
    return text.replace(",", " ").replace("-", "−")


def percent(value: float | None) -> str:
    """A change in percent, rounded to whole ones, with its sign: `−87 %`."""
    if value is None:
        return MISSING
    text = number(value, 0)
    return f"+{text} %" if value > 0 and text != "0" else f"{text} %"


def time_months(months: float | None, happened: bool | None, mark: str) -> str:
    """A time to an event: `4.1 †` where it happened, `4.1 +` where it was censored."""
    if months is None:
        return MISSING
    return f"{number(months, 1)} {mark if happened else '+'}"


def dose_steps(start: float | None, last: float | None) -> str:
    """The first and the last daily dose: `800→400`, or one where they agree."""
    if start is None:
        return MISSING
    if last is None or last == start:
        return number(start)
    return f"{number(start)}→{number(last)}"


def sex_letter(sex: str | None) -> str:
    return {"male": "M", "female": "F"}.get(sex or "", "?" if sex else MISSING)


def day_words(text: str) -> str:
    """A clinical date in words, as far as it is known: `2 Mar 2009`, `Mar 2009`, `2009`."""
    parts = text.split("-")
    if len(parts) == 1:
        return text
    month = MONTHS[int(parts[1]) - 1]
    return f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"


def instant_words(us: int) -> str:
    """An instant in words, UTC: `12 Jan 2010, 09:30 UTC`."""
    at = datetime.fromtimestamp(us // 1_000_000, UTC)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def plural(count: int, noun: str) -> str:
    """A count with its noun: `1 patient`, `2 484 patients`."""
    ending = "s" if not noun.endswith("y") else "ies"
    stem = noun if not noun.endswith("y") else noun[:-1]
    return f"{grouped(count)} {noun if count == 1 else stem + ending}"


def value_words(value: Any) -> str:
    """A payload's value on one line."""
    if value is None or value == [] or value == "":
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return grouped(value)
    if isinstance(value, list):
        return "; ".join(value_words(item) for item in value)
    if isinstance(value, dict):
        return " ".join(value_words(item) for item in value.values())
    return str(value)


def field_words(name: str) -> str:
    """A field's name as a label, its unit left to the value's side: `Total dose`."""
    shown = name
    for unit in ("_gy", "_mm", "_mg"):
        shown = shown.removesuffix(unit)
    words = shown.replace("_", " ")
    known = {
        "ecog": "ECOG",
        "ctcae version": "CTCAE version",
        "child pugh score": "Child–Pugh score",
    }
    known |= {"child pugh class": "Child–Pugh class"}
    return known.get(words, words[:1].upper() + words[1:])


FIELD_UNITS = {"_gy": "Gy", "_mm": "mm", "_mg": "mg"}


def field_unit(name: str) -> str:
    """The unit that a field's name carries, or nothing."""
    return next((unit for end, unit in FIELD_UNITS.items() if name.endswith(end)), "")


_SIZES = {"longest_mm": "", "viable_mm": " viable", "short_axis_mm": " short axis"}


def lesion_words(lesions: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line a lesion: `L1 target in-field 84 mm`."""
    lines = []
    for lesion in lesions:
        words = [str(lesion.get("lesion")), str(lesion.get("role")).replace("_", "-")]
        words += [f"{lesion['field']}-field"] if lesion.get("field") else []
        for name, kind in _SIZES.items():
            if lesion.get(name) is not None:
                words.append(f"{value_words(lesion[name])} mm{kind}")
        lines.append(" ".join(words))
    return lines or [MISSING]
