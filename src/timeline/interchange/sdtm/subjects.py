"""What every domain is read with: whose record it is, its draft, and the qualifiers beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from timeline.errors import Problem
from timeline.events import Draft, fact_from_key
from timeline.interchange.records import Record
from timeline.interchange.sdtm.dataset import SUFFIXES, Dataset, read_dataset
from timeline.kinds import find_kind

Read = Draft | Problem


class Study:
    """A folder of datasets, each read once. `ctcae_version` holds where the datasets say none."""

    def __init__(self, folder: Path, ctcae_version: str = "5.0") -> None:
        self.folder = folder
        self.ctcae_version = ctcae_version
        self._qualifiers: dict[tuple[str, str], dict[tuple[str, str], dict[str, Record]]] = {}
        self._read: dict[str, Dataset] = {}
        self._subjects: dict[str, str] | None = None

    def dataset(self, name: str, *needed: str) -> Dataset:
        """A dataset of the folder; an empty one where there is none."""
        if name not in self._read:
            path = self._path(name)
            self._read[name] = read_dataset(path, *needed) if path else Dataset(name)
        return self._read[name]

    def _path(self, name: str) -> Path | None:
        for path in sorted(self.folder.iterdir()):
            if path.stem.upper() == name and path.suffix.casefold() in SUFFIXES:
                return path
        return None

    def patient(self, record: Record) -> str:
        """The subject's own identifier (SUBJID), where DM tells it, else the USUBJID."""
        if self._subjects is None:
            self._subjects = {
                one.get("USUBJID"): one.get("SUBJID") for one in self.dataset("DM").records
            }
        unique = record.get("USUBJID")
        return self._subjects.get(unique) or unique

    def qualifiers(self, domain: str, by: str) -> Mapping[tuple[str, str], dict[str, Record]]:
        """Supplemental qualifiers of a domain, by subject and the value of the variable `by`."""
        if (domain, by) in self._qualifiers:
            return self._qualifiers[domain, by]
        found: dict[tuple[str, str], dict[str, Record]] = defaultdict(dict)
        self._qualifiers[domain, by] = found
        for record in self.dataset(f"SUPP{domain}", "USUBJID", "IDVAR", "QNAM", "QVAL").records:
            if record.get("IDVAR") == by:
                key = (record.get("USUBJID"), record.get("IDVARVAL"))
                found[key][record.get("QNAM")] = record
        return found

    def draft(
        self,
        record: Record,
        kind: str,
        on: str,
        payload: Mapping[str, Any],
        *columns: tuple[str, str],
        key: str = "",
    ) -> Draft:
        """The event that a record tells of, its empty fields left out."""
        patient = self.patient(record)
        return Draft(
            patient=patient,
            kind=kind,
            occurred_on=on[: len("2010-01-01")],
            payload={name: value for name, value in payload.items() if value not in ("", None)},
            fact=fact_from_key(find_kind(kind), patient, key) if key else None,
            source=record.source,
            from_text=True,
            place=record.place(("patient", "USUBJID"), *columns),
        )


def by_subject(records: list[Record], *names: str) -> Iterator[tuple[str, list[Record]]]:
    """Records of each subject (and of each value of further variables), in their order."""
    found: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        found[tuple(record.get(name) for name in ("USUBJID", *names))].append(record)
    for key, group in found.items():
        yield key[0], group
