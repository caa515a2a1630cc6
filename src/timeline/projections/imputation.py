"""One day for a date that is known to the month. A visible step: the reason of the row says so.

Source: the rules of partial dates used for ADaM, e.g. admiral's `derive_vars_dt`: first, middle or
last day of what is known, never silently.
"""

from __future__ import annotations

import numpy as np

from timeline.effective import Days, Objects, objects
from timeline.projections.per_patient import NEVER, Mask
from timeline.protocol import Imputation

MOST_DAYS_OF_A_MONTH = 31


def impute_day(first: Days, last: Days, rule: Imputation) -> Days:
    """The day that stands for each span, ends inclusive; the middle of a month is its 15th."""
    match rule:
        case "earliest":
            return first
        case "latest":
            return last
        case "middle":
            return np.where(first == last, first, np.minimum(first + 14, last))


def is_partial(first: Days, last: Days) -> Mask:
    partial: Mask = first != last
    return partial


def is_known_to_the_month(first: Days, last: Days) -> Mask:
    """Known well enough to decide an endpoint: to the day or the month, not only the year."""
    known: Mask = (first != NEVER) & (last - first < MOST_DAYS_OF_A_MONTH)
    return known


def known_dates(first: Days, last: Days) -> Objects:
    """Dates as far as they are known, from their first and last days: `2009-03-02`, `2009-03` or
    `2009`; None for NEVER.
    """
    texts = np.datetime_as_string(np.where(first == NEVER, 0, first).astype("datetime64[D]"))
    known: list[str | None] = texts.tolist()
    for place in np.flatnonzero((first == NEVER) | is_partial(first, last)).tolist():
        span = int(last[place] - first[place])
        if first[place] == NEVER:
            known[place] = None
        else:
            known[place] = texts[place][: len("2009-03" if span < MOST_DAYS_OF_A_MONTH else "2009")]
    return objects(known)
