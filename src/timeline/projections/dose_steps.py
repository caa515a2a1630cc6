"""The doses of a drug as a step function of time: each dose is taken until the next one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.effective import FactTable, Objects
from timeline.projections.dose_days import dose_days
from timeline.projections.imputation import is_known_to_the_month, is_partial
from timeline.projections.per_patient import Mask, Rows, numbered, pick
from timeline.protocol import Imputation

MILLIGRAM = 1000
"""Doses are whole thousandths of a milligram inside, so that sums over days are exact."""


@dataclass(frozen=True)
class DoseSteps:
    """The doses of each patient and agent from the first one taken to the stop, in order of time.

    `run` numbers the pairs of patient and agent; `start` is the first step of each, `taken` the
    last one with a dose, `stop` the step of 0 that followed it, or -1. `table` holds their rows,
    `placed_by` the fact of the exactly dated start that a dose known to the month cannot precede.
    """

    table: FactTable
    agents: Objects
    run: Rows
    day: Rows
    dose: Rows
    partial: Mask
    placed_by: Objects
    start: Rows
    taken: Rows
    stop: Rows

    @property
    def runs(self) -> int:
        return len(self.start)

    def until(self, end: Rows) -> Rows:
        """For each step the day, exclusive, up to which its dose was taken; `end` is that of the
        run.
        """
        following = np.append(self.day[1:], 0)
        last = np.append(self.run[1:] != self.run[:-1], True) if len(self.run) else following > 0
        ends = np.where(last, end[self.run], following)
        return np.maximum(np.minimum(ends, end[self.run]), self.day)


def dose_steps(table: FactTable, rule: Imputation) -> DoseSteps:
    """The steps of every patient and agent that a dose was taken of.

    Of several doses on one day the one recorded last counts. A date known to the month stands for
    the day that `dose_days` gives; one known to the year alone is no step.
    """
    table = table.where(is_known_to_the_month(table["day"], table["last_day"]))
    day, after = dose_days(table, rule)
    placed_by = pick(table, "fact", after)
    agents, agent = numbered(table["agent"])
    order = np.lexsort((table["seq"], day, agent, table["patient"]))
    table, day, placed_by = table.where(order), day[order], placed_by[order]
    pair = table["patient"] * max(len(agents), 1) + agent[order]
    superseded = np.zeros(len(day), dtype=bool)
    superseded[:-1] = (pair[1:] == pair[:-1]) & (day[1:] == day[:-1])
    given = table["daily_dose_mg"] > 0
    _, run = np.unique(pair, return_inverse=True)
    runs = int(run.max()) + 1 if len(run) else 0
    taken = np.flatnonzero(given & ~superseded)
    first, last = np.full(runs, len(run)), np.full(runs, -1)
    first[run[taken[::-1]]], last[run[taken]] = taken[::-1], taken
    place = np.arange(len(run))
    after = np.flatnonzero(~superseded & (place > last[run]))
    stop = np.full(runs, len(run))
    stop[run[after[::-1]]] = after[::-1]
    kept = ~superseded & (place >= first[run]) & (place <= stop[run]) & (last[run] >= 0)
    return _kept(table.where(kept), agents, pair[kept], day[kept], placed_by[kept])


def _kept(
    table: FactTable, agents: Objects, pair: Rows, day: Rows, placed_by: Objects
) -> DoseSteps:
    dose = np.round(table["daily_dose_mg"] * MILLIGRAM).astype(np.int64)
    pairs, run = np.unique(pair, return_inverse=True)
    begins = np.ones(len(run), dtype=bool)
    begins[1:] = run[1:] != run[:-1]
    start = np.flatnonzero(begins)
    end = np.append(start[1:], len(run)) - 1 if len(start) else start
    stopped = dose[end] == 0
    return DoseSteps(
        table=table,
        agents=agents[pairs % max(len(agents), 1)],
        run=run.astype(np.int64),
        day=day,
        dose=dose,
        partial=is_partial(table["day"], table["last_day"]),
        placed_by=placed_by,
        start=start,
        taken=np.where(stopped, end - 1, end),
        stop=np.where(stopped, end, -1),
    )
