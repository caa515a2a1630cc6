"""LB and QS: laboratory values, and what was found at a visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from timeline.criteria.laboratory_units import ANALYTES, find_analyte
from timeline.errors import Place, Problem, Remark, TimelineError
from timeline.exporting.cdisc.performance import QUESTIONS
from timeline.exporting.cdisc.terminology import LAB_TESTS, UNITS
from timeline.interchange.mapped_numbers import beyond
from timeline.interchange.records import Record
from timeline.interchange.sdtm.subjects import Read, Study, by_subject

_ANALYTES = {code: analyte for analyte, (code, _) in LAB_TESTS.items()}
_UNITS = {theirs: ours for ours, theirs in UNITS.items()}
_FIELDS = {code: field for field, (code, *_) in QUESTIONS.items()}


def laboratory(study: Study) -> Iterator[Read | Remark]:
    """Values in the units that they were reported in. Tests that timeline has no analyte for are
    counted and named, and not read.
    """
    unknown: Counter[str] = Counter()
    file = ""
    needed = ("USUBJID", "LBTESTCD", "LBORRES", "LBORRESU", "LBDTC")
    for record in study.dataset("LB", *needed).records:
        file = record.file
        analyte = _analyte(record)
        if analyte is None:
            unknown[record.get("LBTESTCD")] += 1
            continue
        if not record.get("LBORRES"):
            continue  # LBSTAT says that it was not done
        sign, value = beyond(record.get("LBORRES"))
        payload = {
            "analyte": analyte,
            "value": value,
            "comparator": "" if sign == "none" else sign,
            "unit": _unit(analyte, record.get("LBORRESU")),
            "lower_limit": record.get("LBORNRLO"),
            "upper_limit": record.get("LBORNRHI"),
        }
        yield study.draft(
            record, "lab", record.get("LBDTC"), payload,
            ("occurred_on", "LBDTC"), ("value", "LBORRES"), ("unit", "LBORRESU"),
            ("lower_limit", "LBORNRLO"), ("upper_limit", "LBORNRHI"),
        )  # fmt: skip
    for code, count in sorted(unknown.items()):
        message = f"{code}: {count} values of a test that has no analyte here; not read"
        yield Remark(Problem(message, Place(file)))


def _analyte(record: Record) -> str | None:
    code = record.get("LBTESTCD").upper()
    if code in _ANALYTES:
        return _ANALYTES[code]
    try:
        return find_analyte(record.get("LBTEST")).name
    except TimelineError:
        return None


def _unit(analyte: str, theirs: str) -> str:
    if not theirs and "1" in ANALYTES[analyte].units:
        return "1"
    return _UNITS.get(theirs, theirs)


def visits(study: Study) -> Iterator[Read]:
    """What was found at a visit: performance status, Child–Pugh, stage; one event a day."""
    records = study.dataset("QS", "USUBJID", "QSTESTCD", "QSORRES", "QSDTC").records
    for _, found in by_subject(records, "QSDTC"):
        told = {
            _FIELDS[record.get("QSTESTCD")]: record
            for record in found
            if record.get("QSTESTCD") in _FIELDS
        }
        if not told:
            continue
        payload = {field: record.get("QSORRES") for field, record in told.items()}
        if "stage" in told:
            payload["stage_system"] = told["stage"].get("QSSCAT")
        first = next(iter(told.values()))
        columns = (("occurred_on", "QSDTC"), *((field, "QSORRES") for field in told))
        yield study.draft(first, "clinical_status", first.get("QSDTC"), payload, *columns)
