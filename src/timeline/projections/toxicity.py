"""Toxicity, one row a patient and term: worst grades on treatment, acute and late."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from timeline.criteria.ctcae_terms import ctcae_term
from timeline.criteria.laboratory_grades import UNGRADED
from timeline.effective import EffectiveEvents, Objects, objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.imputation import is_partial, known_dates
from timeline.projections.moments import Moment, death, last_contact, later, time_origin
from timeline.projections.per_patient import NEVER, Mask, Rows, join_facts, numbered
from timeline.projections.toxicity_findings import Findings, toxicity_findings
from timeline.projections.treatment_window import end_of_treatment, start_of_late
from timeline.protocol import Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each term that was reported of a patient, that a laboratory value has a grade
    above 0 of, or that a value could not be graded of.

    Grades count from the origin on, by the protocol's sources. A reported grade counts on every day
    that it is in effect, that of a laboratory value on its own day.
    """
    origin = time_origin(events, protocol)
    end = end_of_treatment(events, protocol, needed["drug_exposure"])
    late = start_of_late(events, protocol)
    found = toxicity_findings(events, protocol, origin)
    sources = protocol.toxicity.source
    counted = (sources == "both") | (found.reported == (sources == "reported"))
    telling = counted & (found.reported | (found.grade != 0)) & (found.before | found.after)
    key = found.patient * max(1, len(found.terms)) + found.term
    keys = np.unique(key[telling])
    kept = np.flatnonzero(np.isin(key, keys) & (found.before | found.after))
    found, counted = found.where(kept), counted[kept]
    groups = _Groups(found, np.searchsorted(keys, key[kept]), len(keys))
    patient = keys // max(1, len(found.terms))
    terms = objects([found.terms[place] for place in (keys % max(1, len(found.terms))).tolist()])
    died, contact = death(events, protocol, origin), last_contact(events, protocol)
    seen = later(died, contact)
    windows = _Windows(found, origin, end, late, seen, protocol.toxicity.on_treatment_days)
    columns, bad = _grades(groups, counted, windows, patient)
    onset, ending = groups.first(bad), groups.last(bad)
    over = groups.at(found.ended_grade, ending, UNGRADED) == 0
    evidence, used = _evidence(groups, bad)
    imputed = groups.any(used & is_partial(found.first, found.last))
    imputed |= (origin.imputed | end.imputed | late.imputed | seen.imputed)[patient]
    imputed |= over & (
        groups.at(found.ended_first, ending, NEVER) != groups.at(found.ended_last, ending, NEVER)
    )
    columns |= {
        "patient": events.patients[patient],
        "term": terms,
        "ctcae_term": objects(
            [ctcae_term(term, protocol.toxicity.ctcae_version) for term in terms.tolist()]
        ),
        "first_on": groups.dates(found.first, found.last, onset),
        "resolved_on": groups.dates(
            found.ended_first, found.ended_last, np.where(over, ending, -1)
        ),
        "attribution": _attribution(groups, bad & found.reported),
        "source": _source(groups, bad, counted),
        "imputed": imputed,
        "not_graded": _not_graded(groups, counted & (found.grade == UNGRADED)),
        "evidence": join_facts(
            origin.fact[patient],
            end.fact[patient],
            late.fact[patient],
            seen.fact[patient],
            evidence,
        ),
    }
    return table_of(PROJECTIONS["toxicity"], columns)


class _Groups:
    """The findings by patient and term; a group is one row of the table."""

    def __init__(self, found: Findings, group: Rows, size: int) -> None:
        self.found, self.group, self.size = found, group, size

    def any(self, where: Mask) -> Mask:
        """Which groups have a finding of the mask."""
        some = np.zeros(self.size, dtype=bool)
        some[self.group[where]] = True
        return some

    def worst(self, where: Mask) -> Rows:
        """The highest grade among those of the mask, 0 for none."""
        worst = np.zeros(self.size, dtype=np.int64)
        np.maximum.at(worst, self.group[where], self.found.grade[where])
        return worst

    def first(self, where: Mask) -> Rows:
        """Each group's earliest finding of the mask, or -1."""
        return self._picked(where, self.found.since, reverse=True)

    def last(self, where: Mask) -> Rows:
        """Each group's finding of the mask that ends last, or -1."""
        return self._picked(where, self.found.until, reverse=False)

    def _picked(self, where: Mask, days: Rows, *, reverse: bool) -> Rows:
        rows = np.flatnonzero(where)
        order = rows[np.lexsort((rows, self.found.since[rows], days[rows]))]
        picked = np.full(self.size, -1, dtype=np.int64)
        chosen = order[::-1] if reverse else order
        picked[self.group[chosen]] = chosen
        return picked

    def at(self, values: np.ndarray, rows: Rows, missing: int) -> np.ndarray:
        """The values of the picked findings, `missing` for none."""
        if len(values) == 0:
            return np.full(len(rows), missing, dtype=np.int64)
        return np.where(rows >= 0, values[rows], missing)

    def dates(self, first: np.ndarray, last: np.ndarray, rows: Rows) -> Objects:
        """The dates of the picked findings as far as they are known."""
        return known_dates(self.at(first, rows, NEVER), self.at(last, rows, NEVER))


class _Windows:
    """Which findings fall on treatment, before late toxicity begins, and after."""

    def __init__(
        self,
        found: Findings,
        origin: Moment,
        end: Moment,
        late: Moment,
        seen: Moment,
        days: int,
    ) -> None:
        owner, since = found.patient, found.since
        start, last, begin = origin.day[owner], end.day[owner], late.day[owner]
        goes_on = np.where(found.reported, found.until, since)
        self.treatment_known = origin.known & end.known
        self.late_known = origin.known & late.known
        self.seen_late = self.late_known & seen.known & (seen.day >= late.day)
        self.on_treatment = found.after & (last != NEVER) & (since - days <= last)
        self.begun_on_treatment = self.on_treatment & (since >= start)
        self.acute = found.after & (since < begin)
        self.late = found.after & (begin != NEVER) & ((since >= begin) | (goes_on > begin))
        self.origin_known = origin.known


def _grades(
    groups: _Groups, counted: Mask, windows: _Windows, patient: Rows
) -> tuple[dict[str, np.ndarray], Mask]:
    """The columns of grades, and which findings are toxicity from the origin on."""
    found = groups.found
    graded = found.grade != UNGRADED
    after, before = found.after & graded, found.before & graded & counted
    laboratory = ~found.reported
    measured_first = groups.any(before & laboratory)
    known = groups.any(after & counted)
    baseline = groups.worst(before).astype(float)
    never_measured = groups.any(laboratory & counted) & ~measured_first & (baseline == 0)
    baseline[never_measured | ~windows.origin_known[patient]] = np.nan
    # Above a baseline that nobody measured is not known, unless there is nothing above 0.
    floor = np.nan_to_num(baseline)
    worst = groups.worst(after & counted)
    emergent = after & counted & windows.begun_on_treatment & (found.grade > floor[groups.group])
    treatment = windows.treatment_known[patient]
    came_on = objects([bool(one) for one in groups.any(emergent)])
    told = ~np.isnan(baseline) | (worst == 0)
    came_on[~(treatment & known & told)] = None
    looked_at = groups.any(after & counted & (found.reported | windows.late))

    def within(where: Mask, sure: Mask) -> np.ndarray:
        grades = groups.worst(after & counted & where).astype(float)
        return np.where(sure & known, grades, np.nan)

    everywhere = np.ones(len(after), dtype=bool)
    by_source = {
        name: np.where(groups.any(after & of), groups.worst(after & of).astype(float), np.nan)
        for name, of in (("reported", found.reported), ("laboratory", laboratory))
    }
    columns = {
        "worst_grade": within(everywhere, known),
        "baseline_grade": baseline,
        "worst_grade_above_baseline": np.where(
            known & told & windows.origin_known[patient],
            np.where(worst > floor, worst, 0.0),
            np.nan,
        ),
        "worst_on_treatment_grade": within(windows.on_treatment, treatment),
        "worst_acute_grade": within(windows.acute, windows.late_known[patient]),
        "worst_late_grade": within(windows.late, windows.seen_late[patient] & looked_at),
        "worst_reported_grade": by_source["reported"],
        "worst_laboratory_grade": by_source["laboratory"],
        "came_on_under_treatment": came_on,
    }
    return columns, after & counted & (found.grade > 0)


def _evidence(groups: _Groups, bad: Mask) -> tuple[Objects, Mask]:
    """The facts of each row, and which findings they are.

    Of the values that are in order, the first one after the origin stands for all.
    """
    found = groups.found
    laboratory = ~found.reported
    fine = laboratory & found.after & (found.grade == 0)
    shown = groups.first(fine)
    shown = shown[(shown >= 0) & ~groups.any(laboratory & found.after & (found.grade > 0))]
    used = found.reported | found.before | (laboratory & (found.grade != 0))
    used[shown] = True
    facts: list[list[str]] = [[] for _ in range(groups.size)]
    rows = np.flatnonzero(used)
    rows = rows[np.lexsort((rows, found.since[rows]))]
    ending = found.ended_fact[rows]
    ending[found.grade[rows] <= 0] = None
    for group, fact, ended in zip(
        groups.group[rows].tolist(), found.fact[rows].tolist(), ending.tolist(), strict=True
    ):
        facts[group].append(fact)
        if ended is not None:
            facts[group].append(ended)
    return objects(list(map(" ".join, facts))), used & (bad | found.before)


def _attribution(groups: _Groups, where: Mask) -> Objects:
    """What the toxicity was attributed to, by the order of days."""
    causes: list[dict[str, None]] = [{} for _ in range(groups.size)]
    rows = np.flatnonzero(where)
    rows = rows[np.lexsort((rows, groups.found.since[rows]))]
    named = groups.found.attribution[rows].tolist()
    for group, attribution in zip(groups.group[rows].tolist(), named, strict=True):
        causes[group].update(dict.fromkeys(attribution))
    return objects(["; ".join(one) or None for one in causes])


def _source(groups: _Groups, bad: Mask, counted: Mask) -> Objects:
    """Who says so: `reported`, `laboratory` or `both`."""
    some = groups.any(bad)
    telling = counted & (bad | ~some[groups.group])
    reported = groups.any(telling & groups.found.reported)
    laboratory = groups.any(telling & ~groups.found.reported)
    names = np.where(reported & laboratory, "both", np.where(reported, "reported", "laboratory"))
    return objects(names.tolist())


def _not_graded(groups: _Groups, where: Mask) -> Objects:
    """How many findings of each group have no grade, by reason; None where all have one."""
    reasons, reason = numbered(groups.found.reason[where])
    pairs = groups.group[where] * len(reasons) + reason
    pairs, counts = np.unique(pairs, return_counts=True)
    words = np.full(groups.size, None, dtype=object)
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        group, place = divmod(pair, len(reasons))
        said = f"{count} × {reasons[place]}"
        words[group] = f"{words[group]}; {said}" if words[group] else said
    return words
