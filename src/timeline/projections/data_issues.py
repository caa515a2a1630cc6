"""Data issues: what in a patient's course is contradictory, missing, or dealt with by a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from timeline.criteria.data_issues import ISSUES
from timeline.effective import EffectiveEvents, objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.issues.adverse_events import adverse_event_issues
from timeline.projections.issues.dates import date_issues
from timeline.projections.issues.drug import drug_issues
from timeline.projections.issues.finding import Finding
from timeline.projections.issues.imaging import imaging_issues
from timeline.projections.issues.laboratory import laboratory_issues
from timeline.projections.issues.radiotherapy import radiotherapy_issues
from timeline.protocol import Protocol

Find = Callable[[EffectiveEvents, Protocol, Mapping[str, DerivedTable]], Iterator[Finding]]

FINDERS: tuple[Find, ...] = (
    imaging_issues,
    laboratory_issues,
    radiotherapy_issues,
    drug_issues,
    adverse_event_issues,
    date_issues,
)


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each issue and the fact that it is about."""
    found = [issue for find in FINDERS for issue in find(events, protocol, needed)]
    found.sort(key=lambda issue: issue[:3])
    columns = {
        "patient": objects([events.patients[issue.patient] for issue in found]),
        "issue": objects([issue.issue for issue in found]),
        "fact": objects([issue.fact for issue in found]),
        "severity": objects([ISSUES[issue.issue].severity for issue in found]),
        "occurred_on": objects([issue.occurred_on for issue in found]),
        "what": objects([issue.what[:1].upper() + issue.what[1:] for issue in found]),
        "evidence": objects([issue.evidence for issue in found]),
    }
    return table_of(PROJECTIONS["data_issues"], columns)
