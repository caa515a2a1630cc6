"""The tidy export: what is in it, that it can be imported again, and as of any point."""

from __future__ import annotations

import csv
import json
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as parquet
import pytest

from courses import Patient, tell
from timeline.errors import ExportError
from timeline.exporting import workbook
from timeline.exporting.tidy import export_tidy
from timeline.history import EFFECTIVE, resolve_as_of
from timeline.interchange.importing import import_files
from timeline.projections.declarations import PROJECTIONS
from timeline.query import read_table
from timeline.store import Store


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def contents(store: Store) -> set[tuple[Any, ...]]:
    """What the effective events say, whoever recorded it and when."""
    events = store.events(EFFECTIVE, {"as_of": store.head().seq})
    return {
        (e.patient, e.kind, e.fact, e.occurred_on, json.dumps(e.payload, sort_keys=True))
        for e in events
    }


def test_it_has_the_events_by_kind_every_table_and_a_dictionary(
    cohort: Store, tmp_path: Path
) -> None:
    export_tidy(cohort, tmp_path / "out", "csv")
    names = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert {f"tables/{name}.csv" for name in PROJECTIONS} <= names
    assert {"events/lab.csv", "events/rt_fraction.csv", "data_dictionary.csv"} <= names
    explained = {
        (row["sheet"], row["column"]) for row in read(tmp_path / "out/data_dictionary.csv")
    }
    for path in (tmp_path / "out").glob("*/*.csv"):
        header = path.read_text().splitlines()[0].split(",")
        sheet = f"{path.parent.name}/{path.stem}"
        assert {(sheet, column) for column in header} <= explained


def test_events_imported_again_say_the_same(cohort: Store, tmp_path: Path) -> None:
    export_tidy(cohort, tmp_path / "out", "csv", all_patients=True)
    with Store.open(tmp_path / "again.db", create=True) as again:
        import_files(again, sorted((tmp_path / "out/events").glob("*.csv")), actor="jc")
        assert contents(again) == contents(cohort)
        for name in ("os", "ttp", "afp_decline", "late_toxicity", "response", "toxicity"):
            assert read_table(again, name).rows == read_table(cohort, name).rows


def test_a_table_is_what_query_answers(cohort: Store, tmp_path: Path) -> None:
    export_tidy(cohort, tmp_path / "out", "csv")
    rows = read(tmp_path / "out/tables/os.csv")
    assert len(rows) == 18
    assert rows[0]["patient"] == "M01"
    assert (rows[0]["days"], rows[0]["event"], rows[0]["ended_on"]) == ("80", "true", "2010-06-10")
    assert len(read(tmp_path / "out/events/registration.csv")) == 18


def test_excluded_patients_come_when_they_are_asked_for(cohort: Store, tmp_path: Path) -> None:
    export_tidy(cohort, tmp_path / "out", "csv", all_patients=True)
    assert len(read(tmp_path / "out/events/registration.csv")) == 31
    assert len(read(tmp_path / "out/tables/course.csv")) == 31


def test_it_stands_where_it_was_asked_to(cohort: Store, tmp_path: Path) -> None:
    name = cohort.rows("SELECT name FROM locks ORDER BY seq LIMIT 1")[0][0]
    export_tidy(cohort, tmp_path / "out", "csv", as_of=name)
    about = json.loads((tmp_path / "out/about.json").read_text())
    assert about["seq"] == resolve_as_of(cohort, name)
    rows = read(tmp_path / "out/tables/os.csv")
    asked = read_table(cohort, "os", as_of=name)
    assert [row["days"] for row in rows] == [str(row["days"]) for row in asked.records()]
    assert rows != read_table(cohort, "os").records()


def test_parquet_keeps_types_units_and_meanings(cohort: Store, tmp_path: Path) -> None:
    export_tidy(cohort, tmp_path / "out", "parquet")
    table = parquet.read_table(tmp_path / "out/tables/os.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["ended_on"], types["days"], types["months"], types["event"]) == (
        "date32[day]", "int64", "double", "bool",
    )  # fmt: skip
    assert table.schema.field("months").metadata[b"unit"] == b"mo"
    dates = parquet.read_table(tmp_path / "out/events/procedure.parquet")["occurred_on"]
    assert "2006" in dates.to_pylist()


def test_a_workbook_holds_text_as_text(store: Store, tmp_path: Path) -> None:
    tell(store, Patient("=1+1").irradiated("2010-08-23").noted("2010-08-24", '=HYPERLINK("x")\x07'))
    export_tidy(store, tmp_path / "out", "xlsx")
    book = openpyxl.load_workbook(tmp_path / "out/timeline.xlsx")
    note = next(book["note"].iter_rows(min_row=2))
    assert [cell.value for cell in note[:3]] == ["=1+1", "2010-08-24", '=HYPERLINK("x")\ufffd']
    assert {cell.data_type for cell in note[:3]} == {"s"}
    assert book["os"]["C2"].value is None or book["os"]["C2"].is_date


def test_every_file_is_its_owners_alone(cohort: Store, tmp_path: Path) -> None:
    for form in ("csv", "parquet", "xlsx"):
        export_tidy(cohort, tmp_path / form, form)
        for path in (tmp_path / form, *(tmp_path / form).rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_nothing_is_written_over_or_left_half_done(
    cohort: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(ExportError, match="something is here already; name another"):
        export_tidy(cohort, tmp_path / "out", "csv")
    with pytest.raises(ExportError, match="cannot be created: No such file"):
        export_tidy(cohort, tmp_path / "no/out", "csv")
    monkeypatch.setattr(workbook, "MOST_ROWS", 100)
    with pytest.raises(ExportError, match="data_dictionary: more than 100 rows; a sheet of Excel"):
        export_tidy(cohort, tmp_path / "half", "xlsx")
    assert not (tmp_path / "half").exists()


def test_a_read_only_store_is_exported_as_well(cohort: Store, tmp_path: Path) -> None:
    with Store.open(cohort.path, readonly=True) as store:
        export_tidy(store, tmp_path / "out", "csv")
    assert len(read(tmp_path / "out/tables/os.csv")) == 18
