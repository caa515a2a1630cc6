"""The response at each day of imaging as the projections judge it, and which of it is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from timeline_tui.lanes.course import Day, Item, finite

SUMS = "sum of diameters"
"""The curve of the sums, among the names of analytes."""
CRITERIA = {"mrecist": "mRECIST", "recist11": "RECIST 1.1"}
_DIAMETERS = {"mrecist": "viable_mm", "recist11": "longest_mm"}


@dataclass(frozen=True, slots=True)
class Assessment:
    """A day of imaging by one criterion. Sums in mm, changes in per cent; None: not known.

    `calls` are by `overall`, `in_field` and `out_field`; `scans` are the facts behind it.
    """

    criterion: str
    day: Day
    by_protocol: bool = False
    calls: Mapping[str, str] = field(default_factory=dict)
    sum_mm: float | None = None
    baseline_mm: float | None = None
    nadir_mm: float | None = None
    change: float | None = None
    from_nadir: float | None = None
    new_lesions: str = ""
    agrees: bool | None = None
    scans: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Measure:
    """What letters and sums are drawn: the reader's calls, or a criterion's of a part."""

    name: str
    words: str
    criterion: str = ""
    part: str = "overall"


READER = Measure("reader", "reader")
MEASURES = (
    READER,
    *(
        Measure(f"{criterion}-{part}", f"{words}{said}", criterion, part)
        for criterion, words in CRITERIA.items()
        for part, said in (
            ("overall", ""),
            ("in_field", ", in field"),
            ("out_field", ", out of field"),
        )
    ),
)


@dataclass(frozen=True)
class Sizes:
    """Everything judged of a patient, and the measure in use."""

    assessments: tuple[Assessment, ...] = ()
    measure: Measure = READER

    @cached_property
    def _by_scan(self) -> dict[tuple[str, str], Assessment]:
        return {(one.criterion, scan): one for one in self.assessments for scan in one.scans}

    @cached_property
    def _contradicted(self) -> frozenset[str]:
        return frozenset(
            scan for one in self.assessments if one.agrees is False for scan in one.scans
        )

    @cached_property
    def criterion(self) -> str:
        """The measure's criterion; of the reader's calls the protocol's, if that has sums."""
        if self.measure.criterion:
            return self.measure.criterion
        with_sums = [one for one in self.assessments if one.sum_mm is not None]
        ranked = sorted(with_sums or self.assessments, key=lambda one: not one.by_protocol)
        return ranked[0].criterion if ranked else ""

    def of(self, item: Item) -> Assessment | None:
        """How the day of a scan is judged by the measure's criterion."""
        return self._by_scan.get((self.criterion, item.event.fact))

    def call(self, item: Item) -> str:
        """The letters of a scan; empty where there are none."""
        if self.measure == READER:
            return str(item.payload.get("reported_response") or "")
        one = self.of(item)
        if one is None:
            return ""
        return one.calls.get(self.measure.part) or ("baseline" if _is_baseline(item) else "")

    def differs(self, item: Item) -> bool:
        """Whether the reader's call is not what the protocol's criterion gives."""
        return item.event.fact in self._contradicted

    def sums(self, scans: Iterable[Item]) -> list[tuple[Item, float]]:
        """The sum at each scan in mm: by the projection, outside the field as measured there."""
        found = []
        seen: set[Day] = set()
        for item in scans:
            value = self._sum(item)
            if value is not None and item.day not in seen:
                seen.add(item.day)
                found.append((item, value))
        return found

    def _sum(self, item: Item) -> float | None:
        if self.measure.part == "out_field":
            return outside_mm(item.payload, self.criterion)
        one = self.of(item)
        return finite(one.sum_mm) if one is not None else None

    @property
    def unit_words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the curve is of, in two lines, each in wordings from long to short."""
        criterion = CRITERIA.get(self.criterion, self.criterion)
        part = {"in_field": ("in field",), "out_field": ("out of field", "outside")}
        words = part.get(self.measure.part, (criterion, criterion.partition(" ")[0]))
        return ("sum, mm", "sum"), words


def _is_baseline(item: Item) -> bool:
    return item.payload.get("reported_response") == "baseline"


def outside_mm(payload: Mapping[str, Any], criterion: str) -> float | None:
    """The summed diameters of the lesions outside the field; None without one or with a gap."""
    values = []
    for lesion in payload.get("lesions") or ():
        if not isinstance(lesion, Mapping) or lesion.get("field") != "out":
            continue
        short = finite(lesion.get("short_axis_mm"))
        size = short if short is not None else finite(lesion.get(_DIAMETERS.get(criterion, "")))
        if size is None:
            return None
        values.append(size)
    return sum(values) if values else None


def in_words(one: Assessment) -> str:
    """`mRECIST PR (in field PR, out of field non-PD), sum 52 mm, −38 % from baseline 84, …`."""
    overall, inside, outside = (
        one.calls.get(part) or "" for part in ("overall", "in_field", "out_field")
    )
    words = CRITERIA.get(one.criterion, one.criterion)
    words += f" {overall}" if overall else ""
    if inside or outside:
        words += f" (in field {inside or '–'}, out of field {outside or '–'})"
    if one.sum_mm is None:
        return f"{words}, no sum"
    words += f", sum {one.sum_mm:.6g} mm"
    if overall and one.change is not None and one.baseline_mm is not None:
        words += f", {_signed(one.change)} from baseline {one.baseline_mm:.6g}"
    if overall and one.from_nadir is not None and one.nadir_mm is not None:
        words += f", {_signed(one.from_nadir)} from nadir {one.nadir_mm:.6g}"
    return words


def _signed(percent: float) -> str:
    rounded = f"{percent:+.0f}"
    return ("0" if rounded in ("+0", "-0") else rounded.replace("-", "−")) + " %"
