"""ADAE: every grade of every episode, with the flags that the tables of toxicity count by."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc import adverse_events
from timeline.exporting.cdisc.dataset import FACT, Dataset, Record, variables
from timeline.exporting.cdisc.subject import Subject


def records(subject: Subject) -> Iterator[Record]:
    terms = {row["term"]: row for row in subject.rows["toxicity"]}
    flagged: set[str] = set()
    for record in adverse_events.records(subject):
        if "AETOXGR" not in record:
            continue
        row = terms.get(record["AETERM"])
        grade = int(record["AETOXGR"])
        number = subject.sources.get(record[FACT], {}).get("AE")
        worst = (
            row is not None
            and row["worst_reported_grade"] == grade
            and record["AETERM"] not in flagged
        )
        if worst:
            flagged.add(record["AETERM"])
        yield {
            "SUBJID": subject.patient,
            "TRTA": subject.course["group"],
            "AESEQ": number,
            "AETERM": record["AETERM"],
            "AEDECOD": record["AEDECOD"],
            "AEREL": record["AEREL"],
            "ATOXGRN": grade,
            "ASTDT": _whole(record["AESTDTC"]),
            "AENDT": _whole(record["AEENDTC"]),
            "ASTDY": record["AESTDY"],
            "AENDY": record["AEENDY"],
            "TRTEMFL": "Y" if row is not None and row["came_on_under_treatment"] else None,
            "AOCCIFL": "Y" if worst else None,
        }


def _whole(text: str | None) -> str | None:
    """A whole date; one known to the month or year is no analysis date."""
    return text if text is not None and len(text) == len("2010-01-01") else None


ADAE = Dataset(
    "ADAE",
    "Adverse Event Analysis",
    variables(
        ("STUDYID", "Study Identifier"),
        ("USUBJID", "Unique Subject Identifier"),
        ("SUBJID", "Subject Identifier for the Study"),
        ("TRTA", "Actual Treatment"),
        ("AESEQ#", "Sequence Number"),
        ("AETERM", "Reported Term for the Adverse Event"),
        ("AEDECOD", "Dictionary-Derived Term"),
        ("AEREL", "Causality"),
        ("ATOXGRN#", "Analysis Toxicity Grade (N)"),
        ("ASTDT@", "Analysis Start Date"),
        ("AENDT@", "Analysis End Date"),
        ("ASTDY#", "Analysis Start Relative Day"),
        ("AENDY#", "Analysis End Relative Day"),
        ("TRTEMFL", "Treatment Emergent Analysis Flag"),
        ("AOCCIFL", "1st Max Sev./Int. Occurrence Flag"),
    ),
    records,
)
