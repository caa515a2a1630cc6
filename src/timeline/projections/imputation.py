"""One day for a date that is known to the month. A visible step: the reason of the row says so.

Source: the rules of partial dates used for ADaM, e.g. admiral's `derive_vars_dt`: first, middle or
last day of what is known, never silently.
"""

from __future__ import annotations

import numpy as np

from timeline.effective import Days
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
