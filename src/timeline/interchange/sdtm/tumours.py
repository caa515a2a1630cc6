"""TU, TR and RS: scans, put together of their lesions, measurements and calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from timeline.exporting.cdisc.terminology import LESION_ROLES, MEASUREMENTS, RESPONSES
from timeline.interchange.records import Record
from timeline.interchange.sdtm.subjects import Read, Study

_ROLES = {theirs: ours for ours, theirs in LESION_ROLES.items()}
_FIELDS = {code: name for name, (code, _) in MEASUREMENTS.items()}
_RESPONSES = {theirs: ours for ours, theirs in RESPONSES.items()}
_NON_TARGET = {"NON-CR/NON-PD": "non-CR/non-PD"}
STATE = "TUMSTATE"
"""A lesion that was seen, whether or not it was measured."""
NOT_STATED = "not stated"


@dataclass
class Scan:
    """One scan being put together; `first` is the record that it was first met in."""

    first: Record
    on: str
    key: str
    modality: str = ""
    region: str = ""
    lesions: dict[str, dict[str, Any]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    response: str = ""
    non_target: str = ""


def scans(study: Study) -> Iterator[Read]:
    """A scan for each image (--REFID), or without it for each day and method."""
    found: dict[tuple[str, str], Scan] = {}
    roles: dict[tuple[str, str], str] = {}
    regions: dict[tuple[str, str], str] = {}
    for record in study.dataset("TU", "USUBJID", "TULNKID", "TUORRES", "TUDTC").records:
        scan = _scan(found, record, "TU")
        lesion = (record.get("USUBJID"), record.get("TULNKID"))
        scan.region = scan.region or record.get("TULOC")
        regions.setdefault(lesion, record.get("TULOC"))
        if record.get("TUORRES").upper() == "NEW":
            scan.new.append(lesion[1])
        else:
            roles[lesion] = record.get("TUORRES").upper()
            scan.lesions.setdefault(lesion[1], {})
    measured = study.dataset("TR", "USUBJID", "TRLNKID", "TRTESTCD", "TRORRES", "TRDTC")
    for record in measured.records:
        scan, test = _scan(found, record, "TR"), record.get("TRTESTCD").upper()
        if test in _FIELDS or test == STATE:
            lesion = (record.get("USUBJID"), record.get("TRLNKID"))
            roles.setdefault(lesion, record.get("TRGRPID").upper())
            scan.region = scan.region or regions.get(lesion, "")
            seen = scan.lesions.setdefault(lesion[1], {})
            if test in _FIELDS:
                seen[_FIELDS[test]] = record.get("TRORRES")
    for record in study.dataset("RS", "USUBJID", "RSTESTCD", "RSORRES", "RSDTC").records:
        if record.get("RSEVAL").upper() not in ("", "INVESTIGATOR"):
            continue
        scan, result = _scan(found, record, "RS"), record.get("RSORRES").upper()
        if record.get("RSTESTCD") == "OVRLRESP":
            scan.response = _RESPONSES.get(result, result)
        elif record.get("RSTESTCD") in ("NTRGRESP", "NTGRESP"):
            scan.non_target = _NON_TARGET.get(result, result)
    for (subject, reference), scan in found.items():
        for domain in ("TR", "RS"):
            told = study.qualifiers(domain, f"{domain}REFID").get((subject, reference), {})
            if f"{domain}REGION" in told:
                scan.region = told[f"{domain}REGION"].get("QVAL")
            if f"{domain}METHOD" in told:
                scan.modality = told[f"{domain}METHOD"].get("QVAL")
    fields = study.qualifiers("TU", "TULNKID")
    for (subject, _), scan in found.items():
        yield _draft(study, subject, scan, roles, fields)


def _scan(found: dict[tuple[str, str], Scan], record: Record, domain: str) -> Scan:
    on = record.get(f"{domain}DTC")
    reference = record.get(f"{domain}REFID")
    method = record.get(f"{domain}METHOD")
    known = reference or on
    scan = found.setdefault((record.get("USUBJID"), known), Scan(record, on, reference))
    scan.modality = scan.modality or method
    return scan


def _draft(
    study: Study,
    subject: str,
    scan: Scan,
    roles: dict[tuple[str, str], str],
    fields: Any,
) -> Read:
    lesions = []
    for lesion, measured in scan.lesions.items():
        role = roles.get((subject, lesion), "")
        told = fields.get((subject, lesion), {}).get("TURTFLD")
        side = {"field": told.get("QVAL").lower()} if told is not None else {}
        lesions.append({"lesion": lesion, "role": _ROLES.get(role, role), **side, **measured})
    payload = {
        "modality": scan.modality or NOT_STATED,
        "region": scan.region or NOT_STATED,
        "lesions": lesions,
        "new_lesions": scan.new,
        "non_target": scan.non_target,
        "reported_response": scan.response,
    }
    columns = (("occurred_on", f"{scan.first.file[:2].upper()}DTC"),)
    return study.draft(scan.first, "imaging", scan.on, payload, *columns, key=scan.key)
