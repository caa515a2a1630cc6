"""DM, DS and SS: registration, the study's decision, contacts and death."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.exporting.cdisc.demographics import QUALIFIERS
from timeline.exporting.cdisc.disposition import ELIGIBILITY
from timeline.exporting.cdisc.terminology import SEX
from timeline.interchange.sdtm.subjects import Read, Study
from timeline.interchange.tidy_csv import words

_SEX = {code: word for word, code in SEX.items()}
_DECISIONS = {term: status for status, term in ELIGIBILITY.items()}
STATUSES = {"ALIVE": "alive", "DEAD": "dead"}


def registrations(study: Study) -> Iterator[Read]:
    """A registration of each subject, dated by SUPPDM, informed consent or the reference start."""
    beside = study.qualifiers("DM", "")
    for record in study.dataset("DM", "USUBJID", "SUBJID", "SEX").records:
        told = {
            name: one.get("QVAL")
            for name, one in beside.get((record.get("USUBJID"), ""), {}).items()
        }
        variable = "RFICDTC" if record.get("RFICDTC") else "RFSTDTC"
        sex = record.get("SEX") or "U"
        payload: dict[str, object] = {
            "sex": _SEX.get(sex, sex),
            "birth_date": record.get("BRTHDTC"),
        }
        payload |= {field: told.get(name, "") for field, (name, _) in QUALIFIERS.items()}
        payload["previous_treatments"] = words(told.get("PREVTRT", ""))
        yield study.draft(
            record, "registration", told.get("REGDTC") or record.get(variable), payload,
            ("occurred_on", variable), ("sex", "SEX"), ("birth_date", "BRTHDTC"),
        )  # fmt: skip


def decisions(study: Study) -> Iterator[Read]:
    """Whether a subject met the criteria of eligibility; the group is the arm. Where SS is not
    there, a death of DS is the vital status.
    """
    arms = {one.get("USUBJID"): one.get("ARM") for one in study.dataset("DM").records}
    without_status = not study.dataset("SS").records
    for record in study.dataset("DS", "USUBJID", "DSDECOD", "DSSTDTC").records:
        term, on = record.get("DSDECOD"), record.get("DSSTDTC")
        told = record.get("DSTERM")
        if term in _DECISIONS:
            payload = {
                "status": _DECISIONS[term],
                "reason": "" if told == term else told,
                "group": arms.get(record.get("USUBJID"), ""),
            }
            yield study.draft(record, "eligibility", on, payload, ("occurred_on", "DSSTDTC"))
        elif term == "DEATH" and without_status:
            payload = {"status": "dead", "cause": "" if told.upper() == "DEATH" else told}
            yield study.draft(record, "vital_status", on, payload, ("occurred_on", "DSSTDTC"))


def contacts(study: Study) -> Iterator[Read]:
    """The survival status at each contact; the cause of a death is the term of DS."""
    causes = {
        one.get("USUBJID"): one.get("DSTERM")
        for one in study.dataset("DS").records
        if one.get("DSDECOD") == "DEATH" and one.get("DSTERM").upper() != "DEATH"
    }
    for record in study.dataset("SS", "USUBJID", "SSTESTCD", "SSORRES", "SSDTC").records:
        if record.get("SSTESTCD") != "SURVSTAT":
            continue
        result = record.get("SSORRES")
        status = STATUSES.get(result.upper(), result)
        cause = causes.get(record.get("USUBJID"), "") if status == "dead" else ""
        payload = {"status": status, "cause": cause}
        columns = (("occurred_on", "SSDTC"), ("status", "SSORRES"))
        yield study.draft(record, "vital_status", record.get("SSDTC"), payload, *columns)
