"""Treatment records of DICOM RT: fractions with their day, number and dose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from courses import Patient, tell
from timeline.errors import Refused
from timeline.history import effective_events
from timeline.interchange.dicom.reading import BEAMS, SUMMARY, DicomReader, record_files


def item(**elements: Any) -> Dataset:
    made = Dataset()
    for name, value in elements.items():
        setattr(made, name, value)
    return made


def write(folder: Path, name: str, sop_class: str, **elements: Any) -> None:
    folder.mkdir(exist_ok=True)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    record = FileDataset(str(folder / name), {}, file_meta=meta, preamble=b"\0" * 128)
    record.SOPClassUID, record.PatientID = sop_class, "P07"
    record.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    for element, value in elements.items():
        setattr(record, element, value)
    record.save_as(folder / name, enforce_file_format=True)


def beam(number: int, *grays: float) -> Dataset:
    doses = [item(CalculatedDoseReferenceDoseValue=gray) for gray in grays]
    return item(CurrentFractionNumber=number, ReferencedCalculatedDoseReferenceSequence=doses)


def session(folder: Path, name: str, on: str, *beams: Dataset) -> None:
    write(folder, name, BEAMS, Modality="RTRECORD", TreatmentDate=on,
          ReferencedFractionGroupNumber=1, TreatmentSessionBeamSequence=list(beams))  # fmt: skip


@pytest.fixture
def folder(tmp_path, store):
    tell(store, Patient().registered().prescribed("2010-08-20", fractions=25))
    return tmp_path / "dicom"


@pytest.fixture
def bring_records(bring):
    def brought(folder, **options):
        return bring(*record_files(folder), reader=DicomReader(folder, **options))

    return brought


def fractions(store):
    return [
        (one.occurred_on, one.payload["course"], one.payload["number"], one.payload["dose_gy"])
        for one in effective_events(store, "P07")
        if one.kind == "rt_fraction"
    ]


def test_the_beams_of_a_session_add_up_to_a_fraction(store, folder, bring_records):
    session(folder, "a.dcm", "20100823", beam(1, 0.9), beam(1, 0.9))
    session(folder, "b.dcm", "20100824", beam(2, 0.6, 0.6), beam(2, 0.6))
    bring_records(folder)
    assert fractions(store) == [("2010-08-23", "1", 1, 1.8), ("2010-08-24", "1", 2, 1.8)]


def test_beams_of_one_fraction_in_several_records_add_up(store, folder, bring_records):
    session(folder, "a.dcm", "20100823", beam(1, 0.9))
    session(folder, "b.dcm", "20100823", beam(1, 0.9))
    bring_records(folder)
    assert fractions(store) == [("2010-08-23", "1", 1, 1.8)]


def test_a_summary_tells_the_days_and_needs_the_dose_to_be_named(
    store, folder, bring_records, refusal
):
    status = [
        item(ReferencedFractionNumber=number, TreatmentDate=day,
             TreatmentTerminationStatus="NORMAL")
        for number, day in ((1, "20100823"), (2, "20100824"))
    ]  # fmt: skip
    group = item(ReferencedFractionGroupNumber=1, FractionStatusSummarySequence=status)
    write(folder, "s.dcm", SUMMARY, Modality="RTRECORD", FractionGroupSummarySequence=[group])
    (first, *_) = refusal(*record_files(folder), reader=DicomReader(folder))
    assert first == (
        "s.dcm, row 1: fraction 1 of course 1 carries no dose; name it with --fraction-dose"
    )
    bring_records(folder, fraction_gy=1.8)
    assert fractions(store) == [("2010-08-23", "1", 1, 1.8), ("2010-08-24", "1", 2, 1.8)]


def test_a_fraction_on_two_days_is_refused(folder, refusal):
    session(folder, "a.dcm", "20100823", beam(1, 0.9))
    session(folder, "b.dcm", "20100824", beam(1, 0.9))
    (message,) = refusal(*record_files(folder), reader=DicomReader(folder))
    assert message == ("a.dcm, row 1: fraction 1 of course 1 is dated 2010-08-23 and 2010-08-24")


def test_other_objects_are_named_and_not_read(folder, bring_records):
    session(folder, "a.dcm", "20100823", beam(1, 1.8))
    write(folder, "ct.dcm", "1.2.840.10008.5.1.4.1.1.2", Modality="CT")
    summary = bring_records(folder)
    assert [str(one) for one in summary.warnings] == ["ct.dcm: CT: no treatment record"]


def test_the_same_records_again_add_nothing(folder, bring_records):
    session(folder, "a.dcm", "20100823", beam(1, 1.8))
    bring_records(folder)
    assert bring_records(folder).outcomes() == {"unchanged": 1}


def test_a_file_that_is_no_dicom_is_refused(folder):
    folder.mkdir()
    (folder / "a.dcm").write_bytes(b"no")
    with pytest.raises(Refused, match=r"a.dcm: not DICOM"):
        DicomReader(folder)
