"""How long commands take beyond a bare interpreter, in time of the processor."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from timeline.examples import path as example
from timeline.interchange.importing import import_files
from timeline.replay import refresh
from timeline.store import Store

ROUNDS = 7


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    study = folder / "study.db"
    with Store.open(study, create=True) as store:
        files = [p for p in sorted(example("study").iterdir()) if p.suffix in (".csv", ".jsonl")]
        import_files(store, files, actor="benchmark")
        refresh(store)
    commands = {
        "timeline --help": (["--help"], 150.0),
        "timeline query os, on the study": (["--db", str(study), "query", "os"], 400.0),
    }
    for name, (arguments, wanted) in commands.items():
        beyond = []
        for _ in range(ROUNDS):
            ours = _processor_seconds([sys.executable, "-m", "timeline", *arguments])
            beyond.append(ours - _processor_seconds([sys.executable, "-c", "pass"]))
        yield Figure(f"{name} − bare interpreter", median(beyond) * 1000, "ms", wanted)


def _processor_seconds(command: list[str]) -> float:
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    return (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
