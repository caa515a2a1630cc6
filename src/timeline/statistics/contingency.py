"""Tests of association in a table of counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2_contingency, fisher_exact

Table = Sequence[Sequence[int]]


@dataclass(frozen=True)
class ChiSquare:
    """Pearson's chi-square; both None where a row or column has no count at all."""

    chi_square: float | None
    degrees_of_freedom: int
    p: float | None
    lowest_expected: float


def pearson_chi_square(table: Table, *, continuity: bool = False) -> ChiSquare:
    """Σ (O − E)² / E, two-sided; with `continuity` Yates's correction where the table is 2 × 2.

    Below an expected count of 5 (`lowest_expected`) Fisher's test is the usual choice.
    Source: Pearson, Philos Mag 1900;50:157–175; Yates, J R Stat Soc Suppl 1934;1:217–235.
    """
    counts = _counts(table)
    freedom = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    if not (counts.sum(axis=0).all() and counts.sum(axis=1).all()) or freedom == 0:
        return ChiSquare(None, freedom, None, 0.0)
    found = chi2_contingency(counts, correction=continuity)
    return ChiSquare(
        float(found.statistic), freedom, float(found.pvalue), float(found.expected_freq.min())
    )


def fisher_exact_p(table: Table) -> float:
    """The two-sided p of a 2 × 2 table: all tables as improbable as this one, or more so.

    Source: Fisher, J R Stat Soc 1922;85:87–94. Raises ValueError for a table of another shape.
    """
    counts = _counts(table)
    if counts.shape != (2, 2):
        raise ValueError(f"a table of {counts.shape[0]} × {counts.shape[1]}; expected 2 × 2")
    return float(fisher_exact(counts)[1])


def _counts(table: Table) -> npt.NDArray[np.int64]:
    counts = np.array(table, dtype=np.int64)
    if counts.ndim != 2 or (counts < 0).any():
        raise ValueError("expected rows of counts, none of them negative")
    return counts
