"""What every projection's table holds: key, columns, units, meanings and sources of definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from timeline.errors import UnknownProjection

Dtype = Literal["text", "date", "integer", "number", "boolean"]


@dataclass(frozen=True)
class Column:
    """One column: its type, what it means, its unit and where its definition was published."""

    dtype: Dtype
    meaning: str
    unit: str = ""
    source: str = ""


AFP_ALONE: dict[str, tuple[str, tuple[str, ...]]] = {"lab": ("analyte", ("AFP",))}
"""No projection reads the values of another analyte yet."""


@dataclass(frozen=True)
class Declaration:
    """One projection's table. `module` derives it, from the payload fields in `reads` and from the
    tables in `needs`; `columns` has the key first and `evidence` last. `only` names, for a kind,
    the values of a field that the projection looks at: of other facts it reads the dates alone.
    """

    name: str
    title: str
    module: str
    reads: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    needs: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=lambda: AFP_ALONE)


PATIENT = Column("text", "pseudonymous identifier")
EVIDENCE = Column("text", "the facts that the row rests on, ids separated by blanks")

FDA_ENDPOINTS = "FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics, 2018"
RECIST = "Eisenhauer et al., Eur J Cancer 2009;45:228–247"
FOWLER = "Fowler, Br J Radiol 1989;62:679–694"
WITHERS = "Withers, Thames & Peters, Radiother Oncol 1983;1:187–191"
LLOVET = "Llovet et al., J Natl Cancer Inst 2008;100:698–711"
CTCAE = "CTCAE v3.0, National Cancer Institute, 2006"

_ORIGIN_FIELDS: dict[str, tuple[str, ...]] = {
    "registration": (),
    "rt_fraction": (),
    "drug_dose": ("agent", "daily_dose_mg"),
    "imaging": ("reported_response", "new_lesions", "non_target"),
    "vital_status": ("status",),
    "lab": ("analyte",),
    "clinical_status": (),
    "adverse_event": (),
    "procedure": (),
}


def _time_to_event(event_meaning: str, source: str) -> dict[str, Column]:
    return {
        "patient": PATIENT,
        "origin_on": Column("date", "day 0, by the protocol's time origin"),
        "ended_on": Column("date", "day of the event or of censoring"),
        "days": Column(
            "integer", "from origin to end; day 0 counts 0 unless the protocol says 1", "d"
        ),
        "months": Column("number", "days / days per month of the protocol", "mo"),
        "event": Column("boolean", event_meaning, source=source),
        "reason": Column("text", "what ended the time, or why it was censored"),
        "evidence": EVIDENCE,
    }


PROJECTIONS: dict[str, Declaration] = {
    declaration.name: declaration
    for declaration in (
        Declaration(
            "os",
            "Overall survival",
            "overall_survival",
            _ORIGIN_FIELDS,
            ("patient",),
            _time_to_event(
                "true: death of any cause; false: censored at last contact", FDA_ENDPOINTS
            ),
        ),
        Declaration(
            "ttp",
            "Time to progression",
            "time_to_progression",
            _ORIGIN_FIELDS,
            ("patient",),
            _time_to_event(
                "true: progression on imaging; a death without progression censors", LLOVET
            ),
        ),
        Declaration(
            "pfs",
            "Progression-free survival",
            "progression_free_survival",
            _ORIGIN_FIELDS,
            ("patient",),
            _time_to_event("true: progression on imaging or death, the first", FDA_ENDPOINTS),
        ),
        Declaration(
            "afp_decline",
            "AFP decline",
            "afp_decline",
            {**_ORIGIN_FIELDS, "lab": ("analyte", "value", "unit", "comparator")},
            ("patient",),
            {
                "patient": PATIENT,
                "baseline_iu_per_ml": Column(
                    "number", "last AFP on or before the origin, within the window", "IU/mL"
                ),
                "baseline_on": Column("date", "day of the baseline AFP"),
                "post_iu_per_ml": Column("number", "first AFP after RT (or the origin)", "IU/mL"),
                "post_on": Column("date", "day of the post AFP"),
                "change_percent": Column("number", "(post − baseline) / baseline × 100", "%"),
                "nadir_iu_per_ml": Column("number", "lowest AFP after the origin", "IU/mL"),
                "nadir_on": Column("date", "first day of the nadir"),
                "decline_over_80": Column(
                    "boolean", "declined by strictly more than the protocol's percentage (80)"
                ),
                "evidence": EVIDENCE,
            },
        ),
        Declaration(
            "late_toxicity",
            "Late toxicity at landmarks",
            "late_toxicity",
            {
                **_ORIGIN_FIELDS,
                "adverse_event": ("episode", "term", "grade", "attribution"),
            },
            ("patient", "landmark_months"),
            {
                "patient": PATIENT,
                "landmark_months": Column("integer", "the landmark", "mo"),
                "landmark_on": Column(
                    "date", "day of the landmark, counted from the last fraction"
                ),
                "evaluable": Column("boolean", "alive and in contact on the day of the landmark"),
                "present": Column(
                    "boolean",
                    "an adverse event in effect within the window; missing: not evaluable",
                ),
                "max_grade": Column("integer", "highest grade in effect, 0 for none", source=CTCAE),
                "terms": Column("text", "terms in effect, worst first, separated by '; '"),
                "attribution": Column("text", "what they were attributed to, separated by '; '"),
                "evidence": EVIDENCE,
            },
        ),
        Declaration(
            "radiotherapy",
            "Radiotherapy courses as delivered",
            "radiotherapy",
            {
                "rt_fraction": ("course", "number", "dose_gy"),
                "rt_prescription": ("course", "site", "target", "technique", "total_dose_gy"),
            },
            ("patient", "course"),
            {
                "patient": PATIENT,
                "course": Column("text", "the course"),
                "site": Column("text", "prescribed site"),
                "target": Column("text", "primary, metastasis or bone"),
                "technique": Column("text", "prescribed technique"),
                "total_gy": Column("number", "sum of the delivered fractions", "Gy"),
                "fractions": Column("integer", "delivered fractions"),
                "fraction_gy": Column("number", "median dose of a delivered fraction", "Gy"),
                "prescribed_gy": Column("number", "prescribed total dose", "Gy"),
                "bed_gy": Column("number", "Σ d (1 + d / (α/β))", "Gy", FOWLER),
                "eqd2_gy": Column("number", "Σ d (d + α/β) / (2 + α/β)", "Gy", WITHERS),
                "conventional_gy": Column(
                    "number",
                    "equivalent dose in whole fractions of the protocol's conventional size",
                    "Gy",
                    "the study's own; it calls it BED",
                ),
                "first_on": Column("date", "first fraction whose day is known"),
                "last_on": Column("date", "last fraction whose day is known"),
                "longest_gap_days": Column(
                    "integer",
                    "longest delay of a fraction beyond the next weekday after the one before",
                    "d",
                ),
                "evidence": EVIDENCE,
            },
        ),
        Declaration(
            "course",
            "The cohort list's row",
            "course",
            {
                **_ORIGIN_FIELDS,
                "registration": ("sex", "birth_date", "etiology"),
                "eligibility": ("status", "group"),
                "rt_prescription": (),
                "note": (),
                "clinical_status": (
                    "ecog",
                    "child_pugh_score",
                    "child_pugh_class",
                    "stage",
                ),
            },
            ("patient",),
            {
                "patient": PATIENT,
                "included": Column("boolean", "not excluded by the study's eligibility decision"),
                "group": Column("text", "the study's group"),
                "sex": Column("text", "male, female or unknown"),
                "age": Column("integer", "completed years at the origin", "a"),
                "etiology": Column("text", "cause of the liver disease"),
                "stage": Column("text", "stage, last known up to the origin (else the first)"),
                "ecog": Column("integer", "ECOG performance status, as stage"),
                "child_pugh": Column("text", "Child–Pugh class and score, as stage"),
                "origin_on": Column("date", "day 0, by the protocol's time origin"),
                "rt_gy": Column("number", "delivered dose over all courses", "Gy"),
                "rt_fractions": Column("integer", "delivered fractions over all courses"),
                "agent": Column("text", "the protocol's drug, where it was given"),
                "start_dose_mg": Column("number", "first daily dose", "mg"),
                "dose_mg": Column("number", "last daily dose; 0: stopped or interrupted", "mg"),
                "best_response": Column(
                    "text", "best call of the readers up to progression", source=RECIST
                ),
                "afp_change_percent": Column("number", "of `afp_decline`", "%"),
                "afp_decline_over_80": Column("boolean", "of `afp_decline`"),
                "ttp_months": Column("number", "of `ttp`", "mo"),
                "ttp_event": Column("boolean", "of `ttp`"),
                "os_months": Column("number", "of `os`", "mo"),
                "os_event": Column("boolean", "of `os`"),
                "late_3_months": Column(
                    "text", "late toxicity at the first landmark: none, n/e or grade and term"
                ),
                "late_6_months": Column("text", "late toxicity at the second landmark"),
                "first_on": Column("date", "first event"),
                "last_on": Column("date", "last event"),
                "events": Column("integer", "effective facts"),
                "corrections": Column("integer", "effective facts that were revised"),
                "evidence": EVIDENCE,
            },
            needs=("os", "ttp", "afp_decline", "late_toxicity", "radiotherapy"),
        ),
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
