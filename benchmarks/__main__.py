"""`python -m benchmarks [--events N] [--only NAME]`: each figure against a baseline in one run."""

from __future__ import annotations

import argparse
import importlib
import platform
import sqlite3
import tempfile
from importlib.metadata import version
from pathlib import Path

SUBJECTS = (
    "appending",
    "importing",
    "replaying",
    "verifying",
    "one_patient",
    "starting",
    "workbench",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="size of the store")
    parser.add_argument("--rounds", type=int, default=3, help="pairs of runs of each figure")
    parser.add_argument("--only", choices=SUBJECTS, help="one subject alone")
    options = parser.parse_args()
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("pandas", "numpy", "msgspec", "textual")
    )
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}")
    print(f"{options.events:,} events, {options.rounds} pairs of runs, medians of ratios\n")
    with tempfile.TemporaryDirectory(prefix="timeline-benchmark-") as folder:
        for name in [options.only] if options.only else SUBJECTS:
            subject = importlib.import_module(f"benchmarks.{name}")
            for figure in subject.figures(Path(folder), options.events, options.rounds):
                print(figure, flush=True)


if __name__ == "__main__":
    main()
