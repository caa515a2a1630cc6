"""Data issues joined with their reviews: what is open, queried, answered, reviewed, void, gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from timeline.criteria.data_issues import ISSUES
from timeline.effective import EffectiveEvents, objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.reviews import (
    QUERY,
    Fact,
    Key,
    Mark,
    changes_since,
    read_facts,
    read_marks,
)
from timeline.protocol import Protocol

Row = tuple[Any, ...]

SETTLED = frozenset({"reviewed", "gone"})
ASKED = frozenset({"queried", "answered"})
_STATUS = {
    "query open": "queried",
    "answered": "answered",
    "accepted": "reviewed",
    "closed": "reviewed",
}
_NOT_REVIEWED = (None, None, None, None, None, 0)
_COLUMNS = ("patient", "issue", "fact", "severity", "occurred_on", "what")


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each data issue, for each thing else that was reviewed, and for each reviewed
    issue that is found no more.
    """
    issues = needed["data_issues"]
    marks = read_marks(events)
    if not marks:
        return _nobody_looked(issues)
    facts = read_facts(events, dict.fromkeys(patient for patient, *_ in marks))
    rows = [_of_issue(row, marks, facts) for row in _found(issues)]
    rows += [_by_hand(key, made, facts[key[0]]) for key, made in marks.items()]
    rows.sort(key=lambda row: row[:3])
    declared = PROJECTIONS["issue_review"]
    cells = dict(zip(declared.columns, map(list, zip(*rows, strict=True)), strict=True))
    columns = {name: objects(values) for name, values in cells.items()}
    columns["unsettled"] = np.array(cells["unsettled"], dtype=bool)
    columns["reviews"] = np.array(cells["reviews"], dtype=np.int64)
    return table_of(declared, columns)


def _nobody_looked(issues: DerivedTable) -> DerivedTable:
    """Every issue is open: most patients have no review, and are told without a look at facts."""
    declared, count = PROJECTIONS["issue_review"], len(issues)
    columns = {name: objects([None] * count) for name in declared.columns}
    columns |= {name: issues[name] for name in (*_COLUMNS, "evidence")}
    columns["status"] = np.full(count, "open", dtype=object)
    columns["unsettled"] = np.array([s != "note" for s in issues["severity"].tolist()], dtype=bool)
    columns["reviews"] = np.zeros(count, dtype=np.int64)
    return table_of(declared, columns)


def _found(issues: DerivedTable) -> Iterator[Row]:
    columns = (*_COLUMNS, "evidence")
    return zip(*(issues[name].tolist() for name in columns), strict=True)


def _of_issue(row: Row, marks: dict[Key, list[Mark]], facts: Mapping[str, dict[str, Fact]]) -> Row:
    """The row of an issue that is there; its reviews are taken out of the marks."""
    *issue, evidence = row
    patient, name, fact, severity, _, what = issue
    made = marks.pop((patient, name, fact), None)
    if made is None:
        return (*issue, "open", severity != "note", *_NOT_REVIEWED, evidence)
    last, known = made[-1], facts[patient]
    since = changes_since(last, evidence.split(), what, known)
    status = _status(last, since)
    unsettled = status in ASKED or (severity != "note" and status not in SETTLED)
    seen = [fact for fact in last.looked_at if fact in known]
    return (*issue, status, unsettled, *_reviewed(made, since), _joined(evidence, seen, made))


def _by_hand(key: Key, made: list[Mark], facts: dict[str, Fact]) -> Row:
    """The row of a review of a fact or a patient, or of an issue that is found no more."""
    patient, name, fact = key
    last = made[-1]
    if name != QUERY:
        severity = ISSUES[name].severity if name in ISSUES else "note"
        gone: Row = (*key, severity, last.on, last.what or last.comment)
        return (*gone, "gone", False, *_reviewed(made, []), _joined("", facts, made))
    whole = fact == patient
    since = changes_since(last, facts if whole else [], None, facts)
    status = _status(last, since)
    asked = next((mark for mark in reversed(made) if mark.verdict == "query open"), last)
    on = last.on if whole or fact not in facts else facts[fact].on
    seen = facts if whole else [seen for seen in (fact, *last.looked_at) if seen in facts]
    row: Row = (*key, QUERY, on, asked.comment)
    reviewed = _reviewed(made, since)
    return (*row, status, status not in SETTLED, *reviewed, _joined("", seen, made))


def _status(last: Mark, since: list[str]) -> str:
    status = _STATUS[last.verdict]
    return "void" if since and status == "reviewed" else status


def _reviewed(made: list[Mark], since: list[str]) -> Row:
    last = made[-1]
    return (
        last.verdict, last.reviewer, last.on, last.comment, "; ".join(since) or None, len(made)
    )  # fmt: skip


def _joined(evidence: str, facts: Any, made: list[Mark]) -> str:
    return " ".join(dict.fromkeys([*evidence.split(), *facts, *(mark.fact for mark in made)]))
