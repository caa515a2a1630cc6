"""The issues and queries of the worklist: which are shown, in which groups, how far it is. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SHOWS: tuple[str, ...] = (
    "waiting", "open", "queried", "answered", "void", "reviewed", "gone", "all",
)  # fmt: skip
"""What the worklist can be narrowed to: what waits for somebody, one status, or everything."""
GROUPINGS: tuple[str, ...] = ("issue", "patient", "status")
_SEVERITIES = {"error": 0, "warning": 1, "query": 2, "note": 3}
_STATUSES = {"answered": 0, "void": 1, "open": 2, "queried": 3, "reviewed": 4, "gone": 5}


class Entry(NamedTuple):
    """One row of the table `issue_review`."""

    patient: str
    issue: str
    fact: str
    severity: str
    occurred_on: str | None
    what: str
    status: str
    unsettled: bool
    verdict: str | None
    reviewer: str | None
    reviewed_on: str | None
    comment: str | None
    since: str | None
    evidence: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self[:3]

    @property
    def is_quiet(self) -> bool:
        """A note that nobody has said anything of: a rule of the protocol deals with it."""
        return self.severity == "note" and self.status == "open"


@dataclass(frozen=True)
class Asked:
    """What is to be seen: a status, notes or not, words that have to occur, by what in groups."""

    show: str = "waiting"
    notes: bool = False
    words: str = ""
    grouping: str = "issue"
    patient: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the worklist: the place of an entry, or of a group its name and its size."""

    entry: int = -1
    group: str = ""
    size: int = 0


@dataclass(frozen=True)
class Worklist:
    """The lines to show, how many entries each tab has, and how many are reviewed of how many.

    `hidden_notes` would be among them if notes were asked for.
    """

    lines: Sequence[Line]
    counts: Mapping[str, int]
    reviewed: int = 0
    total: int = 0
    hidden_notes: int = 0


def arrange(entries: Sequence[Entry], asked: Asked) -> Worklist:
    """The worklist as it was asked for, errors before warnings and what was answered first."""
    words = asked.words.casefold().split()
    asked_for = [
        place
        for place, entry in enumerate(entries)
        if asked.patient in ("", entry.patient) and (not words or _mentions(entry, words))
    ]
    scope = [place for place in asked_for if asked.notes or not entries[place].is_quiet]
    counts = dict.fromkeys(SHOWS, 0)
    for place in scope:
        counts[entries[place].status] += 1
        counts["waiting"] += waits(entries[place])
    counts["all"] = len(scope)
    places = [place for place in scope if _shown(entries[place], asked.show)]
    groups: dict[str, list[int]] = {}
    for place in sorted(places, key=lambda place: _rank(entries[place], asked.grouping)):
        groups.setdefault(_group(entries[place], asked.grouping), []).append(place)
    lines: list[Line] = []
    for group, members in groups.items():
        lines.append(Line(group=group, size=len(members)))
        lines += [Line(place) for place in members]
    total, hidden = len(scope) - counts["gone"], len(asked_for) - len(scope)
    return Worklist(lines, counts, counts["reviewed"], total, hidden)


def waits(entry: Entry) -> bool:
    """Whether somebody has to look at it."""
    return bool(entry.unsettled)


def _shown(entry: Entry, show: str) -> bool:
    return show == "all" or (waits(entry) if show == "waiting" else entry.status == show)


def _mentions(entry: Entry, words: Iterable[str]) -> bool:
    texts = (entry.patient, entry.issue, issue_words(entry.issue), entry.what, entry.fact,
             entry.severity, entry.status, entry.reviewer or "", entry.comment or "")  # fmt: skip
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


def _rank(entry: Entry, grouping: str) -> tuple[object, ...]:
    severity, status = _SEVERITIES.get(entry.severity, 9), _STATUSES.get(entry.status, 9)
    match grouping:
        case "patient":
            return entry.patient, severity, status, entry.issue, entry.fact
        case "status":
            return status, severity, entry.issue, entry.patient, entry.fact
        case _:
            return severity, entry.issue, status, entry.patient, entry.fact


def _group(entry: Entry, grouping: str) -> str:
    match grouping:
        case "patient":
            return entry.patient
        case "status":
            return entry.status
        case _:
            return entry.issue


def issue_words(issue: str) -> str:
    """An issue's name as it is read: `no baseline AFP`."""
    words = issue.replace("_", " ").replace(" afp", " AFP")
    return "query by hand" if issue == "query" else words


def next_waiting(
    lines: Sequence[Line], entries: Sequence[Entry], at: int, step: int = 1
) -> int | None:
    """The line of the next entry that waits, from a line on, round the end; None without one."""
    for by in range(1, len(lines) + 1):
        line = (at + by * step) % len(lines)
        place = lines[line].entry
        if place >= 0 and waits(entries[place]):
            return line
    return None
