"""TU, TR and RS: lesions when they were first seen, what was measured of them, the reader's call.

TULNKID and TRLNKID are the lesion's name; RELREC says that they belong together.
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
from timeline.exporting.cdisc.terminology import LESION_ROLES, MEASUREMENTS, RESPONSES

READER = "INVESTIGATOR"


def image(event: Event) -> str:
    """The key of the scan, by which its records in TU, TR and RS are known."""
    return event.fact.split("/", 2)[-1]


def identified(subject: Subject) -> Iterator[Record]:
    """A lesion at the first scan that measures it; a new one as NEW at each that calls it so."""
    seen: set[str] = set()
    for event in subject.of("imaging"):
        said = event.payload
        found = [
            (lesion["lesion"], LESION_ROLES[lesion["role"]])
            for lesion in said.get("lesions", [])
            if lesion["lesion"] not in seen
        ]
        seen |= {lesion for lesion, _ in found}
        found += [(lesion, "NEW") for lesion in said.get("new_lesions", [])]
        for lesion, role in found:
            yield {
                "TUREFID": image(event),
                "TULNKID": lesion,
                "TUTESTCD": "TUMIDENT",
                "TUTEST": "Tumor Identification",
                "TUORRES": role,
                "TUSTRESC": role,
                "TULOC": said["region"],
                "TUMETHOD": said["modality"],
                "TUEVAL": READER,
                "TUDTC": event.occurred_on,
                "TUDY": subject.study_day(event.occurred_on),
                FACT: event.fact,
            }


def measured(subject: Subject) -> Iterator[Record]:
    """Every diameter of a lesion; of one that was seen and not measured, that it was there."""
    for event in subject.of("imaging"):
        for lesion in event.payload.get("lesions", []):
            known = {
                "TRREFID": image(event),
                "TRGRPID": LESION_ROLES[lesion["role"]],
                "TRLNKID": lesion["lesion"],
                "TRMETHOD": event.payload["modality"],
                "TREVAL": READER,
                "TRDTC": event.occurred_on,
                "TRDY": subject.study_day(event.occurred_on),
                FACT: event.fact,
            }
            found = [
                (*test, lesion[field]) for field, test in MEASUREMENTS.items() if field in lesion
            ]
            for code, name, value in found:
                result = f"{value:.12g}"
                yield known | {
                    "TRTESTCD": code,
                    "TRTEST": name,
                    "TRORRES": result,
                    "TRORRESU": "mm",
                    "TRSTRESC": result,
                    "TRSTRESN": value,
                    "TRSTRESU": "mm",
                }
            if not found:
                seen = {"TRTESTCD": "TUMSTATE", "TRTEST": "Tumor State"}
                yield known | seen | {"TRORRES": "PRESENT", "TRSTRESC": "PRESENT"}


def called(subject: Subject) -> Iterator[Record]:
    for event in subject.of("imaging"):
        for code, name, field in (
            ("NTRGRESP", "Non-target Response", "non_target"),
            ("OVRLRESP", "Overall Response", "reported_response"),
        ):
            call = event.payload.get(field)
            if call is None:
                continue
            result = RESPONSES.get(call, call.upper())
            yield {
                "RSREFID": image(event),
                "RSTESTCD": code,
                "RSTEST": name,
                "RSORRES": result,
                "RSSTRESC": result,
                "RSEVAL": READER,
                "RSDTC": event.occurred_on,
                "RSDY": subject.study_day(event.occurred_on),
                FACT: event.fact,
            }


def supplement(subject: Subject) -> Iterator[Record]:
    """Which lesions lie in the irradiated field."""
    fields = {
        lesion["lesion"]: lesion["field"]
        for event in subject.of("imaging")
        for lesion in event.payload.get("lesions", [])
        if "field" in lesion
    }
    for lesion, field in fields.items():
        yield qualifier_of("TULNKID", lesion, "TURTFLD", "In or Out of the RT Field", field.upper())


def regions(subject: Subject) -> Iterator[Record]:
    """Which region a scan with lesions showed."""
    for event in subject.of("imaging"):
        if event.payload.get("lesions"):
            region = event.payload["region"]
            yield qualifier_of("TRREFID", image(event), "TRREGION", "Region Imaged", region)


def scans_without_lesions(subject: Subject) -> Iterator[Record]:
    """Region and method of a scan of which there is a call alone."""
    for event in subject.of("imaging"):
        if not event.payload.get("lesions"):
            said, of = event.payload, image(event)
            yield qualifier_of("RSREFID", of, "RSREGION", "Region Imaged", said["region"])
            yield qualifier_of("RSREFID", of, "RSMETHOD", "Method of Imaging", said["modality"])


SUPPTU = supplemental("TU", supplement)
SUPPTR = supplemental("TR", regions)
SUPPRS = supplemental("RS", scans_without_lesions)
TU = Dataset(
    "TU",
    "Tumor/Lesion Identification",
    (
        *IDENTIFIERS,
        *variables(
            ("TUSEQ#", "Sequence Number"),
            ("TUREFID", "Reference ID"),
            ("TULNKID", "Link ID"),
            ("TUTESTCD", "Tumor/Lesion ID Short Name"),
            ("TUTEST", "Tumor/Lesion ID Test Name"),
            ("TUORRES", "Tumor/Lesion ID Result"),
            ("TUSTRESC", "Tumor/Lesion ID Result Std. Format"),
            ("TULOC", "Location of the Tumor/Lesion"),
            ("TUMETHOD", "Method of Identification"),
            ("TUEVAL", "Evaluator"),
            ("TUDTC", "Date/Time of Tumor/Lesion Identification"),
            ("TUDY#", "Study Day of Tumor/Lesion Identification"),
        ),
    ),
    identified,
)
TR = Dataset(
    "TR",
    "Tumor/Lesion Results",
    (
        *IDENTIFIERS,
        *variables(
            ("TRSEQ#", "Sequence Number"),
            ("TRREFID", "Reference ID"),
            ("TRGRPID", "Group ID"),
            ("TRLNKID", "Link ID"),
            ("TRTESTCD", "Tumor/Lesion Assessment Short Name"),
            ("TRTEST", "Tumor/Lesion Assessment Test Name"),
            ("TRORRES", "Result or Finding in Original Units"),
            ("TRORRESU", "Original Units"),
            ("TRSTRESC", "Character Result/Finding in Std Format"),
            ("TRSTRESN#", "Numeric Result/Finding in Standard Units"),
            ("TRSTRESU", "Standard Units"),
            ("TRMETHOD", "Method Used to Identify the Tumor/Lesion"),
            ("TREVAL", "Evaluator"),
            ("TRDTC", "Date/Time of Tumor/Lesion Measurement"),
            ("TRDY#", "Study Day of Tumor/Lesion Measurement"),
        ),
    ),
    measured,
)
RS = Dataset(
    "RS",
    "Disease Response and Clin Classification",
    (
        *IDENTIFIERS,
        *variables(
            ("RSSEQ#", "Sequence Number"),
            ("RSREFID", "Reference ID"),
            ("RSTESTCD", "Assessment Short Name"),
            ("RSTEST", "Assessment Name"),
            ("RSORRES", "Result or Finding in Original Units"),
            ("RSSTRESC", "Character Result/Finding in Std Format"),
            ("RSEVAL", "Evaluator"),
            ("RSDTC", "Date/Time of Assessment"),
            ("RSDY#", "Study Day of Assessment"),
        ),
    ),
    called,
)
