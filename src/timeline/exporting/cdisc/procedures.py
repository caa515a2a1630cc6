"""PR: every delivered fraction of radiotherapy, and other procedures. What was prescribed of a
course stands in SUPPPR, by PRGRPID.
"""

from __future__ import annotations

from collections.abc import Iterator

from timeline.events import Event
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

RADIOTHERAPY = "RADIOTHERAPY"

PRESCRIBED: dict[str, tuple[str, str]] = {
    "total_dose_gy": ("PRPLDOSE", "Prescribed Total Dose (Gy)"),
    "fractions": ("PRPLFRAC", "Prescribed Number of Fractions"),
    "fraction_dose_gy": ("PRPLFXGY", "Prescribed Dose per Fraction (Gy)"),
    "site": ("PRPLSITE", "Prescribed Site"),
    "target": ("PRTARGET", "Target: Primary, Metastasis or Bone"),
    "technique": ("PRTECH", "Technique"),
}
"""QNAM and QLABEL by the field of a prescription."""

CONSTRAINTS = "PRCONSTR"


def records(subject: Subject) -> Iterator[Record]:
    sites = {event.payload["course"]: event.payload["site"] for event in _prescriptions(subject)}
    for event in subject.of("procedure", "rt_fraction"):
        said = event.payload
        record: dict[str, object] = {
            "PRSPID": event.fact.split("/", 2)[-1],
            "PRSTDTC": event.occurred_on,
            "PRSTDY": subject.study_day(event.occurred_on),
            FACT: event.fact,
        }
        if event.kind == "procedure":
            yield record | {"PRTRT": said["name"], "PRLOC": said.get("site")}
        else:
            yield record | {
                "PRGRPID": said["course"],
                "PRTRT": RADIOTHERAPY,
                "PRCAT": RADIOTHERAPY,
                "PRDOSE": said["dose_gy"],
                "PRDOSU": "Gy",
                "PRLOC": sites.get(said["course"]),
            }


def supplement(subject: Subject) -> Iterator[Record]:
    for event in _prescriptions(subject):
        for name, (qualifier, label) in PRESCRIBED.items():
            value = event.payload[name]
            told = f"{value:.12g}" if isinstance(value, float) else str(value)
            yield qualifier_of("PRGRPID", event.payload["course"], qualifier, label, told)
        if limits := event.payload.get("constraints"):
            label, told = "Organ Constraints", "; ".join(limits)
            yield qualifier_of("PRGRPID", event.payload["course"], CONSTRAINTS, label, told)
        label = "Date of the Prescription"
        yield qualifier_of("PRGRPID", event.payload["course"], "PRPLDTC", label, event.occurred_on)


def _prescriptions(subject: Subject) -> list[Event]:
    return subject.of("rt_prescription")


PR = Dataset(
    "PR",
    "Procedures",
    (
        *IDENTIFIERS,
        *variables(
            ("PRSEQ#", "Sequence Number"),
            ("PRGRPID", "Group ID"),
            ("PRSPID", "Sponsor-Defined Identifier"),
            ("PRTRT", "Reported Name of Procedure"),
            ("PRCAT", "Category for Procedure"),
            ("PRLOC", "Location of Procedure"),
            ("PRDOSE#", "Dose"),
            ("PRDOSU", "Dose Units"),
            ("PRSTDTC", "Start Date/Time of Procedure"),
            ("PRSTDY#", "Study Day of Start of Procedure"),
        ),
    ),
    records,
)
SUPPPR = supplemental("PR", supplement)
