"""The projections that there are: `PROJECTIONS` is the whole list."""

from __future__ import annotations

from timeline.errors import UnknownProjection
from timeline.projections.declaration import Declaration
from timeline.projections.declared.afp_decline import AFP_DECLINE
from timeline.projections.declared.course import COURSE
from timeline.projections.declared.data_issues import DATA_ISSUES
from timeline.projections.declared.drug_exposure import DRUG_EXPOSURE
from timeline.projections.declared.issue_review import ISSUE_REVIEW
from timeline.projections.declared.late_toxicity import LATE_TOXICITY, LATE_TOXICITY_ONSET
from timeline.projections.declared.liver_function import LIVER_FUNCTION
from timeline.projections.declared.radiotherapy import RADIOTHERAPY
from timeline.projections.declared.response import RESPONSE, RESPONSE_ASSESSMENTS
from timeline.projections.declared.time_to_event import (
    OVERALL_SURVIVAL,
    PROGRESSION_FREE_SURVIVAL,
    TIME_TO_PROGRESSION,
)
from timeline.projections.declared.toxicity import TOXICITY

PROJECTIONS: dict[str, Declaration] = {
    declaration.name: declaration
    for declaration in (
        OVERALL_SURVIVAL,
        TIME_TO_PROGRESSION,
        PROGRESSION_FREE_SURVIVAL,
        AFP_DECLINE,
        LATE_TOXICITY,
        LATE_TOXICITY_ONSET,
        TOXICITY,
        LIVER_FUNCTION,
        RADIOTHERAPY,
        RESPONSE,
        RESPONSE_ASSESSMENTS,
        DRUG_EXPOSURE,
        DATA_ISSUES,
        ISSUE_REVIEW,
        COURSE,
    )
}


def find_projection(name: str) -> Declaration:
    """The projection of that name. Raises UnknownProjection with the names that exist."""
    try:
        return PROJECTIONS[name]
    except KeyError:
        raise UnknownProjection(
            f"{name!r} is not a projection; known: {', '.join(PROJECTIONS)}"
        ) from None


def fields_read(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The payload fields by kind that the named projections read together."""
    wanted: dict[str, dict[str, None]] = {}
    for name in names:
        for kind, fields in PROJECTIONS[name].reads.items():
            wanted.setdefault(kind, {}).update(dict.fromkeys(fields))
    return {kind: tuple(fields) for kind, fields in wanted.items()}


def values_read(names: tuple[str, ...]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The field and its values, by kind, beyond which none of the named projections looks."""
    limits: dict[str, tuple[str, tuple[str, ...]]] = {}
    reading = [PROJECTIONS[name] for name in names]
    for kind in {kind for declaration in reading for kind in declaration.only}:
        given = [d.only.get(kind) for d in reading if d.reads.get(kind)]
        fields = {limit[0] for limit in given if limit}
        if given and None not in given and len(fields) == 1:
            values = dict.fromkeys(value for limit in given if limit for value in limit[1])
            limits[kind] = (fields.pop(), tuple(values))
    return limits
