"""An analyte's values in one unit, with their limits: what its curve is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from timeline.criteria.laboratory_units import ANALYTES, standard_value
from timeline.errors import UnknownUnit
from timeline_tui.lanes.axes import Axis, Span, joined, linear_axis, log_axis
from timeline_tui.lanes.course import Item, finite

AFP = "AFP"
LOGARITHMIC = frozenset({AFP, "PIVKA-II", "AST", "ALT", "GGT", "ALP", "bilirubin"})
"""Markers, and what is graded in multiples of the upper limit. The others are linear."""
_DECADES = {AFP: 2.0}


@dataclass(frozen=True, slots=True)
class Reading:
    """A value and its limits, in the unit of the curve."""

    item: Item
    value: float
    low: float | None = None
    high: float | None = None


def unit_of(analyte: str, items: Sequence[Item]) -> str:
    """The unit of an analyte's curve: its standard one, else that of the last value."""
    if analyte in ANALYTES:
        return ANALYTES[analyte].standard_unit
    return str(items[-1].payload.get("unit", "")) if items else ""


def in_unit(analyte: str, item: Item, field: str) -> float | None:
    """A number of a laboratory event in the curve's unit; None where there is none to draw."""
    value = finite(item.payload.get(field))
    if value is None or analyte not in ANALYTES:
        return value
    try:
        return standard_value(analyte, value, str(item.payload.get("unit")))
    except UnknownUnit:
        return None


def readings(analyte: str, items: Iterable[Item]) -> list[Reading]:
    """The values that can be drawn; one in a unit that cannot be converted is left out."""
    items = list(items)
    known = analyte in ANALYTES
    unit = unit_of(analyte, items)
    found = []
    for item in items:
        value = in_unit(analyte, item, "value")
        if value is None or (not known and str(item.payload.get("unit", "")) != unit):
            continue
        low, high = in_unit(analyte, item, "lower_limit"), in_unit(analyte, item, "upper_limit")
        found.append(Reading(item, value, low, high))
    return found


def span_of(analyte: str, items: Iterable[Item]) -> Span | None:
    """The lowest and the highest of the values and, but for AFP, of the limits.

    On a log axis only what lies above zero counts.
    """
    values = []
    for one in readings(analyte, items):
        values.append(one.value)
        if analyte != AFP:
            values += [limit for limit in (one.low, one.high) if limit is not None]
    if analyte in LOGARITHMIC:
        values = [value for value in values if value > 0]
    return (min(values), max(values)) if values else None


def axis_of(analyte: str, span: Span | None, threshold: float, rows: int) -> Axis:
    """The analyte's axis over a span; AFP's has the threshold on it and two decades at least."""
    if analyte not in LOGARITHMIC:
        return linear_axis(span, rows)
    if analyte == AFP and threshold > 0:
        span = joined(span, (threshold, threshold))
    return log_axis(span, rows, decades=_DECADES.get(analyte, 1.0))


def limits_in_words(analyte: str, items: Iterable[Item]) -> str:
    """The last limits that were given: `150–400`, `≤45`, `≥3.5`; empty without."""
    for one in reversed(readings(analyte, items)):
        if one.low is not None and one.high is not None:
            return f"{one.low:.4g}–{one.high:.4g}"
        if one.high is not None:
            return f"≤{one.high:.4g}"
        if one.low is not None:
            return f"≥{one.low:.4g}"
    return ""
