"""The tidy export: effective events by kind, every projection, and a dictionary of the columns."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from timeline import __version__
from timeline.dates import format_instant
from timeline.exporting.dictionary import data_dictionary
from timeline.exporting.effective_sheets import effective_sheets
from timeline.exporting.folder import new_file, new_folder
from timeline.exporting.projection_sheets import included_patients, projection_sheets
from timeline.exporting.sheet import Sheet
from timeline.exporting.write_csv import write_csv
from timeline.exporting.write_parquet import write_parquet
from timeline.exporting.write_xlsx import write_xlsx
from timeline.history import resolve_as_of
from timeline.query import bring_up_to_date
from timeline.replay import Progress
from timeline.store import Store

Form = Literal["csv", "parquet", "xlsx"]

WRITERS: dict[str, Callable[[Path, Sequence[Sheet]], list[Path]]] = {
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
    fresh = as_of is None and bring_up_to_date(store, progress=progress)
    with new_folder(folder) as place, store.reading():
        seq = resolve_as_of(store, as_of)
        tables = projection_sheets(store, None if fresh else seq, all_patients=all_patients)
        told_of = None if all_patients else included_patients(tables)
        sheets = [*effective_sheets(store, seq, patients=told_of), *tables]
        dictionary = data_dictionary(sheets)
        written = WRITERS[form](place, [dictionary, *sheets])
        written.append(_about(store, place, seq, as_of))
        return written


def _about(store: Store, folder: Path, seq: int, as_of: str | int | None) -> Path:
    """Where in record time the export stands: what has to be known to make it again."""
    rows = store.rows("SELECT recorded_at, hash FROM events WHERE seq = ?", (seq,))
    recorded_at, known = rows[0] if rows else (0, b"")
    about = {
        "made_by": f"timeline {__version__}",
        "as_of": "now" if as_of is None else str(as_of),
        "seq": seq,
        "hash": known.hex(),
        "recorded_by": format_instant(recorded_at) if seq else None,
    }
    path = folder / "about.json"
    with new_file(path) as file:
        file.write(json.dumps(about, indent=1).encode() + b"\n")
    return path
