"""Reading one patient in a thread: events, revisions, the moments of change, the endpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from timeline.events import Event
from timeline.explain import Explanation, explain
from timeline.history import all_revisions, effective_events
from timeline.kinds import REMARKS
from timeline.protocols import current_protocol
from timeline.query import is_stale, read_table
from timeline.store import Store
from timeline_tui.cohort.course_row import OF_COURSE, CourseRow
from timeline_tui.lanes.sizes import Assessment
from timeline_tui.patient.lab_grades import grades_of_values
from timeline_tui.patient.sizes import read_assessments
from timeline_tui.session import Session


@dataclass(frozen=True)
class Endpoints:
    """A patient's endpoints as of a moment: the cohort list's row, why TTP and OS ended, and the
    assessments of its imaging.
    """

    row: CourseRow
    ttp_reason: str = ""
    os_reason: str = ""
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True)
class PatientCourse:
    """Everything that the patient screen shows. Without `endpoints` they have to be derived."""

    patient: str
    events: Sequence[Event] = ()
    last_day: str = ""
    threshold: float = 200.0
    endpoints: Endpoints | None = None
    grades: Mapping[str, int | None] = field(default_factory=dict)
    """CTCAE grades of laboratory values, by fact."""


def read_course(
    session: Session, patient: str, as_of: int | None, origin_on: str | None = None
) -> PatientCourse:
    """The course as of a seq; endpoints too where they stand in the tables.

    That is so now, and as of any point after which nothing was said of the patient. `origin_on` is
    the time origin as far as it is known without them, for the baseline of laboratory grades.
    """
    with session.open() as store:
        everything = all_revisions(store, patient)
        known = [event for event in everything if as_of is None or event.seq <= as_of]
        events = effective_events(store, patient, as_of=as_of) if known else []
        events = [event for event in events if event.kind not in REMARKS]
        unchanged = len(known) == len(everything)
        protocol = current_protocol(store)
        endpoints = None
        if unchanged and not is_stale(store):
            endpoints = _read_endpoints(store, patient, None)
    if endpoints is not None:
        origin_on = endpoints.row.origin_on
    happened = [event for event in everything if event.kind not in REMARKS]
    return PatientCourse(
        patient,
        events,
        max((event.occurred_on for event in happened), default=""),
        protocol.afp_decline.elevated_iu_per_ml,
        endpoints,
        grades_of_values(events, protocol.toxicity, origin_on),
    )


def derive_endpoints(session: Session, patient: str, as_of: int | None) -> Endpoints | None:
    """The endpoints, derived in memory where the tables do not have them."""
    with session.open() as store:
        return _read_endpoints(store, patient, as_of)


def _read_endpoints(store: Store, patient: str, as_of: int | None) -> Endpoints | None:
    course = read_table(store, "course", patient=patient, as_of=as_of, columns=OF_COURSE).rows
    if not course:
        return None
    reasons = []
    for name in ("ttp", "os"):
        rows = read_table(store, name, patient=patient, as_of=as_of, columns=["reason"]).rows
        reasons.append(str(rows[0][0] or "") if rows else "")
    found = read_table(
        store, "issue_review", patient=patient, as_of=as_of, columns=["unsettled"]
    ).rows
    unsettled = sum(waits for (waits,) in found)
    row = CourseRow._make((*course[0], unsettled))
    return Endpoints(row, reasons[0], reasons[1], read_assessments(store, patient, as_of))


def read_explanations(
    session: Session, patient: str, name: str, as_of: int | None
) -> list[Explanation]:
    """Why an endpoint is what it is."""
    with session.open() as store:
        return explain(store, patient, name, as_of=as_of)


def record_day(recorded_at: int) -> date:
    """The calendar day, UTC, of an instant of recording."""
    return datetime.fromtimestamp(recorded_at // 1_000_000, UTC).date()
