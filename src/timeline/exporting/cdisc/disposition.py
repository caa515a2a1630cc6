"""DS and SS: the study's decision of eligibility, the death, and every contact."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc.dataset import FACT, IDENTIFIERS, Dataset, Record, variables
from timeline.exporting.cdisc.subject import Subject

ELIGIBILITY = {
    "included": "ELIGIBILITY CRITERIA MET",
    "excluded": "ELIGIBILITY CRITERIA NOT MET",
}


def disposed(subject: Subject) -> Iterator[Record]:
    for event in subject.of("eligibility", "vital_status"):
        said = event.payload
        when = {
            "DSSTDTC": event.occurred_on,
            "DSSTDY": subject.study_day(event.occurred_on),
            FACT: event.fact,
        }
        if event.kind == "eligibility":
            decision = ELIGIBILITY[said["status"]]
            yield {
                "DSTERM": said.get("reason") or decision,
                "DSDECOD": decision,
                "DSCAT": "PROTOCOL MILESTONE",
                **when,
            }
        elif said["status"] == "dead":
            yield {
                "DSTERM": said.get("cause") or "DEATH",
                "DSDECOD": "DEATH",
                "DSCAT": "DISPOSITION EVENT",
                **when,
            }


def survived(subject: Subject) -> Iterator[Record]:
    for event in subject.of("vital_status"):
        status = event.payload["status"].upper()
        yield {
            "SSTESTCD": "SURVSTAT",
            "SSTEST": "Survival Status",
            "SSORRES": status,
            "SSSTRESC": status,
            "SSDTC": event.occurred_on,
            "SSDY": subject.study_day(event.occurred_on),
            FACT: event.fact,
        }


DS = Dataset(
    "DS",
    "Disposition",
    (
        *IDENTIFIERS,
        *variables(
            ("DSSEQ#", "Sequence Number"),
            ("DSTERM", "Reported Term for the Disposition Event"),
            ("DSDECOD", "Standardized Disposition Term"),
            ("DSCAT", "Category for Disposition Event"),
            ("DSSTDTC", "Start Date/Time of Disposition Event"),
            ("DSSTDY#", "Study Day of Start of Disposition Event"),
        ),
    ),
    disposed,
)
SS = Dataset(
    "SS",
    "Subject Status",
    (
        *IDENTIFIERS,
        *variables(
            ("SSSEQ#", "Sequence Number"),
            ("SSTESTCD", "Subject Status Short Name"),
            ("SSTEST", "Subject Status Name"),
            ("SSORRES", "Result or Finding Original Result"),
            ("SSSTRESC", "Character Result/Finding in Std Format"),
            ("SSDTC", "Date/Time of Assessment"),
            ("SSDY#", "Study Day of Assessment"),
        ),
    ),
    survived,
)
