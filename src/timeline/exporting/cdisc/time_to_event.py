"""ADTTE: overall survival, time to progression and progression-free survival.

CNSR is 0 for an event and 1 for a censored time. AVAL is in months of 30.4375 days, as in the
tables. SRCDOM and SRCSEQ point at the SDTM record that the end of the time rests on.
"""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc.dataset import Dataset, Record, variables
from timeline.exporting.cdisc.subject import Row, Subject

PARAMETERS: dict[str, tuple[str, str]] = {
    "os": ("OS", "Overall Survival (months)"),
    "ttp": ("TTP", "Time to Progression (months)"),
    "pfs": ("PFS", "Progression-Free Survival (months)"),
}
"""PARAMCD and PARAM by table."""


def records(subject: Subject) -> Iterator[Record]:
    for table, (code, name) in PARAMETERS.items():
        for row in subject.rows[table]:
            if row["months"] is None:
                continue
            domain, number = source(subject, row)
            yield {
                "SUBJID": subject.patient,
                "TRTP": subject.course["group"],
                "PARAMCD": code,
                "PARAM": name,
                "STARTDT": row["origin_on"],
                "ADT": row["ended_on"],
                "ADY": subject.study_day(row["ended_on"]),
                "AVAL": row["months"],
                "AVALU": "MONTHS",
                "CNSR": 0 if row["event"] else 1,
                "EVNTDESC": row["reason"] if row["event"] else None,
                "CNSDTDSC": None if row["event"] else row["reason"],
                "SRCDOM": domain,
                "SRCVAR": SOURCES.get(domain or ""),
                "SRCSEQ": number,
            }


SOURCES = {
    "SS": "SSDTC",
    "RS": "RSDTC",
    "TU": "TUDTC",
    "TR": "TRDTC",
    "LB": "LBDTC",
    "QS": "QSDTC",
    "AE": "AESTDTC",
    "EX": "EXSTDTC",
    "PR": "PRSTDTC",
}
"""Domains that a time's end may rest on, the better one first, with the variable of their day."""


def source(subject: Subject, row: Row) -> tuple[str | None, int | None]:
    """Domain and number of the SDTM record that a time's end rests on: the last fact of the
    evidence that happened then.
    """
    days = {event.fact: event.occurred_on for event in subject.events}
    for fact in reversed((row["evidence"] or "").split()):
        if days.get(fact) == row["ended_on"]:
            told = subject.sources.get(fact, {})
            for domain in SOURCES:
                if domain in told:
                    return domain, told[domain]
    return None, None


ADTTE = Dataset(
    "ADTTE",
    "Time-to-Event Analysis",
    variables(
        ("STUDYID", "Study Identifier"),
        ("USUBJID", "Unique Subject Identifier"),
        ("SUBJID", "Subject Identifier for the Study"),
        ("TRTP", "Planned Treatment"),
        ("PARAMCD", "Parameter Code"),
        ("PARAM", "Parameter"),
        ("STARTDT@", "Time-to-Event Origin Date for Subject"),
        ("ADT@", "Analysis Date"),
        ("ADY#", "Analysis Relative Day"),
        ("AVAL#", "Analysis Value"),
        ("AVALU", "Analysis Value Unit"),
        ("CNSR#", "Censor"),
        ("EVNTDESC", "Event Description"),
        ("CNSDTDSC", "Censor Date Description"),
        ("SRCDOM", "Source Data"),
        ("SRCVAR", "Source Variable"),
        ("SRCSEQ#", "Source Sequence Number"),
    ),
    records,
)
