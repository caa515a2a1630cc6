"""The course of radiotherapy that other definitions speak of, by its first and last fraction.

Without such a rule a palliative course given years later would move the end of the treatment, and
with it all that is counted from there.
"""

from __future__ import annotations

import numpy as np

from timeline.effective import EffectiveEvents, FactTable, Objects
from timeline.projections.imputation import is_known_to_the_month
from timeline.projections.moments import (
    Moment,
    first_dated,
    found_once,
    moment,
    only_where,
    together_with,
)
from timeline.projections.per_patient import (
    Mask,
    Rows,
    first_row,
    join_facts,
    last_row,
    lowest_row,
    of_owner,
    pick,
)
from timeline.protocol import Protocol


@found_once
def first_fraction(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """The first fraction of the index course, known at least to the month."""
    table, patients = events["rt_fraction"], len(events)
    deciding = _deciding_rows(table, patients, protocol)
    meant = _is_of_index_course(table, deciding, protocol)
    return _resting_on(deciding, meant, table, first_dated(table, patients, meant))


@found_once
def last_fraction(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """The last fraction of the index course, known at least to the month."""
    table, patients = events["rt_fraction"], len(events)
    deciding = _deciding_rows(table, patients, protocol)
    meant = _is_of_index_course(table, deciding, protocol)
    dated = is_known_to_the_month(table["day"], table["last_day"])
    found = moment(table, last_row(table, patients, dated & meant))
    return _resting_on(deciding, meant, table, found)


@found_once
def prescription(events: EffectiveEvents, protocol: Protocol) -> tuple[Rows, Objects]:
    """The prescription of the index course, as row picks, and the facts that tell which it is.

    Without a fraction it is the first prescription of all.
    """
    table, fractions, patients = events["rt_prescription"], events["rt_fraction"], len(events)
    deciding = _deciding_rows(fractions, patients, protocol)
    course = of_owner(table, pick(fractions, "course", deciding))
    meant = (table["course"] == course) | of_owner(table, deciding < 0)
    rows = first_row(table, patients, meant)
    return rows, join_facts(pick(fractions, "fact", deciding), pick(table, "fact", rows))


def _deciding_rows(table: FactTable, patients: int, protocol: Protocol) -> Rows:
    """The fraction whose course is the index course: the first of all, or the last of all."""
    dated = is_known_to_the_month(table["day"], table["last_day"])
    if protocol.radiotherapy.index_course == "first":
        return lowest_row(table, patients, table["last_day"], dated)
    return last_row(table, patients, dated)


def _is_of_index_course(table: FactTable, deciding: Rows, protocol: Protocol) -> Mask:
    if protocol.radiotherapy.index_course == "all":
        return np.ones(len(table), dtype=bool)
    meant: Mask = table["course"] == of_owner(table, pick(table, "course", deciding))
    return meant


def _resting_on(deciding: Rows, meant: Mask, table: FactTable, found: Moment) -> Moment:
    """The moment resting, where there are several courses, also on the fraction that decides."""
    several = np.bincount(table["patient"][~meant], minlength=len(deciding)) > 0
    return together_with(found, only_where(moment(table, deciding), several), several)
