"""RECIST 1.1: thresholds, and the tables of the response at a time point.

Source: Eisenhauer et al., Eur J Cancer 2009;45:228–247 (New response evaluation criteria in solid
tumours: revised RECIST guideline, version 1.1).
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from timeline.criteria.response import Response, ResponseCriterion

EISENHAUER = "Eisenhauer et al., Eur J Cancer 2009;45:228–247"

RECIST_1_1 = ResponseCriterion(
    name="recist11",
    title="RECIST 1.1",
    diameter="longest_mm",
    partial_response_fall_percent=30,  # section 4.3.1
    progression_rise_percent=20,  # section 4.3.1
    progression_rise_mm=5,  # section 4.3.1
    normal_node_below_mm=10,  # sections 3.1.1 and 4.3.1
    target_from_mm=10,  # section 3.1.1
    target_node_from_mm=15,  # section 3.1.1
    most_targets=5,  # section 4.2
    source=EISENHAUER,
)

CR, PR, SD, NON_PD, PD, NE, NONE = Response


class TimePoint(NamedTuple):
    """One row of the table; None stands for any."""

    target: Response | None
    non_target: Response | None
    new_lesions: bool | None
    overall: Response
    source: str


TIME_POINTS = (
    TimePoint(PD, None, None, PD, "Table 1, row 6"),
    TimePoint(None, PD, None, PD, "Table 1, row 7; Table 2, row 4"),
    TimePoint(None, None, True, PD, "Table 1, row 8; Table 2, row 5"),
    TimePoint(CR, CR, False, CR, "Table 1, row 1"),
    TimePoint(CR, NONE, False, CR, "Table 1, row 1, without non-target disease"),
    TimePoint(CR, NON_PD, False, PR, "Table 1, row 2"),
    TimePoint(CR, NE, False, PR, "Table 1, row 2 (not evaluated)"),
    TimePoint(PR, None, False, PR, "Table 1, row 3: non-PD or not all evaluated"),
    TimePoint(SD, None, False, SD, "Table 1, row 4: non-PD or not all evaluated"),
    TimePoint(NE, None, False, NE, "Table 1, row 5"),
    TimePoint(NONE, CR, False, CR, "Table 2, row 1"),
    TimePoint(NONE, NON_PD, False, NON_PD, "Table 2, row 2"),
    TimePoint(NONE, NE, False, NE, "Table 2, row 3"),
    TimePoint(NONE, NONE, False, NE, "no disease to follow"),
)
"""The first row that fits decides. Table 1 is for target disease, Table 2 for non-target alone."""


def overall_response(target: Any, non_target: Any, new_lesions: Any) -> Any:
    """The overall response at a time point, by `TIME_POINTS`.

    Of target lesions (`Response.NONE`: there are none), non-target lesions and whether a new lesion
    has appeared; numbers or arrays.
    """
    return _lookup()[target, non_target, np.asarray(new_lesions, dtype=np.int64)]


@cache
def _lookup() -> Any:
    table = np.full((len(Response), len(Response), 2), NE, dtype=np.int64)
    for row in reversed(TIME_POINTS):
        anywhere = slice(None)
        table[
            anywhere if row.target is None else row.target,
            anywhere if row.non_target is None else row.non_target,
            anywhere if row.new_lesions is None else int(row.new_lesions),
        ] = row.overall
    return table
