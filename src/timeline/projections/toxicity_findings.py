"""What is known of each patient's toxicities: reported grades and graded laboratory values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.criteria.ctcae_laboratory import TESTS
from timeline.criteria.ctcae_terms import TERM_OF_TEST, common_term
from timeline.criteria.laboratory_grades import UNGRADED
from timeline.effective import Days, EffectiveEvents, FactTable, Objects, objects
from timeline.projections.episodes import episodes_of
from timeline.projections.graded_values import UNDATED, graded_values
from timeline.projections.imputation import is_known_to_the_month, is_partial
from timeline.projections.moments import Moment
from timeline.projections.per_patient import NEVER, Mask, Rows, of_owner
from timeline.protocol import Protocol


@dataclass(frozen=True, eq=False)
class Findings:
    """One row a grade that was reported or that a laboratory value has, from both sources.

    `term` is a place in `terms`. A reported grade is in effect from `since` to `until` (exclusive);
    that of a laboratory value is found on the one day `since`. `before` marks what was there when
    treatment began, `after` what was there or found from then on. What followed a grade and ended
    it is known by its fact, first and last day and grade.
    """

    terms: list[str]
    patient: Rows
    term: Rows
    reported: Mask
    grade: Rows
    reason: Objects
    since: Days
    until: Days
    first: Days
    last: Days
    before: Mask
    after: Mask
    fact: Objects
    attribution: Objects
    ended_fact: Objects
    ended_first: Days
    ended_last: Days
    ended_grade: Rows

    def where(self, rows: Rows | Mask) -> Findings:
        """The findings of a mask or at some places."""
        columns = {name: values[rows] for name, values in vars(self).items() if name != "terms"}
        return Findings(terms=self.terms, **columns)


def toxicity_findings(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> Findings:
    """The findings of all patients, reported ones first.

    A grade that began in the month of the origin, on a day that is not known, began with treatment.
    Without an origin all is found `after` it.
    """
    parts = [
        _reported(events, protocol, origin),
        _undated(events["adverse_event"]),
        _laboratory(events, protocol, origin),
    ]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    names = columns.pop("name").tolist()
    terms = sorted(set(names))
    places = {name: place for place, name in enumerate(terms)}
    term = np.fromiter(map(places.__getitem__, names), dtype=np.int64, count=len(names))
    return Findings(terms=terms, term=term, **columns)


def _begun_with_treatment(since: Days, table: FactTable, start: Days) -> Days:
    """The days, not before the origin where they may lie after it."""
    partial = is_partial(table["day"], table["last_day"])
    may_be_later = partial & (start != NEVER) & (table["last_day"] >= start)
    return np.where(may_be_later, np.maximum(since, start), since)


def _reported(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> dict[str, np.ndarray]:
    episodes = episodes_of(events, protocol)
    table = episodes.table
    start = of_owner(table, origin.day)
    since = _begun_with_treatment(episodes.since, table, start)
    began = (start == NEVER) | (since >= start)
    there = ~began & (table["grade"] > 0)
    return {
        **_of_table(table, table, episodes.ended_by),
        "name": _common_terms(table["term"]),
        "reported": np.ones(len(table), dtype=bool),
        "grade": table["grade"].astype(np.int64),
        "reason": np.full(len(table), None, dtype=object),
        "since": since,
        "until": episodes.until,
        "before": there & (episodes.until >= start),
        "after": began | (there & (episodes.until > start)),
        "attribution": table["attribution"],
        "ended_grade": _followers(table["grade"], episodes.ended_by, UNGRADED),
    }


def _undated(adverse: FactTable) -> dict[str, np.ndarray]:
    """Reported grades of which the year is known at most: they are named, and decide nothing."""
    dated = is_known_to_the_month(adverse["day"], adverse["last_day"])
    table = adverse.where((adverse["grade"] > 0) & ~dated)
    size, none = len(table), np.full(len(table), -1, dtype=np.int64)
    return {
        **_of_table(table, table, none),
        "name": _common_terms(table["term"]),
        "reported": np.ones(size, dtype=bool),
        "grade": np.full(size, UNGRADED, dtype=np.int64),
        "reason": np.full(size, UNDATED, dtype=object),
        "since": table["day"],
        "until": table["day"],
        "before": np.zeros(size, dtype=bool),
        "after": np.ones(size, dtype=bool),
        "attribution": table["attribution"],
        "ended_grade": none,
    }


def _laboratory(
    events: EffectiveEvents, protocol: Protocol, origin: Moment
) -> dict[str, np.ndarray]:
    graded = graded_values(events, protocol, origin)
    table = graded.table
    start = of_owner(table, origin.day)
    names = objects([TERM_OF_TEST[test] for test in TESTS])
    return {
        **_of_table(table, table, graded.ended_by),
        "name": names[graded.test],
        "reported": np.zeros(len(table), dtype=bool),
        "grade": graded.grade,
        "reason": graded.reason,
        "since": _begun_with_treatment(table["day"], table, start),
        "until": graded.until,
        "before": graded.is_baseline,
        "after": graded.treated | (start == NEVER),
        "attribution": np.full(len(table), None, dtype=object),
        "ended_grade": _followers(graded.grade, graded.ended_by, UNGRADED),
    }


def _of_table(table: FactTable, of: FactTable, ended_by: Rows) -> dict[str, np.ndarray]:
    return {
        "patient": table["patient"],
        "first": table["day"],
        "last": table["last_day"],
        "fact": table["fact"],
        "ended_fact": _followers(of["fact"], ended_by, None),
        "ended_first": _followers(of["day"], ended_by, NEVER),
        "ended_last": _followers(of["last_day"], ended_by, NEVER),
    }


def _followers(values: np.ndarray, rows: Rows, missing: int | None) -> np.ndarray:
    """The values at the rows, `missing` at -1."""
    if len(values) == 0:
        return np.full(len(rows), missing, dtype=values.dtype)
    found: np.ndarray = values[rows]
    found[rows < 0] = missing
    return found


def _common_terms(reported: Objects) -> Objects:
    return objects([common_term(term) for term in reported.tolist()])
