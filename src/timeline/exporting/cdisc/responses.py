"""ADRS: the reader's call and the criteria's at every assessment, and the best overall response."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc.dataset import Dataset, Record, variables
from timeline.exporting.cdisc.subject import Subject
from timeline.exporting.cdisc.terminology import RESPONSES

CRITERIA = {"recist11": "RECIST 1.1", "mrecist": "mRECIST"}
ORDER = {"CR": 1, "PR": 2, "SD": 3, "NON-CR/NON-PD": 4, "PD": 5, "NE": 6}
"""AVAL of a response."""


def records(subject: Subject) -> Iterator[Record]:
    reported: set[str] = set()
    for row in subject.rows["response_assessments"]:
        code = "M" if row["criterion"] == "mrecist" else "R"
        on = row["occurred_on"]
        if row["reported"] not in (None, "baseline") and on not in reported:
            reported.add(on)
            name = "Overall Response"
            yield _record(subject, "OVRLRESP", name, row["reported"], on, evaluator="INVESTIGATOR")
        if row["overall"] is not None:
            name = f"Overall Response by {CRITERIA[row['criterion']]}, derived"
            yield _record(subject, f"OVR{code}DER", name, row["overall"], on)
    for row in subject.rows["response"]:
        if row["best_overall"] is not None:
            code = "M" if row["criterion"] == "mrecist" else "R"
            name = f"Best Overall Response by {CRITERIA[row['criterion']]}, derived"
            yield _record(subject, f"BOR{code}DER", name, row["best_overall"], None)


def _record(
    subject: Subject,
    code: str,
    name: str,
    call: str,
    on: str | None,
    *,
    evaluator: str = "DERIVED",
) -> Record:
    result = RESPONSES.get(call, call.upper())
    return {
        "SUBJID": subject.patient,
        "PARAMCD": code,
        "PARAM": name,
        "AVALC": result,
        "AVAL": ORDER.get(result),
        "ADT": on,
        "ADY": subject.study_day(on),
        "RSEVAL": evaluator,
    }


ADRS = Dataset(
    "ADRS",
    "Response Analysis",
    variables(
        ("STUDYID", "Study Identifier"),
        ("USUBJID", "Unique Subject Identifier"),
        ("SUBJID", "Subject Identifier for the Study"),
        ("PARAMCD", "Parameter Code"),
        ("PARAM", "Parameter"),
        ("AVALC", "Analysis Value (C)"),
        ("AVAL#", "Analysis Value"),
        ("ADT@", "Analysis Date"),
        ("ADY#", "Analysis Relative Day"),
        ("RSEVAL", "Evaluator"),
    ),
    records,
)
