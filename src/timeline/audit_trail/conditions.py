"""What is asked of the audit trail: by whom, of what kind, of whom, when, with which words."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.dates import parse_clinical_date, parse_instant
from timeline.errors import InvalidDate

REVISING = ("correct", "retract", "reinstate")
ACTIONS = ("record", *REVISING)
Sql = tuple[str, list[object]]


@dataclass(frozen=True)
class TrailFilter:
    """Conditions that an event has to meet, all of them; of several values of one field any.

    `since` and `until` bound the record time, in microseconds since the epoch; `first_seq` and
    `last_seq` the seq. All four are inclusive. `words` stand in the reason, the fact's id, the
    payload, the source or the actor's name, whatever their case.
    """

    patients: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    first_seq: int | None = None
    last_seq: int | None = None

    @property
    def asks_of_events(self) -> bool:
        """Whether anything is asked beside the time and place of recording."""
        return self.to_sql()[0] != "TRUE"

    @property
    def by_revisions(self) -> bool:
        """Whether the index of what was revised leads to the events best."""
        only = bool(self.actions) and "record" not in self.actions
        return only and not self.facts and not self.patients

    def to_sql(self) -> Sql:
        """The conditions on an event `e`, but for its time and place of recording."""
        parts: list[str] = []
        values: list[object] = []
        for column, wanted in (
            ("patient", self.patients), ("actor", self.actors), ("kind", self.kinds),
            ("action", self.actions), ("fact", self.facts),
        ):  # fmt: skip
            if wanted:
                parts.append(f"e.{column} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        if self.sources:
            either = "(e.source = ? OR substr(e.source, 1, ?) = ?)"
            parts.append(f"({' OR '.join([either] * len(self.sources))})")
            for source in self.sources:
                values += [source, len(source) + 1, f"{source}#"]
        for word in self.words:
            parts.append(f"instr({_TEXT}, ?) > 0")
            values.append(folded(word))
        return " AND ".join(parts) or "TRUE", values

    @property
    def finds_few(self) -> bool:
        """Whether an index leads to the events, so that they need not be looked for in blocks."""
        return bool(self.facts or self.patients or self.by_revisions)


_TEXT = (
    "lower(e.reason || char(10) || e.fact || char(10) || e.payload || char(10) || e.source"
    " || char(10) || e.actor)"
)


def folded(text: str) -> str:
    """A text with its ASCII letters in lower case, as SQLite's lower() has it."""
    return "".join(c.lower() if c.isascii() else c for c in text)


def read_period(text: str) -> tuple[int, int]:
    """The first and the last microsecond of a year, month, day or instant, UTC.

    Raises InvalidDate.
    """
    if "T" in text or "t" in text:
        instant = parse_instant(text)
        return instant, instant
    try:
        known = parse_clinical_date(text)
    except InvalidDate as error:
        raise InvalidDate(
            f"{text!r} is no time; expected e.g. 2010, 2010-01, 2010-01-12 or 2010-01-12T09:30Z"
        ) from error
    first = parse_instant(known.earliest.isoformat())
    return first, parse_instant(known.latest.isoformat(), end_of_day=True)
