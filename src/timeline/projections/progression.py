"""Progression on imaging, as the protocol has it: by the readers' calls or by the criteria."""

from __future__ import annotations

import numpy as np

from timeline.criteria.response import Response
from timeline.effective import EffectiveEvents
from timeline.projections.assessed import CRITERIA, compared_facts, judge
from timeline.projections.assessment_windows import assessment_windows
from timeline.projections.imputation import impute_day, is_known_to_the_month, is_partial
from timeline.projections.moments import (
    Moment,
    found_once,
    moment,
    nowhere,
    together_with,
)
from timeline.projections.per_patient import (
    NEVER,
    Mask,
    Rows,
    join_facts,
    last_row,
    lowest_row,
    of_owner,
    pick,
)
from timeline.projections.response_flags import is_by_protocol
from timeline.projections.scans import UNKNOWN, find_assessments
from timeline.protocol import Protocol


@found_once
def progression(
    events: EffectiveEvents, protocol: Protocol, origin: Moment, died: Moment
) -> Moment:
    """The first progression after the origin. An imputed day never falls after the death.

    Source: RECIST 1.1, Eisenhauer et al., Eur J Cancer 2009;45:228–247.
    """
    if len(events["imaging"]) == 0:
        return nowhere(len(events))
    if protocol.response.progression_by == "criteria":
        return _by_criteria(events, protocol, died)
    return _by_readers(events, protocol, origin, died)


def _by_readers(
    events: EffectiveEvents, protocol: Protocol, origin: Moment, died: Moment
) -> Moment:
    """The first scan that its reader called progression, showed a new lesion, or unequivocal
    progression of non-target lesions.
    """
    table = events["imaging"]
    first, last = table["day"], table["last_day"]
    partial, end = is_partial(first, last), of_owner(table, died.day)
    day = impute_day(first, last, protocol.imputation.progression)
    day = np.where(partial & (end >= first), np.minimum(day, end), day)
    shown = (
        (table["reported_response"] == "PD")
        | (table["non_target"] == "PD")
        | np.array(list(map(bool, table["new_lesions"].tolist())), dtype=bool)
    )
    after = (day > of_owner(table, origin.day)) & is_known_to_the_month(first, last)
    rows = lowest_row(table, len(events), day, shown & after)
    found = Moment(
        np.where(rows >= 0, day[rows], NEVER),
        pick(table, "fact", rows),
        (rows >= 0) & partial[rows],
    )
    return together_with(found, died, found.imputed)


def _by_criteria(events: EffectiveEvents, protocol: Protocol, died: Moment) -> Moment:
    """The first day of imaging that is PD by the criterion that the protocol has for the target."""
    assessments = find_assessments(events, protocol)
    if len(assessments) == 0:
        return nowhere(len(events))
    places = np.flatnonzero(_overall(events, protocol) == Response.PD)
    picked = np.full(len(events), UNKNOWN, dtype=np.int64)
    picked[assessments.owner[places[::-1]]] = places[::-1]
    found = _moment(events, protocol, picked, assessments.day)
    earliest = np.where(picked == UNKNOWN, NEVER, assessments.earliest[picked])
    end = np.where(found.imputed & (died.day >= earliest), died.day, NEVER)
    found = Moment(np.minimum(found.day, end), found.fact, found.imputed)
    return together_with(found, died, found.imputed)


def _overall(events: EffectiveEvents, protocol: Protocol) -> Rows:
    """The response at each assessment by the criterion that counts for its patient."""
    windows = assessment_windows(events, protocol)
    overall = np.full(len(find_assessments(events, protocol)), UNKNOWN, dtype=np.int64)
    for name in CRITERIA:
        judged = judge(events, protocol, name)
        counts = is_by_protocol(judged, windows)
        overall[counts] = judged.overall[counts]
    return overall


def _moment(events: EffectiveEvents, protocol: Protocol, picked: Rows, day: Rows) -> Moment:
    """The picked assessments as moments, with all the facts that they were judged by."""
    assessments, windows = find_assessments(events, protocol), assessment_windows(events, protocol)
    if len(assessments) == 0:
        return nowhere(len(events))
    known: Mask = picked != UNKNOWN
    facts = np.full(len(events), None, dtype=object)
    for name in CRITERIA:
        mine = known & (windows.criterion == name)
        scans = compared_facts(judge(events, protocol, name), picked[mine])
        facts[mine] = join_facts(*scans, windows.prescription[mine])
    return Moment(np.where(known, day[picked], NEVER), facts, known & assessments.imputed[picked])


@found_once
def last_imaging(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> Moment:
    """The last scan after the origin that could be evaluated; a baseline compares with nothing.

    By the criteria, where the protocol lets them decide; a partial date counts by its earliest day.
    """
    if protocol.response.progression_by == "criteria":
        assessments, overall = find_assessments(events, protocol), _overall(events, protocol)
        places = np.flatnonzero((overall != UNKNOWN) & (overall != Response.NE))
        picked = np.full(len(events), UNKNOWN, dtype=np.int64)
        picked[assessments.owner[places]] = places
        return _moment(events, protocol, picked, assessments.earliest)
    table = events["imaging"]
    after = table["day"] > of_owner(table, origin.day)
    call = table["reported_response"]
    evaluable = after & (call != "NE") & (call != "baseline")
    return moment(table, last_row(table, len(events), evaluable))
