"""The tidy export: effective events by kind, every projection, and a dictionary of the columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from timeline import __version__
from timeline.dates import format_instant
from timeline.exporting.cut import Cut, read_cut
from timeline.exporting.dictionary import data_dictionary
from timeline.exporting.effective_sheets import effective_sheets
from timeline.exporting.projection_sheets import projection_sheets
from timeline.exporting.sheet import Sheet
from timeline.exporting.write_csv import write_csv
from timeline.exporting.write_parquet import write_parquet
from timeline.exporting.write_xlsx import write_xlsx
from timeline.private_files import files_in, new_file, new_folder
from timeline.replay import Progress
from timeline.store import Store

Form = Literal["csv", "parquet", "xlsx"]

ABOUT = "about.json"
WRITERS: dict[str, Callable[[Path, Sequence[Sheet]], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}


def export_tidy(
    store: Store,
    folder: str | Path,
    form: Form,
    *,
    as_of: str | int | None = None,
    all_patients: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write events, tables and data dictionary to a new folder. Returns the files written.

    `about.json` says from which point in record time they are. Raises ExportError, UnknownAsOf.
    """
    with (
        read_cut(store, as_of=as_of, all_patients=all_patients, progress=progress) as cut,
        new_folder(folder) as place,
    ):
        tables = projection_sheets(cut)
        told_of = None if all_patients else set(cut.patients)
        sheets = [*effective_sheets(store, cut.seq, patients=told_of), *tables]
        WRITERS[form](place, [data_dictionary(sheets), *sheets])
        _write_about(cut, place / ABOUT, as_of)
    return files_in(folder)


def _write_about(cut: Cut, path: Path, as_of: str | int | None) -> None:
    """Where in record time the export stands: what has to be known to make it again."""
    rows = cut.store.rows("SELECT recorded_at, hash FROM events WHERE seq = ?", (cut.seq,))
    recorded_at, known = rows[0] if rows else (0, b"")
    about = {
        "made_by": f"timeline {__version__}",
        "as_of": "now" if as_of is None else str(as_of),
        "seq": cut.seq,
        "hash": known.hex(),
        "recorded_by": format_instant(recorded_at) if cut.seq else None,
    }
    with new_file(path) as file:
        file.write(json.dumps(about, indent=1).encode() + b"\n")
