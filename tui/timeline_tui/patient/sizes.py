"""Reading how each day of imaging is judged, for the lanes."""

from __future__ import annotations

from typing import Any

from timeline.dates import day_bounds
from timeline.query import read_table
from timeline.store import Store
from timeline_tui.lanes.sizes import Assessment

_COLUMNS = [
    "criterion", "occurred_on", "by_protocol", "overall", "in_field", "out_field", "sum_mm",
    "baseline_sum_mm", "nadir_sum_mm", "size_change_percent", "change_from_nadir_percent",
    "new_lesions", "agrees", "scans",
]  # fmt: skip


def read_assessments(store: Store, patient: str, as_of: int | None) -> tuple[Assessment, ...]:
    """Every row of `response_assessments` of a patient."""
    table = read_table(
        store, "response_assessments", patient=patient, as_of=as_of, columns=_COLUMNS
    )
    return tuple(_assessment(dict(zip(_COLUMNS, row, strict=True))) for row in table.rows)


def _assessment(row: dict[str, Any]) -> Assessment:
    return Assessment(
        str(row["criterion"]),
        day_bounds(str(row["occurred_on"]))[0],
        bool(row["by_protocol"]),
        {part: str(row[part] or "") for part in ("overall", "in_field", "out_field")},
        row["sum_mm"],
        row["baseline_sum_mm"],
        row["nadir_sum_mm"],
        row["size_change_percent"],
        row["change_from_nadir_percent"],
        str(row["new_lesions"] or ""),
        None if row["agrees"] is None else bool(row["agrees"]),
        frozenset(str(row["scans"] or "").split()),
    )
