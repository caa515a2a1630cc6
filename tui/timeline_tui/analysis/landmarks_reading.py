"""Reading late toxicity at the landmarks, and why somebody could not be evaluated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from timeline_tui.analysis.chart import Request
from timeline_tui.analysis.groups import title_of
from timeline_tui.analysis.landmarks import DIED, KINDS, LOST, NONE, Bar, LandmarksData, Term
from timeline_tui.analysis.reading import opened
from timeline_tui.analysis.survival_reading import empty_words, notes_of
from timeline_tui.background import Ticket

if TYPE_CHECKING:
    from timeline.protocol import LateToxicity

AFTER = {
    "last_rt_fraction": "the last fraction",
    "first_rt_fraction": "the first fraction",
    "origin": "the origin",
}


def read_landmarks(request: Request, ticket: Ticket) -> LandmarksData:
    """Each group's patients at each landmark by worst grade, and the terms in effect then."""
    from timeline.grouping import ask_for
    from timeline.protocols import current_protocol
    from timeline.query import read_table

    seq, everybody = request.seq, request.all_patients
    with opened(request, ticket) as store:
        rules = current_protocol(store).late_toxicity
        late = read_table(store, "late_toxicity", as_of=seq, all_patients=everybody).records()
        ticket.check()
        survival = read_table(store, "os", as_of=seq, all_patients=everybody).records()
        ticket.check()
        asked = ask_for(
            store, {row["patient"] for row in late}, by=request.by,
            patients=request.patients, as_of=seq, all_patients=everybody,
        )  # fmt: skip
    died = {row["patient"]: row["ended_on"] for row in survival if row["event"]}
    rows = [
        {"group": asked.group_of[row["patient"]], **row, "finding": finding(row, died)}
        for row in late
        if row["patient"] in asked.group_of
    ]
    by = "" if request.by is None else f" · by {request.by}"
    titles = tuple(title_of(request.by, name) for name in asked.groups)
    return LandmarksData(
        subtitle=span_words(rules) + by,
        after=AFTER[rules.after],
        groups=titles,
        landmarks=rules.landmark_months,
        bars=bars_of(rows, rules.landmark_months, asked.groups),
        terms=terms_of(rows, asked.groups),
        terms_of={(row["landmark_months"], row["patient"]): row["terms"] or "" for row in rows},
        notes=notes_of(asked.left_out, asked.without),
        empty="" if rows else empty_words("Late toxicity", asked.left_out, asked.without),
        rows=tuple(rows),
    )


def span_words(rules: LateToxicity) -> str:
    """When a grade counts, in words."""
    if rules.span == "from_landmark":
        return "in effect on any later day"
    return f"in effect within ±{rules.window_days} days"


def finding(row: Mapping[str, Any], died: Mapping[str, str]) -> str:
    """What a row of `late_toxicity` puts its patient among: one of `KINDS`."""
    if row["evaluable"]:
        return str(row["max_grade"]) if row["present"] else NONE
    dead_on = died.get(row["patient"])
    return DIED if dead_on is not None and dead_on < row["landmark_on"] else LOST


def bars_of(
    rows: Sequence[Mapping[str, Any]], landmarks: Sequence[int], groups: Sequence[str]
) -> tuple[Bar, ...]:
    """A bar for each landmark and group, its patients by what was found, sorted by name."""
    found: dict[tuple[int, str, str], list[str]] = {}
    for row in rows:
        key = row["landmark_months"], row["group"], row["finding"]
        found.setdefault(key, []).append(row["patient"])
    return tuple(
        Bar(
            months,
            number,
            tuple(
                (kind, tuple(sorted(found[months, group, kind])))
                for kind in KINDS
                if (months, group, kind) in found
            ),
        )
        for months in landmarks
        for number, group in enumerate(groups)
    )


def terms_of(rows: Sequence[Mapping[str, Any]], groups: Sequence[str]) -> tuple[Term, ...]:
    """The terms in effect at any landmark, the most frequent first."""
    found: dict[str, dict[tuple[int, int], tuple[str, ...]]] = {}
    for row in rows:
        for term in (row["terms"] or "").split("; ") if row["present"] else ():
            cell = row["landmark_months"], groups.index(row["group"])
            patients = found.setdefault(term, {})
            patients[cell] = (*patients.get(cell, ()), row["patient"])
    terms = [Term(name, cells) for name, cells in found.items()]
    return tuple(sorted(terms, key=lambda one: (-sum(map(len, one.patients.values())), one.name)))
