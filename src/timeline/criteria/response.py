"""Tumour response: its categories, and a criterion's thresholds on sums of diameters.

Diameters are whole tenths of a millimetre inside, so that exactly −30 %, +20 % and +5 mm are
compared exactly. Every function takes numbers or arrays of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

import numpy as np

TENTHS = 10
"""Tenths of a millimetre in a millimetre."""


class Response(IntEnum):
    """The categories of response, best first; NONE: there is nothing of the sort to judge."""

    CR = 0
    PR = 1
    SD = 2
    NON_PD = 3
    PD = 4
    NE = 5
    NONE = 6


LABELS = ("CR", "PR", "SD", "non-PD", "PD", "NE", "none")
"""By category. `non-PD` is short for non-CR/non-PD."""


@dataclass(frozen=True)
class ResponseCriterion:
    """One published criterion's thresholds; see `recist.py` and `mrecist.py` for their sources.

    `diameter` is the field of a lesion that is measured; of lymph nodes it is the short axis.
    """

    name: str
    title: str
    diameter: Literal["longest_mm", "viable_mm"]
    partial_response_fall_percent: int
    progression_rise_percent: int
    progression_rise_mm: int
    normal_node_below_mm: int
    target_from_mm: int
    target_node_from_mm: int
    most_targets: int
    source: str

    @property
    def normal_node_below(self) -> int:
        """In tenths of a millimetre."""
        return self.normal_node_below_mm * TENTHS


def to_tenths(diameter_mm: float) -> int:
    """A diameter in mm as whole tenths of a millimetre."""
    return round(diameter_mm * TENTHS)


def percent_change(reference: Any, value: Any) -> Any:
    """(value − reference) / reference × 100; NaN where the reference is 0 or one is missing."""
    reference, value = np.asarray(reference, dtype=float), np.asarray(value, dtype=float)
    change = np.full(np.broadcast(reference, value).shape, np.nan)
    np.divide((value - reference) * 100, reference, out=change, where=reference > 0)
    return change


def is_partial_response(criterion: ResponseCriterion, *, baseline: Any, total: Any) -> Any:
    """Whether the sum fell by at least the criterion's percentage (30) of the baseline sum."""
    return (baseline - total) * 100 >= criterion.partial_response_fall_percent * baseline


def is_progression(criterion: ResponseCriterion, *, nadir: Any, total: Any) -> Any:
    """Whether the sum rose from its smallest by at least the percentage (20) and the least rise.

    The nadir is the smallest sum before, the baseline included. RECIST 1.1 wants 5 mm more at
    least; mRECIST, as published, has no least rise.
    """
    rise = total - nadir
    return (
        (rise > 0)
        & (rise * 100 >= criterion.progression_rise_percent * nadir)
        & (rise >= criterion.progression_rise_mm * TENTHS)
    )


def target_response(
    criterion: ResponseCriterion,
    *,
    baseline: Any,
    nadir: Any,
    total: Any,
    complete: Any,
    gone: Any,
    reappeared: Any = False,
) -> Any:
    """Response of the target lesions, from sums in tenths of a millimetre.

    `total` sums the lesions that were measured, `complete` says whether that is every target,
    `gone` whether each is (nodes: below the normal short axis), `reappeared` whether one is back
    after a complete response. Lesions that are missing make it NE, unless those measured already
    amount to progression. A baseline sum of 0 cannot respond: NE.
    """
    baseline, nadir, total, complete, gone, reappeared = (
        np.asarray(value) for value in (baseline, nadir, total, complete, gone, reappeared)
    )
    rules: tuple[tuple[Any, Response], ...] = (
        (baseline <= 0, Response.NE),
        (complete & gone, Response.CR),
        (is_progression(criterion, nadir=nadir, total=total) | reappeared, Response.PD),
        (~complete, Response.NE),
        (is_partial_response(criterion, baseline=baseline, total=total), Response.PR),
    )
    return np.select([when for when, _ in rules], [then for _, then in rules], Response.SD)


def labels(responses: Any) -> Any:
    """The categories in words, None for a negative number."""
    words = np.array([*LABELS, None], dtype=object)
    return words[np.where(np.asarray(responses) < 0, len(LABELS), responses)]


WORSENING = (Response.NONE, Response.CR, Response.NON_PD, Response.NE, Response.PD)
"""Of what is said of parts of the non-target disease, the last of these holds for all of it."""


def worse(one: Any, other: Any) -> Any:
    """The response of two parts of the non-target disease together, by `WORSENING`."""
    rank = np.full(len(Response), -1, dtype=np.int64)
    rank[list(WORSENING)] = range(len(WORSENING))
    return np.where(rank[one] >= rank[other], one, other)
