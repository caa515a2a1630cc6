"""DM: one record a subject."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc.dataset import (
    FACT,
    IDENTIFIERS,
    Dataset,
    Record,
    qualifier_of,
    supplemental,
    variables,
)
from timeline.exporting.cdisc.subject import Subject
from timeline.exporting.cdisc.terminology import SEX


def records(subject: Subject) -> Iterator[Record]:
    course = subject.course
    registered = next(iter(subject.of("registration")), None)
    deaths = [event for event in subject.of("vital_status") if event.payload["status"] == "dead"]
    group = course["group"] or ""
    yield {
        "SUBJID": subject.patient,
        "RFSTDTC": subject.origin,
        "RFENDTC": course["last_on"],
        "DTHDTC": deaths[-1].occurred_on if deaths else None,
        "DTHFL": "Y" if deaths else None,
        "BRTHDTC": registered.payload.get("birth_date") if registered else None,
        "AGE": course["age"],
        "AGEU": None if course["age"] is None else "YEARS",
        "SEX": SEX.get(course["sex"] or "unknown"),
        "ARMCD": group[:20].upper(),
        "ARM": group,
        "ACTARMCD": group[:20].upper(),
        "ACTARM": group,
        FACT: registered.fact if registered else None,
    }


QUALIFIERS: dict[str, tuple[str, str]] = {
    "diagnosis_basis": ("DXBASIS", "Basis of the Diagnosis"),
    "etiology": ("ETIOLOGY", "Cause of the Liver Disease"),
    "previous_treatments": ("PREVTRT", "Previous Treatments"),
}
"""QNAM and QLABEL by the field of a registration."""


def supplement(subject: Subject) -> Iterator[Record]:
    """What a registration says beyond DM, and its date."""
    for event in subject.of("registration"):
        yield qualifier_of("", "", "REGDTC", "Date of Registration", event.occurred_on)
        for field, (name, label) in QUALIFIERS.items():
            value = event.payload.get(field)
            if value:
                told = "; ".join(value) if isinstance(value, list) else value
                yield qualifier_of("", "", name, label, told)


SUPPDM = supplemental("DM", supplement)
DM = Dataset(
    "DM",
    "Demographics",
    (
        *IDENTIFIERS,
        *variables(
            ("SUBJID", "Subject Identifier for the Study"),
            ("RFSTDTC", "Subject Reference Start Date/Time"),
            ("RFENDTC", "Subject Reference End Date/Time"),
            ("DTHDTC", "Date/Time of Death"),
            ("DTHFL", "Subject Death Flag"),
            ("SITEID", "Study Site Identifier"),
            ("BRTHDTC", "Date/Time of Birth"),
            ("AGE#", "Age"),
            ("AGEU", "Age Units"),
            ("SEX", "Sex"),
            ("RACE", "Race"),
            ("ARMCD", "Planned Arm Code"),
            ("ARM", "Description of Planned Arm"),
            ("ACTARMCD", "Actual Arm Code"),
            ("ACTARM", "Description of Actual Arm"),
            ("COUNTRY", "Country"),
        ),
    ),
    records,
)
