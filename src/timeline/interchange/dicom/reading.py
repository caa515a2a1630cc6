"""RT Beams Treatment Records and RT Treatment Summary Records as delivered fractions.

A beams record is one session of one fraction: the doses of its beams add up. A summary record lists
the fractions with their days; its dose is that of the whole. A record that carries no dose needs
one to be named. The fraction group is the course.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from timeline.errors import Place, Problem, Refused, Remark
from timeline.events import Draft
from timeline.interchange.text_lines import TextLines

Read = Draft | Problem | Remark
BEAMS = "1.2.840.10008.5.1.4.1.1.481.4"
IONS = "1.2.840.10008.5.1.4.1.1.481.9"
SUMMARY = "1.2.840.10008.5.1.4.1.1.481.7"
SUFFIXES = (".dcm", ".dicom", "")


@dataclass(frozen=True)
class Delivered:
    """A fraction as one record tells of it; without a dose where the record has none."""

    file: str
    patient: str
    course: str
    number: int
    on: str
    gray: float | None


class DicomReader:
    """A reader of the records of a folder. `fraction_gy` is the dose of a fraction whose record
    carries none.
    """

    def __init__(self, folder: Path, *, fraction_gy: float | None = None) -> None:
        self.folder = folder
        self.fraction_gy = fraction_gy
        self.told: dict[tuple[str, str, int], list[Delivered]] = defaultdict(list)
        self.remarks: list[Remark] = []
        for path in record_files(folder):
            self._read(path)

    def __call__(self, lines: TextLines) -> Iterator[Read]:
        """The fractions first told by one file, with what all files tell of them."""
        name = lines.path.name
        yield from (one for one in self.remarks if one.problem.place.file == name)
        for (patient, course, number), records in sorted(self.told.items()):
            if records[0].file == name:
                yield self._fraction(patient, course, number, records)

    def _fraction(
        self, patient: str, course: str, number: int, records: list[Delivered]
    ) -> Draft | Problem:
        first, place = records[0], Place(records[0].file, number)
        if len(days := {record.on for record in records}) > 1:
            told = " and ".join(sorted(days))
            return Problem(f"fraction {number} of course {course} is dated {told}", place)
        known = [record.gray for record in records if record.gray is not None]
        gray = sum(known) if known else self.fraction_gy
        if gray is None:
            what = f"fraction {number} of course {course}"
            message = f"{what} carries no dose; name it with --fraction-dose"
            return Problem(message, place)
        return Draft(
            patient=patient,
            kind="rt_fraction",
            occurred_on=first.on,
            payload={"course": course, "number": number, "dose_gy": round(gray, 6)},
            source=f"{first.file}#{number}",
            place=place,
        )

    def _read(self, path: Path) -> None:
        import pydicom
        from pydicom.errors import InvalidDicomError

        try:
            record = pydicom.dcmread(path, stop_before_pixels=True)
            kind = str(record.get("SOPClassUID", ""))
        except (InvalidDicomError, OSError, ValueError, NotImplementedError) as error:
            raise Refused([Problem(f"not DICOM: {error}", Place(path.name))]) from None
        if kind in (BEAMS, IONS):
            self._beams(path.name, record)
        elif kind == SUMMARY:
            self._summary(path.name, record)
        else:
            what = str(record.get("Modality", "")) or kind or "no SOP class"
            self.remarks.append(Remark(Problem(f"{what}: no treatment record", Place(path.name))))

    def _beams(self, file: str, record: Any) -> None:
        sequence = record.get("TreatmentSessionBeamSequence") or record.get(
            "TreatmentSessionIonBeamSequence"
        )
        gray: dict[int, float] = {}
        numbers: list[int] = []
        for beam in sequence or []:
            number = int(beam.get("CurrentFractionNumber") or 0)
            numbers.append(number)
            for dose in beam.get("ReferencedCalculatedDoseReferenceSequence") or []:
                value = dose.get("CalculatedDoseReferenceDoseValue")
                if value is not None:
                    gray[number] = gray.get(number, 0.0) + float(value)
        for number in dict.fromkeys(numbers):
            self._note(file, record, number, str(record.get("TreatmentDate", "")), gray.get(number))

    def _summary(self, file: str, record: Any) -> None:
        for group in record.get("FractionGroupSummarySequence") or []:
            course = str(group.get("ReferencedFractionGroupNumber", ""))
            for one in group.get("FractionStatusSummarySequence") or []:
                if str(one.get("TreatmentTerminationStatus", "NORMAL")) == "UNKNOWN":
                    continue
                number, on = one.get("ReferencedFractionNumber"), str(one.get("TreatmentDate", ""))
                if on:
                    self._note(file, record, int(number or 0), on, None, course=course)

    def _note(
        self, file: str, record: Any, number: int, on: str, gray: float | None, course: str = ""
    ) -> None:
        patient = str(record.get("PatientID", ""))
        course = course or str(record.get("ReferencedFractionGroupNumber", "") or "1")
        day = f"{on[:4]}-{on[4:6]}-{on[6:8]}" if len(on) >= len("20100823") else on
        key = (patient, course, number)
        self.told[key].append(Delivered(file, patient, course, number, day, gray))


def record_files(folder: Path) -> list[Path]:
    """The files of a folder that may be DICOM. Raises Refused where there are none."""
    try:
        import pydicom  # noqa: F401
    except ImportError:
        message = "DICOM needs pydicom; install timeline[dicom]"
        raise Refused([Problem(message, Place(str(folder)))]) from None
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix.casefold() in SUFFIXES and path.name != "DICOMDIR"
    ]
    if not found:
        raise Refused([Problem("no DICOM files (.dcm) here", Place(str(folder)))])
    return found
