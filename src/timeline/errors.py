"""What timeline refuses, and why. Every message is one line that a user can act on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace


class TimelineError(Exception):
    """The root of everything that timeline raises on purpose. `problems` are the pieces of input
    that it is about, where it came from a batch.
    """

    problems: list[Problem]

    def __init__(self, *words: object) -> None:
        super().__init__(*words)
        self.problems = []


class InvalidDate(TimelineError):
    """A date or instant that cannot be read."""


class InvalidEvent(TimelineError):
    """An event that breaks a rule of its kind or of the patient's course."""


class UnknownKind(InvalidEvent):
    """A kind of event that timeline does not have."""


class UnknownUnit(InvalidEvent):
    """A unit that is not one of the analyte's, or an analyte that is not known."""


class UnknownFact(TimelineError):
    """A fact id that the store does not hold."""


class UnknownPatient(TimelineError):
    """A patient of whom the store holds no event."""


class UnknownAsOf(TimelineError):
    """A point in record time that is no seq, instant or lock of this store."""


class UnknownProjection(TimelineError):
    """A projection or column that does not exist."""


class InvalidGrouping(TimelineError):
    """A grouping that names no column, or makes more groups than can be told apart."""


class InvalidFigure(TimelineError):
    """A figure that cannot be written under that name, or has nothing to show."""


class RevisionConflict(TimelineError):
    """The fact has been revised since the reader saw it; nothing was written."""


class InvalidFilter(TimelineError):
    """A condition on a table that cannot be read: `problem` at `position`, counted from 1."""

    def __init__(self, text: str, *, problem: str, position: int) -> None:
        super().__init__(f"at character {position} of {text!r}: {problem}")
        self.problem = problem
        self.position = position


class InvalidMapping(TimelineError):
    """A mapping file with an unknown key, or one that does not fit the file it is to read."""


class InvalidProtocol(TimelineError):
    """A protocol file with an unknown key or a value out of range."""


class InvalidReport(TimelineError):
    """A report's definition, or the published figures beside it, that cannot be read."""


class ExportError(TimelineError):
    """An export that cannot be written, or what a format cannot hold."""


class InvalidArchive(TimelineError):
    """An archive that is not whole, or not the one that was written."""


class StoreError(TimelineError):
    """The store's file cannot be used."""


class StoreBusy(StoreError):
    """Another process held the store for longer than the wait allows."""


class BrokenChain(StoreError):
    """The events are not the ones that were written. `seq` is the first that is wrong."""

    def __init__(self, message: str, *, seq: int) -> None:
        super().__init__(message)
        self.seq = seq


@dataclass(frozen=True)
class Place:
    """Where in a file something stands; parts that do not apply are None.

    `item_rows` are the rows of a list's items where each has its own, and `columns` pairs fields
    with the columns that they were read from where the names differ.
    """

    file: str | None = None
    row: int | None = None
    column: str | None = None
    item_rows: tuple[int, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a file to name."""
        return self.file is not None

    def __str__(self) -> str:
        parts = [self.file, self.row and f"row {self.row}", self.column and f"column {self.column}"]
        return ", ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one piece of input."""

    message: str
    place: Place = Place()

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True)
class Remark:
    """Something about an input that is worth a look, and no reason to refuse it."""

    problem: Problem


_FIELD = re.compile(r"field (?P<field>[^:\[]+(?:\[(?P<item>\d+)\](?:\.(?P<part>\w+))?)?): ")


def located(problem: Problem) -> Problem:
    """The same problem with the field that its message begins with as the column of its place."""
    place, match = problem.place, _FIELD.match(problem.message)
    if place.file is None or match is None:
        return problem
    row, column = place.row, match["field"]
    if match["item"] and not match["part"]:
        column = column.partition("[")[0]
    elif match["item"] and place.item_rows:
        row, column = place.item_rows[int(match["item"])], match["part"]
    column = dict(place.columns).get(column, column)
    return Problem(problem.message[match.end() :], replace(place, row=row, column=column))


class Refused(TimelineError):
    """A batch that was refused whole. `problems` holds each reason; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        shown = "\n".join(str(problem) for problem in problems[:20])
        more = len(problems) - 20
        super().__init__(f"{shown}\n… and {more} more" if more > 0 else shown)
        self.problems = problems
