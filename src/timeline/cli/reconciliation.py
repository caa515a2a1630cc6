"""What an import did, by file, kind and patient: printed, and saved where that is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.cli.output import print_rows
from timeline.cli.talk import say
from timeline.describe import counted

if TYPE_CHECKING:
    from timeline.changes import Change
    from timeline.interchange.import_summary import ImportSummary

OUTCOMES = ("added", "corrected", "retracted", "reinstated", "unchanged")
MOST_LINES = 20


def print_summary(summary: ImportSummary, files: list[str], form: str) -> None:
    """A row per file and kind; a sheet of a workbook counts as a file."""
    pairs = sorted(
        {(file, kind) for file, kind, _ in summary.counts},
        key=lambda pair: (_position(pair[0], files), summary.kinds.index(pair[1])),
    )
    rows = [
        (file, kind, *(summary.counts[file, kind, outcome] for outcome in OUTCOMES))
        for file, kind in pairs
    ]
    numeric = [False, False, *(True for _ in OUTCOMES)]
    print_rows(("file", "kind", *OUTCOMES), rows, form, numeric=numeric)


def _position(name: str, files: list[str]) -> int:
    """Where among the files one stands, or the workbook that it is a sheet of."""
    if name in files:
        return files.index(name)
    return next((at for at, file in enumerate(files) if name.startswith(f"{file}[")), len(files))


def say_what_vanished(summary: ImportSummary, *, retracted: bool) -> None:
    """Name the facts that are no longer in their file."""
    if not summary.vanished or retracted:
        return
    facts = counted(len(summary.vanished), "fact")
    say(f"not in these files any more, and left as it was: {facts} of earlier imports")
    _say_some([f"  {gone.fact} ({gone.source})" for gone in summary.vanished])
    say("  where the file is a full export, --retract-missing --reason WHY retracts them")


def say_what_moved(changes: Sequence[Change]) -> None:
    """The endpoints that an import of a later cut has moved."""
    from timeline.cli.sentences import changes_in_words

    told = [change for change in changes if change.projection != "course"]
    _say_some(list(changes_in_words(told)) or ["no endpoint moved"])


def _say_some(lines: list[str]) -> None:
    for line in lines[:MOST_LINES]:
        say(line)
    if len(lines) > MOST_LINES:
        say(f"… and {len(lines) - MOST_LINES} more")


def save_report(path: str, summary: ImportSummary, changes: Sequence[Change]) -> None:
    """The whole reconciliation as JSON, in a new file that its owner alone may read."""
    text = json.dumps(_report(summary, changes), ensure_ascii=False, indent=1) + "\n"
    from timeline.private_files import new_file

    with new_file(path) as file:
        file.write(text.encode())
    say(f"{Path(path)}: the reconciliation")


def _report(summary: ImportSummary, changes: Sequence[Change]) -> dict[str, Any]:
    patients: dict[str, dict[str, int]] = {}
    for (patient, outcome), count in sorted(summary.patients.items()):
        patients.setdefault(patient, {})[outcome] = count
    return {
        "dry_run": summary.dry_run,
        "first_seq": summary.first_seq,
        "last_seq": summary.last_seq,
        "files": [
            {"file": one.name, "sha256": one.sha256.hex(), "bytes": one.bytes, "rows": one.rows}
            for one in summary.read
        ],
        "kinds": [
            {"file": file, "kind": kind, "outcome": outcome, "events": count}
            for (file, kind, outcome), count in summary.counts.items()
        ],
        "patients": patients,
        "refused": [
            {
                "file": problem.place.file,
                "row": problem.place.row,
                "column": problem.place.column,
                "reason": problem.message,
            }
            for problem in summary.refused
        ],
        "vanished": [
            {"fact": gone.fact, "file": gone.file, "source": gone.source}
            for gone in summary.vanished
        ],
        "warnings": [str(problem) for problem in summary.warnings],
        "moved": [
            {
                "projection": change.projection,
                "key": change.key,
                "column": change.column,
                "old": change.old,
                "new": change.new,
                "because": list(change.because),
            }
            for change in changes
        ],
    }
