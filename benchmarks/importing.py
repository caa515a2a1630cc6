"""Import of a tidy CSV file against the bulk append of the same events, and the memory it takes.

The file has laboratory values of many patients who are registered already; the baseline appends the
drafts that its rows are, made before the clock starts, to the same store. The memory is that of a
process of its own which imports the file, more than one that imports a file of a tenth of the rows:
with constant memory the two are about the same. (Linux tells it in /proc; what getrusage tells
begins with the memory of the process that started this one.)
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measuring import Figure, ratio
from timeline.events import Draft
from timeline.interchange.importing import import_files
from timeline.recording import append
from timeline.store import Store

HEADER = ("patient", "occurred_on", "analyte", "value", "unit")
ROWS_A_PATIENT = 250
FIRST_DAY = date(2008, 1, 1)
_PEAK = """
import sys
from pathlib import Path
from timeline.interchange.importing import import_files
from timeline.store import Store
with Store.open(sys.argv[1]) as store:
    import_files(store, [sys.argv[2]], actor="benchmark")
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(told["VmHWM"].split()[0])
"""


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    start = _registered(folder / "importing-start.db", patients=-(-events // ROWS_A_PATIENT))
    place, file = folder / "importing.db", _written(folder / "lab.csv", events)

    def ours() -> None:
        _copied(start, place)
        with Store.open(place) as store:
            import_files(store, [file], actor="benchmark")

    def theirs() -> None:
        _copied(start, place)
        with Store.open(place) as store:
            append(store, drafts, actor="benchmark")

    drafts = [
        Draft(
            patient=patient,
            kind="lab",
            occurred_on=day,
            payload={"analyte": analyte, "value": value, "unit": unit},
            source=f"lab.csv#{row}",
            from_text=True,
        )
        for row, (patient, day, analyte, value, unit) in enumerate(_rows(events), 2)
    ]
    value, detail = ratio(ours, theirs, rounds=rounds)
    yield Figure("import of a CSV file ÷ bulk append of its events", value, "×", 3.0, detail)
    tenth = _written(folder / "lab_tenth.csv", events // 10)
    few, many = (_peak(_copied(start, place), one) for one in (tenth, file))
    detail = f"{many:.0f} MB at the most, {few:.0f} MB with a tenth of the rows"
    yield Figure("memory of that import ÷ memory with a tenth of its rows", many / few, "×",
                 1.5, detail)  # fmt: skip


def _rows(number: int) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of laboratory values, one a day and patient, each a fact of its own."""
    for at in range(number):
        patient, day = divmod(at, ROWS_A_PATIENT)
        known = FIRST_DAY + timedelta(days=day)
        yield f"B{patient:06d}", known.isoformat(), "AFP", str(at % 20_000 + 1), "IU/mL"


def _written(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_rows(rows))
    return path


def _registered(path: Path, patients: int) -> Path:
    with Store.open(path, create=True) as store:
        born = {"sex": "male", "birth_date": "1950"}
        append(
            store,
            (
                Draft(patient=f"B{at:06d}", kind="registration", occurred_on="2007", payload=born)
                for at in range(patients)
            ),
            actor="benchmark",
        )
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _copied(source: Path, place: Path) -> Path:
    for name in (f"{place.name}-wal", f"{place.name}-shm"):
        place.with_name(name).unlink(missing_ok=True)
    shutil.copy(source, place)
    return place


def _peak(store: Path, file: Path) -> float:
    """Megabytes that a process takes at the most which imports a file."""
    command = [sys.executable, "-c", _PEAK, str(store), str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(said.stdout) / 1024
