"""Timelines of cBioPortal as events: days from a day 0 that has to be named become dates.

Its tracks tell less than a store keeps. A course of radiotherapy comes with its total dose and
without its fractions, so that it is a procedure here; what no event can say is counted and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from timeline.criteria.laboratory_units import find_analyte
from timeline.dates import day_bounds, day_to_date
from timeline.errors import Place, Problem, Refused, Remark, TimelineError
from timeline.events import Draft
from timeline.interchange.cbioportal.rows import read_rows
from timeline.interchange.records import Record
from timeline.interchange.text_lines import TextLines
from timeline.interchange.tidy_csv import words
from timeline.kinds import KINDS
from timeline.payload_errors import choices, field_types

Read = Draft | Problem | Remark
FICTITIOUS = "2000-01-01"
"""Day 0 of everybody where none is to be told."""
NONE = "none"
DAYS_A_MONTH = 30.4375
SEX = {"male": "male", "m": "male", "female": "female", "f": "female"}
CLINICAL = "data_clinical_patient.txt"
RESPONSES = choices(field_types(KINDS["imaging"].payload)["reported_response"])


class CbioportalReader:
    """A reader of the files of one study."""

    def __init__(self, folder: Path, day_0: str) -> None:
        self.folder = folder
        self.told = day_0 != NONE
        self.day_0 = day_bounds(day_0 if self.told else FICTITIOUS)[0]
        self.unread: Counter[str] = Counter()
        self.begun: set[tuple[str, str, str]] = set()

    def __call__(self, lines: TextLines) -> Iterator[Read]:
        """The events of one file. Raises Refused where a column is missing."""
        self.unread.clear()
        if lines.path.name == CLINICAL:
            yield from self._patients(lines)
        else:
            needed = ("PATIENT_ID", "START_DATE", "EVENT_TYPE")
            rows = read_rows(lines, *needed)
            self.begun = {_begins(row) for row in rows if isinstance(row, Record)}
            for row in rows:
                yield from [row] if isinstance(row, Problem) else self._event(row)
        for what, count in sorted(self.unread.items()):
            yield Remark(Problem(f"{what}: {count} not read", Place(lines.path.name)))

    def _patients(self, lines: TextLines) -> Iterator[Read]:
        has_status = (self.folder / "data_timeline_status.txt").exists()
        for row in read_rows(lines, "PATIENT_ID"):
            if isinstance(row, Problem):
                yield row
                continue
            sex = SEX.get(row.get("SEX").casefold(), "unknown")
            yield self._draft(row, "registration", 0, {"sex": sex})
            if not self.told:
                told = "Dates are fictitious: days from a day 0 that is not known."
                yield self._draft(row, "note", 0, {"text": told})
            if not has_status and row.get("OS_STATUS") and row.get("OS_MONTHS"):
                yield from self._survival(row)

    def _survival(self, row: Record) -> Iterator[Read]:
        try:
            days = round(float(row.get("OS_MONTHS")) * DAYS_A_MONTH)
        except ValueError:
            message = f"{row.get('OS_MONTHS')!r} given, expected a number of months"
            yield Problem(message, row.at("OS_MONTHS"))
            return
        status = "dead" if row.get("OS_STATUS").startswith("1") else "alive"
        yield self._draft(row, "vital_status", days, {"status": status})

    def _event(self, row: Record) -> Iterator[Read]:
        try:
            start = int(row.get("START_DATE"))
            stop = int(row.get("STOP_DATE")) if row.get("STOP_DATE") else None
        except ValueError:
            given = (row.get("START_DATE"), row.get("STOP_DATE"))
            yield Problem(f"{given} given, expected whole days", row.at("START_DATE"))
            return
        kind = row.get("EVENT_TYPE").upper().replace(" ", "_")
        make = _TRACKS.get(kind)
        if make is None:
            self.unread[f"track {row.get('EVENT_TYPE')}"] += 1
            return
        for name, day, payload in make(self, row, start, stop):
            yield self._draft(row, name, day, payload)

    def _draft(self, row: Record, kind: str, day: int, payload: dict[str, Any]) -> Draft:
        date = day_to_date(self.day_0 + day).isoformat()
        precision = row.get("PRECISION")
        return Draft(
            patient=row.get("PATIENT_ID"),
            kind=kind,
            occurred_on={"month": date[:7], "year": date[:4]}.get(precision, date),
            payload={name: value for name, value in payload.items() if value not in ("", None)},
            source=row.source,
            from_text=True,
            place=row.place(),
        )

    def treatment(self, row: Record, start: int, stop: int | None) -> Iterator[_Said]:
        agent, dose, unit = row.get("AGENT"), row.get("DOSE"), row.get("DOSE_UNIT").casefold()
        if "radiation" in row.get("TREATMENT_TYPE").casefold():
            told = f"{dose} {row.get('DOSE_UNIT')}".strip() if dose else ""
            parts = ["radiotherapy", told, row.get("FRACTIONS") and f"{row.get('FRACTIONS')} fx"]
            name = " ".join(part for part in parts if part)
            yield "procedure", start, {"name": name, "site": agent}
        elif agent and dose and unit in ("mg/day", "mg"):
            yield "drug_dose", start, {"agent": agent, "daily_dose_mg": dose}
            if stop is not None and not self._goes_on(row, stop):
                yield "drug_dose", stop, {"agent": agent, "daily_dose_mg": "0"}
        elif agent or row.get("TREATMENT_TYPE"):
            yield "procedure", start, {"name": agent or row.get("TREATMENT_TYPE")}

    def _goes_on(self, row: Record, stop: int) -> bool:
        """Whether another record of the drug or episode begins on the day that this one ends."""
        patient, what, _ = _begins(row)
        return (patient, what, str(stop)) in self.begun

    def laboratory(self, row: Record, start: int, stop: int | None) -> Iterator[_Said]:
        try:
            analyte = find_analyte(row.get("TEST")).name
        except TimelineError:
            self.unread[f"test {row.get('TEST') or '(no name)'}, no analyte here"] += 1
            return
        yield "lab", start, {
            "analyte": analyte,
            "value": row.get("RESULT") or row.get("VALUE"),
            "comparator": row.get("COMPARATOR"),
            "unit": row.get("UNIT"),
            "lower_limit": row.get("LOWER_LIMIT"),
            "upper_limit": row.get("UPPER_LIMIT"),
        }  # fmt: skip

    def imaging(self, row: Record, start: int, stop: int | None) -> Iterator[_Said]:
        call = row.get("RESULT")
        yield "imaging", start, {
            "modality": row.get("DIAGNOSTIC_TYPE") or "not stated",
            "region": row.get("REGION") or "not stated",
            "reported_response": call if call in RESPONSES else "",
            "new_lesions": words(row.get("NEW_LESIONS")),
        }  # fmt: skip

    def toxicity(self, row: Record, start: int, stop: int | None) -> Iterator[_Said]:
        term = row.get("TOXICITY_TYPE") or row.get("SUBTYPE")
        episode = row.get("EPISODE") or f"{term} {start}"
        known = ("RT", "sorafenib", "disease", "other")
        said = {
            "episode": episode,
            "term": term,
            "ctcae_version": row.get("CTCAE_VERSION") or "5.0",
            "attribution": [one for one in words(row.get("ATTRIBUTION")) if one in known],
        }
        yield "adverse_event", start, {**said, "grade": row.get("GRADE")}
        if stop is not None and not self._goes_on(row, stop):
            yield "adverse_event", stop, {**said, "grade": "0"}

    def status(self, row: Record, start: int, stop: int | None) -> Iterator[_Said]:
        status = row.get("STATUS").casefold()
        if status in ("alive", "dead", "deceased"):
            word = "alive" if status == "alive" else "dead"
            cause = row.get("DETAIL") if word == "dead" else ""
            yield "vital_status", start, {"status": word, "cause": cause}
        elif row.get("STATUS"):
            told = ": ".join(part for part in (row.get("STATUS"), row.get("DETAIL")) if part)
            yield "note", start, {"text": told}

    def procedure(self, row: Record, start: int, stop: int | None) -> Iterator[_Said]:
        name = row.get("PROCEDURE") or row.get("SUBTYPE") or row.get("EVENT_TYPE").lower()
        yield "procedure", start, {"name": name, "site": row.get("SITE")}


def _begins(row: Record) -> tuple[str, str, str]:
    """Whose it is, the drug or episode, and the day that it begins."""
    return row.get("PATIENT_ID"), row.get("AGENT") or row.get("EPISODE"), row.get("START_DATE")


_Said = tuple[str, int, dict[str, Any]]
_Maker = Callable[[CbioportalReader, Record, int, int | None], Iterator[_Said]]
_TRACKS: dict[str, _Maker] = {
    "TREATMENT": CbioportalReader.treatment,
    "LAB_TEST": CbioportalReader.laboratory,
    "IMAGING": CbioportalReader.imaging,
    "TOXICITY": CbioportalReader.toxicity,
    "STATUS": CbioportalReader.status,
    "PROCEDURE": CbioportalReader.procedure,
    "SURGERY": CbioportalReader.procedure,
}


def study_files(folder: Path) -> list[Path]:
    """The files of a study that events come from, the patients' first. Raises Refused without."""
    found = [folder / CLINICAL] if (folder / CLINICAL).exists() else []
    found += sorted(folder.glob("data_timeline*.txt"))
    if not found:
        message = f"no {CLINICAL} or data_timeline*.txt here"
        raise Refused([Problem(message, Place(str(folder)))])
    return found
