"""One patient as the cohort list knows them: a row of `course`, and how many issues are open."""

from __future__ import annotations

from typing import NamedTuple


class CourseRow(NamedTuple):
    """The columns of `course`, without the evidence, then the data issues and queries that wait
    for somebody. Booleans may come as 0 and 1.
    """

    patient: str
    included: bool | None = None
    group: str | None = None
    sex: str | None = None
    age: int | None = None
    etiology: str | None = None
    diagnosis_basis: str | None = None
    previous_treatments: str | None = None
    stage: str | None = None
    ecog: int | None = None
    child_pugh: str | None = None
    origin_on: str | None = None
    rt_site: str | None = None
    rt_target: str | None = None
    rt_technique: str | None = None
    rt_gy: float | None = None
    rt_fractions: int | None = None
    agent: str | None = None
    start_dose_mg: float | None = None
    dose_mg: float | None = None
    best_response: str | None = None
    afp_change_percent: float | None = None
    afp_decline_over_80: bool | None = None
    ttp_months: float | None = None
    ttp_event: bool | None = None
    os_months: float | None = None
    os_event: bool | None = None
    late_3_months: str | None = None
    late_6_months: str | None = None
    skin_reaction: bool | None = None
    first_on: str | None = None
    last_on: str | None = None
    events: int | None = None
    corrections: int | None = None
    open_issues: int | None = None


OF_COURSE = CourseRow._fields[:-1]
"""The columns that the table `course` has."""

SELECT = ", ".join(
    (
        *(f'course."{name}"' for name in OF_COURSE),
        "(SELECT count(*) FROM issue_review WHERE issue_review.patient = course.patient"
        " AND unsettled)",
    )
)
"""The columns in SQL, in the order of the row."""
