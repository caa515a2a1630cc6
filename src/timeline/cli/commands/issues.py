"""`timeline issues`"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option, print_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say

if TYPE_CHECKING:
    from timeline.query import Table

SHOWN = ("patient", "severity", "issue", "occurred_on", "what")
"""The columns of the table; programs get them all."""


@command("issues")
@click.option("--patient", metavar="P", help="One patient.")
@click.option("--where", metavar="EXPR", help="Rows: 'severity = \"error\"'.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@click.option("--list", "named", is_flag=True, help="Which issues there are, and what is done.")
@format_option("table", "csv", "json")
@pass_settings
def issues(
    settings: Settings,
    patient: str | None,
    where: str | None,
    as_of: str | None,
    all_patients: bool,
    named: bool,
    form: str,
) -> None:
    """Show what in the data is contradictory or missing.

    An error cannot be so, a warning leaves an endpoint without something, a note is dealt with by a
    rule of the protocol. Nothing of it is dropped; an issue goes when its fact is corrected.
    """
    from timeline.projections.declarations import PROJECTIONS

    if named:
        _print_named(form)
        return
    condition = None
    if where is not None:
        from timeline.filters import parse_filter

        condition = parse_filter(where, PROJECTIONS["data_issues"].columns)
    from timeline.query import read_table

    with settings.open() as store, progress_bar("deriving") as advance:
        table = read_table(
            store,
            "data_issues",
            patient=patient,
            where=condition,
            as_of=as_of,
            all_patients=all_patients,
            columns=SHOWN if form == "table" else None,
            progress=advance,
        )
    if table.rows or form != "table":
        names = list(table.columns)
        print_rows(names, table.rows, form, numeric=[False] * len(names), key=1)
    say(_in_all(table))


def _in_all(table: Table) -> str:
    """`3 issues of 2 patients: 1 error, 2 notes`."""
    from timeline.criteria.data_issues import SEVERITIES
    from timeline.describe import counted

    if not table.rows:
        return "no issues"
    names = list(table.columns)
    severity, patient = names.index("severity"), names.index("patient")
    of = Counter(row[severity] for row in table.rows)
    kinds = ", ".join(counted(of[each], each) for each in SEVERITIES if of[each])
    patients = counted(len({row[patient] for row in table.rows}), "patient")
    return f"{counted(len(table.rows), 'issue')} of {patients}: {kinds}"


def _print_named(form: str) -> None:
    from timeline.criteria.data_issues import REFUSALS, TABLE

    names = ("issue", "severity", "meaning", "handling", "source")
    rows = [
        *((one.name, one.severity, one.meaning, one.handling, one.source) for one in TABLE),
        *(("", "refused", one.what, one.instead, "") for one in REFUSALS),
    ]
    print_rows(names, rows, form, numeric=[False] * len(names))
