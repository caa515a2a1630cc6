"""`timeline query`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.output import format_option, print_parquet, print_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar

if TYPE_CHECKING:
    from timeline.query import Table


@command("query")
@click.argument("name", required=False)
@click.option("--where", metavar="EXPR", help="Rows: 'months < 6 and reason ~ \"PD\"'.")
@click.option("--patient", metavar="P", help="One patient.")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@click.option("--columns", metavar="A,B,...", help="These columns, in this order.")
@click.option("--all-patients", is_flag=True, help="Excluded patients too.")
@format_option("table", "csv", "json", "parquet")
@pass_settings
def query(
    settings: Settings,
    name: str | None,
    where: str | None,
    patient: str | None,
    as_of: str | None,
    columns: str | None,
    all_patients: bool,
    form: str,
) -> None:
    """Ask for a table of endpoints.

    Without NAME: which tables there are, and what their columns mean. A condition compares columns
    with values (= != < <= > >=), looks for a word (~), asks `is missing`, and joins conditions with
    `and`, `or`, `not` and parentheses. Of `course` it asks for grades (ae:hfs>=3), issues and words
    as well, and takes short names, as the workbench's filter does.
    """
    from timeline.projections.declarations import find_projection

    if name is None:
        _print_tables(form)
        return
    declaration = find_projection(name)
    condition = None
    if where is not None:
        from timeline.filters import parse_course_filter, parse_filter

        course = name == "course"
        condition = (
            parse_course_filter(where) if course else parse_filter(where, declaration.columns)
        )
    from timeline.query import read_table

    with settings.open() as store, progress_bar("deriving") as advance:
        table = read_table(
            store,
            name,
            patient=patient,
            where=condition,
            as_of=as_of,
            all_patients=all_patients,
            columns=[column.strip() for column in columns.split(",")] if columns else None,
            progress=advance,
        )
    _print(table, form, every_column=columns is not None)


def _print(table: Table, form: str, *, every_column: bool) -> None:
    if form == "parquet":
        print_parquet(table)
        return
    places = [
        place
        for place, name in enumerate(table.columns)
        if form != "table" or every_column or name != "evidence"
    ]
    from timeline.projections.declarations import find_projection

    names = list(table.columns)
    numeric = [column.dtype in ("integer", "number") for column in table.columns.values()]
    print_rows(
        [names[place] for place in places],
        ([row[place] for place in places] for row in table.rows),
        form,
        numeric=[numeric[place] for place in places],
        key=max(1, sum(name in find_projection(table.name).key for name in names)),
    )


def _print_tables(form: str) -> None:
    from timeline.projections.declarations import PROJECTIONS

    names = ("table", "column", "type", "unit", "meaning", "source")
    rows = [
        (table, name, column.dtype, column.unit, column.meaning, column.source)
        for table, declaration in PROJECTIONS.items()
        for name, column in declaration.columns.items()
    ]
    print_rows(names, rows, "csv" if form == "parquet" else form, numeric=[False] * len(names))
