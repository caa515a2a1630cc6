"""AE: the grades of an episode; where a record ends and none of its group begins, it resolved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from timeline.errors import Problem
from timeline.exporting.cdisc.terminology import ATTRIBUTION
from timeline.interchange.records import Record
from timeline.interchange.sdtm.subjects import Read, Study, by_subject

_CAUSES = {theirs: ours for ours, theirs in ATTRIBUTION.items()}


def adverse_events(study: Study) -> Iterator[Read]:
    """Records without a grade are refused: no grade is made of a severity."""
    records = study.dataset("AE", "USUBJID", "AETERM", "AETOXGR", "AESTDTC").records
    versions = study.qualifiers("AE", "AEGRPID")
    for record in records:
        record.cells.setdefault("AEGRPID", record.get("AESPID") or record.get("AESEQ"))
    for subject, steps in by_subject(records, "AEGRPID"):
        steps.sort(key=lambda record: record.get("AESTDTC"))
        told = versions.get((subject, steps[0].get("AEGRPID")), {})
        version = told["AECTCAEV"].get("QVAL") if "AECTCAEV" in told else study.ctcae_version
        for record, following in [*pairwise(steps), (steps[-1], None)]:
            if record.get("AEOCCUR") == "N":
                yield _grade(study, record, record.get("AESTDTC"), "0", version)
                continue
            if not record.get("AETOXGR"):
                yield Problem("no grade; expected 1 to 5", record.at("AETOXGR"))
                continue
            yield _grade(study, record, record.get("AESTDTC"), record.get("AETOXGR"), version)
            end = record.get("AEENDTC")
            if end and (following is None or following.get("AESTDTC") > end):
                yield _grade(study, record, end, "0", version)


def _grade(study: Study, record: Record, on: str, grade: str, version: str) -> Read:
    causes = [
        _CAUSES.get(cause.strip().upper(), "other")
        for cause in record.get("AEREL").split(";")
        if cause.strip()
    ]
    payload = {
        "episode": record.get("AEGRPID"),
        "term": record.get("AEDECOD") or record.get("AETERM"),
        "grade": grade,
        "ctcae_version": version,
        "attribution": list(dict.fromkeys(causes)),
    }
    if record.get("AEREL").upper() in ("NOT RELATED", "N", "NONE"):
        payload["attribution"] = []
    variable = "AEENDTC" if grade == "0" and record.get("AETOXGR") else "AESTDTC"
    columns = (("occurred_on", variable), ("grade", "AETOXGR"), ("term", "AETERM"))
    return study.draft(record, "adverse_event", on, payload, *columns)
