"""The day that each dose of a drug counts from, where only its month is known too."""

from __future__ import annotations

import numpy as np

from timeline.effective import Days, FactTable
from timeline.projections.imputation import impute_day, is_known_to_the_month, is_partial
from timeline.projections.per_patient import Rows, numbered
from timeline.protocol import Imputation

MONTHS = 1 << 20
"""More than the months of any calendar that a date is read from."""


def dose_days(table: FactTable, rule: Imputation) -> tuple[Days, Rows]:
    """The day of each dose, and the row of the exactly dated start that it cannot precede, or -1.

    A date known to the month stands for the day that the rule gives. If the drug was started on a
    known day of that month, another dose counts from the day after it at the earliest, never beyond
    the month. A dose given as the start itself stays where the rule puts it. Of a date known to the
    year it is the earliest day.
    """
    first, last = table["day"], table["last_day"]
    known = is_known_to_the_month(first, last)
    day = np.where(known, impute_day(first, last, rule), first)
    after = np.full(len(day), -1, dtype=np.int64)
    partial = is_partial(first, last)
    rows = np.flatnonzero(partial & known & (table["reason"] != "start"))
    starts = _exact_starts(table) if len(rows) else rows
    if len(starts) == 0:
        return day, after
    month = _agents_month(table)
    starts = starts[np.argsort(month[starts], kind="stable")]
    place = np.minimum(np.searchsorted(month[starts], month[rows]), len(starts) - 1)
    same = month[starts[place]] == month[rows]
    rows, anchor = rows[same], starts[place[same]]
    after[rows] = anchor
    day[rows] = np.maximum(day[rows], np.minimum(first[anchor] + 1, last[rows]))
    return day, after


def _exact_starts(table: FactTable) -> Rows:
    """The rows that may be a start, by day: a dose taken, its reason the start or none, without
    another dose of that day recorded later.
    """
    _, agent = numbered(table["agent"])
    exact = np.flatnonzero(~is_partial(table["day"], table["last_day"]))
    keys = (table["seq"], agent, table["patient"], table["day"])
    order = exact[np.lexsort([key[exact] for key in keys])]
    latest = np.arange(len(order)) == len(order) - 1
    for key in keys[1:]:
        latest[:-1] |= key[order][1:] != key[order][:-1]
    started = order[latest]
    reasons = table["reason"][started].tolist()
    may_be = np.array([reason in (None, "start") for reason in reasons], dtype=bool)
    starts: Rows = started[may_be & (table["daily_dose_mg"][started] > 0)]
    return starts


def _agents_month(table: FactTable) -> Rows:
    """A number for the patient, agent and month of each dose."""
    agents, agent = numbered(table["agent"])
    month = table["day"].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    numbers: Rows = (table["patient"] * len(agents) + agent) * MONTHS + month
    return numbers
