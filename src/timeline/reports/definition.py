"""What a report contains: a TOML file of populations, adverse-event rows and tables of figures.

Every figure has an id, a label and a measure; the measure's own keys say what is counted, over
which projection's rows and in which population. A condition is written as for `timeline query
--where`; it sees the columns of the table that it asks and those of the patient's `course` row.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

import msgspec

from timeline.errors import InvalidReport
from timeline.reports.figure_kinds import (
    AdverseEvent,
    AnyFigure,
    ChiSquare,
    Counts,
    Figure,
    LogRank,
    Name,
    Part,
    Shares,
)

SHIPPED = "study_report.toml"


class Population(Part, frozen=True, kw_only=True):
    """Patients, of another population if named, with a row of `table` for which `where` holds."""

    where: str = ""
    table: Name = "course"
    of: Name | None = None


class Table(Part, frozen=True, kw_only=True):
    """One table of the report."""

    title: Name
    of: Name
    figures: list[AnyFigure]


class AdverseEventRow(Part, frozen=True, kw_only=True):
    """A row of the table of adverse events: the terms that it counts as one."""

    terms: list[Name]
    where: str = ""


class Definition(Part, frozen=True, kw_only=True):
    """A whole report."""

    title: Name
    populations: dict[Name, Population]
    adverse_events: dict[Name, AdverseEventRow]
    tables: list[Table]

    def __post_init__(self) -> None:
        for name, population in self.populations.items():
            # Only populations further up may be named, so that none is one of itself.
            known = list(self.populations)[: list(self.populations).index(name)]
            if population.of is not None and population.of not in known:
                raise ValueError(
                    f"population {name}: {population.of!r} is not a population defined before it"
                )
        seen: set[str] = set()
        for table in self.tables:
            for figure in table.figures:
                if figure.id in seen:
                    raise ValueError(f"figure {figure.id}: there are two of this id")
                seen.add(figure.id)
                for name in _populations_of(table, figure):
                    if name not in self.populations:
                        raise ValueError(
                            f"figure {figure.id}: {name!r} is not a population;"
                            f" known: {', '.join(self.populations)}"
                        )
                if isinstance(figure, LogRank | ChiSquare) and (
                    len(set(figure.populations)) < max(2, len(figure.populations))
                ):
                    raise ValueError(f"figure {figure.id}: expected two populations or more")
                event = figure.event if isinstance(figure, AdverseEvent) else None
                if event is not None and event not in self.adverse_events:
                    raise ValueError(f"figure {figure.id}: {event!r} is not in adverse_events")


def _populations_of(table: Table, figure: Figure) -> list[str]:
    match figure:
        case Counts() | Shares():
            return list(figure.populations.values())
        case LogRank() | ChiSquare():
            return figure.populations
        case _:
            return [figure.of or table.of]


def parse_definition(text: str, *, source: str) -> Definition:
    """Read a report's definition from TOML. Raises InvalidReport naming source and key."""
    try:
        values: dict[str, Any] = tomllib.loads(text)
        return msgspec.convert(values, Definition)
    except tomllib.TOMLDecodeError as error:
        raise InvalidReport(f"{source}: not TOML: {error}") from None
    except RecursionError:
        raise InvalidReport(f"{source}: tables within tables without end") from None
    except msgspec.ValidationError as error:
        message = str(error).replace("Object", "The report").replace("`$.", "`")
        raise InvalidReport(f"{source}: {message}") from None


def shipped_definition_text() -> str:
    """The report of the published study as TOML, with its comments."""
    return files("timeline.reports").joinpath(SHIPPED).read_text(encoding="utf-8")


def shipped_definition() -> Definition:
    """The report of the published study."""
    return parse_definition(shipped_definition_text(), source=SHIPPED)
