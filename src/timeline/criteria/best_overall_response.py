"""Best overall response: the best response from the start of treatment to progression.

Source: Eisenhauer et al., Eur J Cancer 2009;45:228–247, section 4.4 and Table 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from timeline.criteria.response import Response

Whole = npt.NDArray[np.int64]
LAST_DAY = np.iinfo(np.int64).max


def best_overall_response(
    owner: Whole,
    day: Whole,
    response: Whole,
    *,
    started: Whole,
    stable_disease_days: int,
    confirmation_days: int | None = None,
) -> Whole:
    """One category for each patient; NONE for one who was never assessed.

    `owner`, `day` and `response` have one entry an assessment, sorted by patient and day; `started`
    is each patient's first day of treatment. What comes after the first PD does not count.

    - SD counts when it was found `stable_disease_days` after the start or later; else it is NE, or
      PD if that follows.
    - With `confirmation_days`, CR has to be found again so many days later at least, and PR (or CR)
      to be followed by PR or CR; assessments in between that were NE do not break the chain. What
      is not confirmed counts as SD, on the same condition.
    """
    patients = len(started)
    ended = np.full(patients, LAST_DAY, dtype=np.int64)
    progressed = response == Response.PD
    np.minimum.at(ended, owner[progressed], day[progressed])
    counted = day <= ended[owner]
    owner, day, response = owner[counted], day[counted], response[counted]
    stable = day - started[owner] >= stable_disease_days
    value = response.copy()
    if confirmation_days is not None:
        value[response <= Response.PR] = Response.SD
        either = _is_confirmed(owner, day, response, Response.PR, confirmation_days)
        complete = _is_confirmed(owner, day, response, Response.CR, confirmation_days)
        value[either], value[complete] = Response.PR, Response.CR
    value[(value == Response.SD) & ~stable] = Response.NE
    best = np.full(patients, Response.NONE, dtype=np.int64)
    np.minimum.at(best, owner, value)
    return best


def _is_confirmed(
    owner: Whole, day: Whole, response: Whole, least: Response, days: int
) -> npt.NDArray[np.bool_]:
    """Which assessments are part of a chain of `least` or better that spans the days."""
    confirmed = np.zeros(len(response), dtype=bool)
    judged = np.flatnonzero(response != Response.NE)
    good = response[judged] <= least
    before: Any = np.roll(good, 1) & (np.roll(owner[judged], 1) == owner[judged])
    before[:1] = False
    chain = np.cumsum(good & ~before)[good]
    member = judged[good]
    first = np.full(len(judged) + 1, LAST_DAY, dtype=np.int64)
    last = np.full(len(judged) + 1, -LAST_DAY, dtype=np.int64)
    np.minimum.at(first, chain, day[member])
    np.maximum.at(last, chain, day[member])
    confirmed[member] = last[chain] - first[chain] >= days
    return confirmed
