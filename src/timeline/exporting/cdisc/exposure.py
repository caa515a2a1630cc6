"""EX: the drug, a record for each step of the daily dose; 0 mg is a hold and says why."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from timeline.exporting.cdisc.dataset import FACT, IDENTIFIERS, Dataset, Record, variables
from timeline.exporting.cdisc.subject import Subject


def records(subject: Subject) -> Iterator[Record]:
    doses = sorted(subject.of("drug_dose"), key=lambda event: event.payload["agent"])
    for agent, group in groupby(doses, key=lambda event: event.payload["agent"]):
        steps = list(group)
        for step, following in [*pairwise(steps), (steps[-1], None)]:
            until = following.occurred_on if following else None
            yield {
                "EXTRT": agent.upper(),
                "EXDOSE": step.payload["daily_dose_mg"],
                "EXDOSU": "mg/day",
                "EXADJ": (step.payload.get("reason") or "").upper(),
                "EXSTDTC": step.occurred_on,
                "EXENDTC": until,
                "EXSTDY": subject.study_day(step.occurred_on),
                "EXENDY": subject.study_day(until),
                FACT: step.fact,
            }


EX = Dataset(
    "EX",
    "Exposure",
    (
        *IDENTIFIERS,
        *variables(
            ("EXSEQ#", "Sequence Number"),
            ("EXTRT", "Name of Treatment"),
            ("EXDOSE#", "Dose"),
            ("EXDOSU", "Dose Units"),
            ("EXADJ", "Reason for Dose Adjustment"),
            ("EXSTDTC", "Start Date/Time of Treatment"),
            ("EXENDTC", "End Date/Time of Treatment"),
            ("EXSTDY#", "Study Day of Start of Treatment"),
            ("EXENDY#", "Study Day of End of Treatment"),
        ),
    ),
    records,
)
