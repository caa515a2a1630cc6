"""`timeline issues`"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option, print_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say

if TYPE_CHECKING:
    from timeline.query import Table

SHOWN = ("patient", "severity", "issue", "occurred_on", "status", "what")
STATUSES = ("open", "queried", "answered", "reviewed", "void", "gone")
"""The columns of the table; programs get them all."""


@command("issues")
@click.option("--patient", metavar="P", help="One patient.")
@click.option("--where", metavar="EXPR", help="Rows: 'severity = \"error\"'.")
@click.option("--open", "unsettled", is_flag=True, help="What still waits for somebody.")
@click.option(
    "--status",
    "statuses",
    type=click.Choice(STATUSES),
    multiple=True,
    help="Where the review stands; may be given again.",
)
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@click.option("--list", "named", is_flag=True, help="Which issues there are, and what is done.")
@format_option("table", "csv", "json")
@pass_settings
def issues(
    settings: Settings,
    patient: str | None,
    where: str | None,
    unsettled: bool,
    statuses: tuple[str, ...],
    as_of: str | None,
    all_patients: bool,
    named: bool,
    form: str,
) -> None:
    """Show what in the data is contradictory or missing.

    An error cannot be so, a warning leaves an endpoint without something, a note is dealt with by a
    rule of the protocol. Nothing of it is dropped; an issue goes when its fact is corrected.

    Its status is open until it is reviewed (`timeline review`, or `r` in the workbench): queried,
    answered, reviewed; void where a fact was changed since; gone where it is found no more, which
    only --status gone tells. Queries by hand are listed too, as the issue `query`.
    """
    from timeline.projections.declarations import PROJECTIONS

    if named:
        _print_named(form)
        return
    condition = None
    if where is not None:
        from timeline.filters import parse_filter

        condition = parse_filter(where, PROJECTIONS["issue_review"].columns)
    from timeline.query import read_table

    with settings.open() as store, progress_bar("deriving") as advance:
        table = read_table(
            store,
            "issue_review",
            patient=patient,
            where=condition,
            as_of=as_of,
            all_patients=all_patients,
            progress=advance,
        )
    table = _chosen(table, statuses or (*STATUSES[:-1],), unsettled)
    if table.rows or form != "table":
        names = list(table.columns) if form != "table" else list(SHOWN)
        rows = [tuple(row[name] for name in names) for row in table.records()]
        print_rows(names, rows, form, numeric=[False] * len(names), key=1)
    say(_in_all(table))


def _chosen(table: Table, statuses: tuple[str, ...], unsettled: bool) -> Table:
    """The rows of some statuses, or of them those that wait for somebody."""
    names = list(table.columns)
    status, waits = names.index("status"), names.index("unsettled")
    rows = [row for row in table.rows if row[status] in statuses and (row[waits] or not unsettled)]
    return replace(table, rows=rows)


def _in_all(table: Table) -> str:
    """`3 issues of 2 patients: 1 error, 2 notes`."""
    from timeline.criteria.data_issues import SEVERITIES
    from timeline.describe import counted

    if not table.rows:
        return "no issues"
    names = list(table.columns)
    severity, patient = names.index("severity"), names.index("patient")
    of = Counter(row[severity] for row in table.rows)
    kinds = ", ".join(
        counted(of[each], each, "queries" if each == "query" else None)
        for each in (*SEVERITIES, "query")
        if of[each]
    )
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
