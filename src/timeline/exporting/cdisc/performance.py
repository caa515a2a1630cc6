"""QS: the performance status. The stage and the Child-Pugh class of a visit stand with it."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc.dataset import FACT, IDENTIFIERS, Dataset, Record, variables
from timeline.exporting.cdisc.subject import Subject

QUESTIONS: dict[str, tuple[str, str, str]] = {
    "ecog": ("ECOG101", "ECOG1-Performance Status", "ECOG"),
    "child_pugh_score": ("CPSCORE", "Child-Pugh Score", "CHILD-PUGH"),
    "child_pugh_class": ("CPCLASS", "Child-Pugh Class", "CHILD-PUGH"),
    "ascites": ("CPASCIT", "Child-Pugh Ascites", "CHILD-PUGH"),
    "encephalopathy": ("CPENCEPH", "Child-Pugh Encephalopathy", "CHILD-PUGH"),
    "stage": ("STAGE", "Stage", "STAGE"),
}
"""QSTESTCD, QSTEST and QSCAT by field. All but ECOG101 are the sponsor's own."""


def records(subject: Subject) -> Iterator[Record]:
    for event in subject.of("clinical_status"):
        for field, (code, name, category) in QUESTIONS.items():
            value = event.payload.get(field)
            if value is None:
                continue
            system = event.payload.get("stage_system") if field == "stage" else None
            yield {
                "QSTESTCD": code,
                "QSTEST": name,
                "QSCAT": category,
                "QSSCAT": system,
                "QSORRES": str(value),
                "QSSTRESC": str(value),
                "QSSTRESN": value if isinstance(value, int) else None,
                "QSDTC": event.occurred_on,
                "QSDY": subject.study_day(event.occurred_on),
                FACT: event.fact,
            }


QS = Dataset(
    "QS",
    "Questionnaires",
    (
        *IDENTIFIERS,
        *variables(
            ("QSSEQ#", "Sequence Number"),
            ("QSTESTCD", "Question Short Name"),
            ("QSTEST", "Question Name"),
            ("QSCAT", "Category of Question"),
            ("QSSCAT", "Subcategory for Question"),
            ("QSORRES", "Finding in Original Units"),
            ("QSSTRESC", "Character Result/Finding in Std Format"),
            ("QSSTRESN#", "Numeric Finding in Standard Units"),
            ("QSDTC", "Date/Time of Finding"),
            ("QSDY#", "Study Day of Finding"),
        ),
    ),
    records,
)
