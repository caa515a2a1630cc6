"""A patient's course put on lanes, as far as it was known at a moment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from timeline_tui.patient.reading import PatientCourse, record_day

if TYPE_CHECKING:
    from timeline_tui.lanes.widget import PatientLanes
    from timeline_tui.moment import Moment


def show_course(
    lanes: PatientLanes, course: PatientCourse, moment: Moment | None, origin_on: str | None
) -> None:
    """Draw the course; time runs from `origin_on`, and what lies after the moment is hatched."""
    lanes.hidden_after = record_day(moment.recorded_at) if moment and moment.seq else None
    lanes.show(
        course.events,
        origin_day=_first_day(origin_on),
        end=_first_day(course.last_day),
        threshold=course.threshold,
        grades=course.grades,
        assessments=course.endpoints.assessments if course.endpoints else (),
    )


def _first_day(text: str | None) -> date | None:
    from timeline.dates import parse_clinical_date

    return parse_clinical_date(text).earliest if text else None
