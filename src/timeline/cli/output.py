"""Data on standard output: as a table to read, or as CSV, JSON or Parquet for programs.

In CSV and JSON nothing is rounded, dates are ISO, booleans `true` and `false`, missing values empty
or null. Only a table, which is for eyes, rounds numbers and writes control characters out.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from timeline.cli.talk import say
from timeline.errors import TimelineError
from timeline.printable import one_line, printable

if TYPE_CHECKING:
    from timeline.query import Table

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Rows = Iterable[Sequence[Any]]
MISSING = "-"
_C1 = re.compile("[\x7f-\x9f]")


def format_option(*formats: str) -> Callable[[Decorated], Decorated]:
    """The option `--format`, the first of the formats being the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print it.",
    )


def print_rows(
    names: Sequence[str], rows: Rows, form: str, *, numeric: Sequence[bool], key: int = 1
) -> None:
    """Rows in one of the formats that a table may have; the first `key` columns name a row."""
    match form:
        case "csv":
            print_csv(names, rows)
        case "json":
            print_json_rows(dict(zip(names, row, strict=True)) for row in rows)
        case _:
            print_table(names, rows, numeric=numeric, key=key)


def print_csv(names: Sequence[str], rows: Rows) -> None:
    """CSV with a header; as it is for programs, without control characters for a terminal."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    text = buffer.getvalue()
    # With color=True click lets escape sequences in the data be, which it takes out of a pipe.
    click.echo(printable(text) if sys.stdout.isatty() else text, nl=False, color=True)


def print_json(value: Any) -> None:
    """One JSON value, indented."""
    click.echo(_json_text(value, indent=2))


def print_json_rows(rows: Iterable[Mapping[str, Any]]) -> None:
    """A JSON list, one object a line."""
    click.echo("[" + ",".join(f"\n{_json_text(row)}" for row in rows) + "\n]")


def print_table(names: Sequence[str], rows: Rows, *, numeric: Sequence[bool], key: int = 1) -> None:
    """A table to read: drawn on a terminal, plain aligned columns in a pipe."""
    if not (rows := list(rows)):
        say("no rows")
    texts = [[table_cell(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        from timeline.cli.drawing import draw

        draw(names, texts, numeric, key=key)
        return
    widths = [max(map(len, column)) for column in zip(names, *texts, strict=True)]
    for line in (list(names), *texts):
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


def print_parquet(table: Table) -> None:
    """A projection's table as Parquet; dates and numbers keep their types."""
    from timeline.exporting.sheet import Sheet
    from timeline.exporting.write_parquet import write_sheet

    if sys.stdout.isatty():
        raise TimelineError("Parquet is not for a terminal; send it to a file with > FILE")
    sink = io.BytesIO()
    write_sheet(sink, Sheet(table.name, "", table.columns, table.rows))
    sys.stdout.buffer.write(sink.getvalue())


def table_cell(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return one_line(str(value))


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def _json_text(value: Any, *, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _C1.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
