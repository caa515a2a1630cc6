"""Episodes of adverse events: a grade is in effect until the next one of the same episode."""

from __future__ import annotations

import numpy as np

from timeline.effective import EffectiveEvents, FactTable
from timeline.projections.imputation import impute_day, is_known_to_the_month
from timeline.projections.per_patient import NEVER, numbered, of_owner
from timeline.protocol import Protocol


class Episodes:
    """From when to when (exclusive) each row's grade was in effect.

    `table` is that of adverse events, `since` and `until` days, `ended_by` the row of the same
    episode that followed, or -1.

    An end known to the month or the year ends the episode on the last day that it may have; a
    beginning known to the year alone decides nothing.
    """

    def __init__(self, table: FactTable, protocol: Protocol) -> None:
        dated = is_known_to_the_month(table["day"], table["last_day"])
        table = self.table = table.where((table["grade"] == 0) | dated)
        day = impute_day(table["day"], table["last_day"], protocol.imputation.adverse_event)
        day = np.where(table["grade"] == 0, table["last_day"], day)
        _, episode = numbered(table["episode"])
        order = np.lexsort((table["seq"], day, episode, table["patient"]))
        until = np.full(len(table), NEVER, dtype=np.int64)
        ended_by = np.full(len(table), -1, dtype=np.int64)
        if len(table) > 1:
            this, following = order[:-1], order[1:]
            same = (table["patient"][this] == table["patient"][following]) & (
                episode[this] == episode[following]
            )
            until[this[same]] = day[following[same]]
            ended_by[this[same]] = following[same]
        self.since, self.until, self.ended_by = day, until, ended_by

    def in_effect(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Rows with a grade in effect on a day from `first` to `last` of their patient."""
        return np.flatnonzero(
            (self.table["grade"] > 0)
            & (self.since <= of_owner(self.table, last))
            & (self.until > of_owner(self.table, first))
            & (self.until > self.since)
        )

    def ends_by(self, day: np.ndarray) -> np.ndarray:
        """Rows of grade 0 that ended an episode by a day of their patient."""
        had = (self.table["grade"] > 0) & (self.until <= of_owner(self.table, day))
        following = self.ended_by[had]
        ends: np.ndarray = following[self.table["grade"][following] == 0]
        return ends


def episodes_of(events: EffectiveEvents, protocol: Protocol) -> Episodes:
    """The episodes of all patients, taken apart only once."""
    key = (episodes_of, protocol)
    if key not in events.found:
        events.found[key] = Episodes(events["adverse_event"], protocol)
    found: Episodes = events.found[key]
    return found
