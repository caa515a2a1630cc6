"""`timeline demo`"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.commands.tui import at_terminal, open_workbench
from timeline.cli.output import print_table
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.errors import Refused, StoreError

if TYPE_CHECKING:
    from timeline.query import Table
    from timeline.store import Store

COLUMNS = {
    "patient": "patient",
    "os_months": "OS mo",
    "os_event": "died",
    "ttp_months": "TTP mo",
    "ttp_event": "progressed",
    "afp_change_percent": "AFP %",
    "afp_decline_over_80": "AFP fell > 80 %",
    "late_3_months": "late toxicity 3 mo",
    "late_6_months": "6 mo",
}


@command("demo")
@click.option("--no-tui", is_flag=True, help="Print the endpoints and leave.")
@pass_settings
def demo(settings: Settings, no_tui: bool) -> None:
    """Load the study's cohort, print its endpoints, open the workbench.

    The cohort goes through the ordinary import into the store, which has to be new or to hold the
    study alone. The workbench opens at a terminal.
    """
    from timeline.examples import path
    from timeline.query import read_table
    from timeline.store import Store

    folder = path("study")
    files = sorted(file for file in folder.iterdir() if file.suffix in (".csv", ".jsonl"))
    with Store.open(settings.path, create=True) as store:
        _require_study_alone(store, folder / "registration.csv")
        added = _load(store, files, settings.who)
        loaded = "the study's cohort is loaded" if added else "the study is loaded already"
        say(f"{settings.path}: {loaded}, {store.head().seq} events")
        with progress_bar("deriving") as advance:
            table = read_table(store, "course", columns=list(COLUMNS), progress=advance)
        _print(table.rows)
        _say_counts(table)
    if not no_tui and at_terminal():
        open_workbench(settings)


def _load(store: Store, files: list[Path], actor: str) -> int:
    """Import the study; returns the number of events that the store did not have."""
    from timeline.interchange.importing import import_files

    with progress_bar("importing") as advance:
        try:
            summary = import_files(
                store,
                files,
                actor=actor,
                progress=lambda phase, done, total: advance(done, total, phase),
            )
        except Refused:
            if store.head().seq:
                raise _no_place_for_it(store, "patients that go by the study's names") from None
            raise
    return sum(count for outcome, count in summary.outcomes().items() if outcome != "unchanged")


def _print(rows: list[tuple[Any, ...]]) -> None:
    numeric = [name in ("os_months", "ttp_months", "afp_change_percent") for name in COLUMNS]
    rounded = [[f"{v:.1f}" if isinstance(v, float) else v for v in row] for row in rows]
    print_table(list(COLUMNS.values()), rounded, numeric=numeric)


def _say_counts(table: Table) -> None:
    """What the lines add up to, and where to go on from here."""
    rows = table.records()
    died, progressed, fell = (
        sum(bool(row[name]) for row in rows)
        for name in ("os_event", "ttp_event", "afp_decline_over_80")
    )
    say(
        f"{len(rows)} patients analysed: {died} died, {progressed} progressed, AFP fell by more"
        f" than 80 % in {fell}; n/e: not evaluable"
    )


def _require_study_alone(store: Store, registration: Path) -> None:
    with registration.open(encoding="utf-8", newline="") as file:
        study = {row["patient"] for row in csv.DictReader(file)}
    found = {patient for (patient,) in store.rows("SELECT DISTINCT patient FROM events")}
    if others := sorted(found - study):
        raise _no_place_for_it(store, f"other patients ({others[0]}, …)")


def _no_place_for_it(store: Store, holds: str) -> StoreError:
    return StoreError(
        f"{store.path}: holds {holds}; name a new store for the study, as in"
        " timeline demo --db study.db"
    )
