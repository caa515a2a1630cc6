"""`timeline report`"""

from __future__ import annotations

from itertools import groupby, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.output import format_option, print_csv, print_json_rows, print_table
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.errors import InvalidReport
from timeline.printable import one_line

if TYPE_CHECKING:
    from timeline.reports.cohort_report import ReportedFigure
    from timeline.reports.comparison import Comparison
    from timeline.reports.definition import Definition
    from timeline.store import Store

BLANK = " "
"""A cell with nothing to say, which is not the same as a missing value."""
SIGNS = {"match": "match", "differs": "DIFFERS", "not derivable": "NOT DERIVABLE"}


@command("report")
@click.option(
    "--against", metavar="FILE", help="Published figures (JSON), or `study` for its publication's."
)
@click.option("--definition", "file", metavar="FILE", help="Another report (TOML).")
@click.option("--print-definition", is_flag=True, help="Print the study's, to make one's own from.")
@click.option("--as-of", metavar="A", help="A lock, seq, date, instant or now.")
@format_option("table", "csv", "json")
@pass_settings
def report(
    settings: Settings,
    against: str | None,
    file: str | None,
    print_definition: bool,
    as_of: str | None,
    form: str,
) -> None:
    """Print the study's tables, beside published ones if asked.

    Patient flow, characteristics, doses, response, AFP, survival and adverse events, each figure
    from events alone. With --against each stands beside the published one: match, differs with the
    reason, or not derivable. The file is a JSON list `targets` of objects with id, printed and, if
    there is one, unit and note.

    \b
    timeline report --against study
    timeline report --against published.json --as-of final-2012 --format json
    """
    from timeline.reports.cohort_report import compute_report
    from timeline.reports.definition import shipped_definition_text

    if print_definition:
        click.echo(shipped_definition_text(), nl=False)
        return
    definition = _definition(file)
    targets = None
    if against is not None:
        from timeline.reports.comparison import read_targets

        targets = read_targets(_published(against))
    with settings.open() as store:
        figures = compute_report(store, definition, as_of=as_of)
        _say_basis(store, definition, as_of)
    if targets is None:
        _print_report(figures, form)
        return
    from timeline.reports.comparison import compare_report

    _print_comparison(compare_report(figures, targets), form)


def _definition(file: str | None) -> Definition:
    from timeline.reports.definition import parse_definition, shipped_definition

    if file is None:
        return shipped_definition()
    try:
        return parse_definition(_existing(file).read_text(encoding="utf-8"), source=file)
    except UnicodeDecodeError:
        raise InvalidReport(f"{file}: not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise InvalidReport(f"{file}: cannot be read: {error.strerror}") from None


def _published(name: str) -> Path:
    if name == "study" and not Path(name).exists():
        from timeline.examples import path

        return path("study") / "published.json"
    return _existing(name)


def _existing(file: str) -> Path:
    path = Path(file)
    if not path.is_file():
        raise InvalidReport(f"{file}: there is no such file")
    return path


def _say_basis(store: Store, definition: Definition, as_of: str | None) -> None:
    """What the report can be made again from: the point in record time and the definitions."""
    from timeline.history import resolve_as_of
    from timeline.protocols import current_protocol

    protocol = current_protocol(store)
    point = "now" if as_of is None else as_of
    say(
        f"{definition.title}; as of {point} (seq {resolve_as_of(store, as_of)}),"
        f" protocol {protocol.study.name} {protocol.fingerprint}"
    )


def _print_report(figures: list[ReportedFigure], form: str) -> None:
    from timeline.reports.rendering import numbers_of, render_value

    if form == "table":
        for title, part in groupby(figures, key=lambda figure: figure.table):
            _print_title(title)
            rows = [(f.label, render_value(f.value), f.unit) for f in part]
            print_table(("figure", "value", "unit"), rows, numeric=(False, False, False))
        return
    if form == "csv":
        names = ("id", "table", "label", "value", "unit", "patients")
        print_csv(
            names,
            ((f.id, f.table, f.label, render_value(f.value), f.unit, f.patients) for f in figures),
        )
        return
    print_json_rows(
        {
            "id": figure.id,
            "table": figure.table,
            "label": figure.label,
            "value": render_value(figure.value),
            "numbers": numbers_of(figure.value),
            "unit": figure.unit,
            "patients": figure.patients,
        }
        for figure in figures
    )


def _print_comparison(compared: list[Comparison], form: str) -> None:
    if form == "table":
        _print_compared_tables(compared)
    elif form == "csv":
        print_csv(
            ("id", "published", "ours", "verdict", "note"),
            ((c.id, _words(c.published), _words(c.ours), c.verdict, c.note) for c in compared),
        )
    else:
        print_json_rows(
            {
                "id": c.id,
                "published": c.published,
                "ours": c.ours,
                "verdict": c.verdict,
                "note": c.note,
            }
            for c in compared
        )
    counts = {verdict: sum(c.verdict == verdict for c in compared) for verdict in SIGNS}
    say(
        f"{len(compared)} published figures: {counts['match']} match, {counts['differs']}"
        f" {'differs' if counts['differs'] == 1 else 'differ'},"
        f" {counts['not derivable']} not derivable"
    )


def _print_compared_tables(compared: list[Comparison]) -> None:
    for title, group in groupby(compared, key=lambda c: c.table or "Not in this report"):
        part = list(group)
        _print_title(title)
        rows = [row for c in part for row in _rows_of(c)]
        print_table(("figure", "published", "ours", "verdict"), rows, numeric=(False,) * 4)
        for c in part:
            if c.verdict != "match":
                click.echo(one_line(f"  {c.label or c.id}: {c.note}"))


def _rows_of(c: Comparison) -> list[tuple[str, ...]]:
    """The lines of one figure: several where it is a list."""
    published, ours = _lines(c.published), _lines(c.ours)
    lines = zip_longest(published, ours, fillvalue=BLANK)
    first, *others = lines
    label = c.label or c.id
    return [(label, *first, SIGNS[c.verdict]), *((BLANK, *line, BLANK) for line in others)]


def _lines(value: Any) -> list[str]:
    if isinstance(value, list) and value and isinstance(value[0], str):
        return value
    return [_words(value)]


def _print_title(title: str) -> None:
    click.echo(f"\n{one_line(title)}")


def _words(value: Any) -> str:
    """A published or derived figure in one line."""
    match value:
        case None:
            return ""
        case {"n": count, "pct": percent}:
            return f"{count} ({percent})"
        case dict():
            return ", ".join(f"{name} {_words(part)}" for name, part in value.items())
        case [low, high] if not isinstance(low, str):
            return f"{_words(low)}-{_words(high)}"
        case list():
            return "; ".join(map(_words, value))
        case _:
            return str(value)
