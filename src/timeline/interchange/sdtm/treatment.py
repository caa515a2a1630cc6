"""EX and PR: dose steps of the drug, courses and fractions of radiotherapy, other procedures."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from timeline.dates import day_bounds, day_to_date
from timeline.errors import Problem, TimelineError
from timeline.exporting.cdisc.procedures import CONSTRAINTS, PRESCRIBED, RADIOTHERAPY
from timeline.interchange.records import Record
from timeline.interchange.sdtm.subjects import Read, Study, by_subject
from timeline.interchange.tidy_csv import words

PER_DAY = {"": 1.0, "QD": 1.0, "BID": 2.0, "TID": 3.0, "QID": 4.0, "QOD": 0.5}
"""Doses a day by EXDOSFRQ."""


def doses(study: Study) -> Iterator[Read]:
    """A step at the start of each record. Where a record ends before the next one begins, or as
    the last one, the drug was held from the day after its end.
    """
    records = study.dataset("EX", "USUBJID", "EXTRT", "EXDOSE", "EXDOSU", "EXSTDTC").records
    for _, steps in by_subject(records, "EXTRT"):
        steps.sort(key=lambda record: record.get("EXSTDTC"))
        for record, following in [*pairwise(steps), (steps[-1], None)]:
            yield _step(study, record)
            held = _held_from(record, following)
            if held is not None and _number(record.get("EXDOSE")) != 0:
                payload = {"agent": record.get("EXTRT"), "daily_dose_mg": "0"}
                yield study.draft(record, "drug_dose", held, payload, ("occurred_on", "EXENDTC"))


def _step(study: Study, record: Record) -> Read:
    frequency, unit = record.get("EXDOSFRQ").upper(), record.get("EXDOSU")
    if unit.casefold() not in ("mg", "mg/day") or frequency not in PER_DAY:
        message = (
            f"{unit or 'no unit'} {frequency}".strip()
            + f"; expected mg/day, or mg with a frequency of {', '.join(filter(None, PER_DAY))}"
        )
        return Problem(message, record.at("EXDOSU"))
    dose = _number(record.get("EXDOSE"))
    daily = record.get("EXDOSE") if dose is None else f"{dose * PER_DAY[frequency]:.12g}"
    reason = record.get("EXADJ").lower()
    known = ("start", "toxicity", "recovery", "progression", "choice", "completed")
    payload = {
        "agent": record.get("EXTRT"),
        "daily_dose_mg": daily,
        "reason": reason if reason in known else "",
    }
    return study.draft(
        record, "drug_dose", record.get("EXSTDTC"), payload,
        ("occurred_on", "EXSTDTC"), ("agent", "EXTRT"), ("daily_dose_mg", "EXDOSE"),
    )  # fmt: skip


def _held_from(record: Record, following: Record | None) -> str | None:
    end = record.get("EXENDTC")[: len("2010-01-01")]
    try:
        first, last = day_bounds(end)
        begins = day_bounds(following.get("EXSTDTC")[: len(end)])[0] if following else None
    except TimelineError:
        return None
    if first != last or (begins is not None and begins <= last + 1):
        return None
    return day_to_date(last + 1).isoformat()


def procedures(study: Study) -> Iterator[Read]:
    """Fractions of radiotherapy by course, after its prescription; other procedures as such."""
    records = study.dataset("PR", "USUBJID", "PRTRT", "PRSTDTC").records
    prescribed = study.qualifiers("PR", "PRGRPID")
    numbers: dict[tuple[str, str], int] = {}
    for record in sorted(records, key=lambda one: (one.get("USUBJID"), one.get("PRSTDTC"))):
        on = record.get("PRSTDTC")
        if RADIOTHERAPY not in (record.get("PRCAT").upper(), record.get("PRTRT").upper()):
            payload = {"name": record.get("PRTRT"), "site": record.get("PRLOC")}
            yield study.draft(
                record, "procedure", on, payload, ("occurred_on", "PRSTDTC"), ("name", "PRTRT")
            )
            continue
        course = (record.get("USUBJID"), record.get("PRGRPID"))
        if course not in numbers:
            yield _prescription(study, record, prescribed.get(course, {}))
        numbers[course] = numbers.get(course, 0) + 1
        if record.get("PRDOSU") not in ("Gy", "cGy"):
            message = f"{record.get('PRDOSU') or 'no unit'} given, expected Gy or cGy"
            yield Problem(message, record.at("PRDOSU"))
            continue
        dose = _number(record.get("PRDOSE"))
        if dose is not None and record.get("PRDOSU") == "cGy":
            dose /= 100
        payload = {
            "course": record.get("PRGRPID"),
            "number": str(numbers[course]),
            "dose_gy": record.get("PRDOSE") if dose is None else f"{dose:.12g}",
        }
        yield study.draft(
            record, "rt_fraction", on, payload,
            ("occurred_on", "PRSTDTC"), ("course", "PRGRPID"), ("dose_gy", "PRDOSE"),
        )  # fmt: skip


def _prescription(study: Study, record: Record, told: dict[str, Record]) -> Read:
    names = {field: qualifier for field, (qualifier, _) in PRESCRIBED.items()}
    missing = [name for name in names.values() if name not in told]
    if missing:
        return Problem(
            f"course {record.get('PRGRPID')!r} has no prescription; SUPPPR lacks"
            f" {', '.join(missing)} by PRGRPID",
            record.at("PRGRPID"),
        )
    payload: dict[str, object] = {field: told[name].get("QVAL") for field, name in names.items()}
    payload["course"] = record.get("PRGRPID")
    if CONSTRAINTS in told:
        payload["constraints"] = words(told[CONSTRAINTS].get("QVAL"))
    on = told["PRPLDTC"].get("QVAL") if "PRPLDTC" in told else record.get("PRSTDTC")
    return study.draft(record, "rt_prescription", on, payload)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
