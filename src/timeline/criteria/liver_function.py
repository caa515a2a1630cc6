"""Child–Pugh points and class, ALBI score and grade: arrays in, arrays out.

Values are compared as whole millionths of their unit. A value beyond a detection limit has points
only where the limit decides them. Missing points, scores and grades are NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from timeline.criteria.laboratory_units import BILIRUBIN_UMOL_PER_MG_DL

MILLIONTHS = 1_000_000
Numbers = npt.NDArray[np.float64]

PUGH = "Pugh et al., Br J Surg 1973;60:646–649"
PUGH_BY_INR = "the same with INR for prothrombin time, as tabled in Cleveland Clinic J Med"
JOHNSON = "Johnson et al., J Clin Oncol 2015;33:550–558"

COMPONENTS = ("bilirubin", "albumin", "INR", "ascites", "encephalopathy")


@dataclass(frozen=True)
class Points:
    """Two points from `first` to `last`, both inclusive, in the unit; one on the good side of
    them, three on the bad one.
    """

    component: str
    unit: str
    first: float
    last: float
    bad_side: Literal["low", "high"]
    source: str = PUGH


POINTS: dict[str, Points] = {
    row.component: row
    for row in (
        Points("bilirubin", "mg/dL", 2.0, 3.0, "high"),
        Points("albumin", "g/dL", 2.8, 3.5, "low"),
        Points("INR", "1", 1.7, 2.3, "high", PUGH_BY_INR),
        Points("prothrombin time prolongation", "s", 4.0, 6.0, "high"),
    )
}
FINDINGS: dict[str, dict[str, int]] = {
    "ascites": {"none": 1, "mild": 2, "moderate": 3, "severe": 3},
    "encephalopathy": {"none": 1, "grade 1-2": 2, "grade 3-4": 3},
}
"""Points of what is found at the bedside. Source: as POINTS."""

CLASSES: tuple[tuple[str, int, int], ...] = (("A", 5, 6), ("B", 7, 9), ("C", 10, 15))
"""Class, least and highest score. Source: as POINTS."""

ALBI_GRADE_1_UP_TO, ALBI_GRADE_2_UP_TO = -2_600_000, -1_390_000
"""In millionths, inclusive. Source: Johnson et al. 2015."""


def compute_points(
    component: str, value: Any, comparator: Any = "none", *, first: float | None = None
) -> Numbers:
    """Child–Pugh points of a laboratory value in the unit of POINTS: 1, 2 or 3.

    `first` is another lower end of two points, for the variant that has albumin from 3.0 g/dL.
    """
    row = POINTS[component]
    number = np.asarray(value, dtype=np.float64)
    sign = np.broadcast_to(np.asarray(comparator, dtype=object), number.shape)
    whole = np.rint(np.nan_to_num(number) * MILLIONTHS).astype(np.int64)
    low = round((row.first if first is None else first) * MILLIONTHS)
    high = round(row.last * MILLIONTHS)
    # 0 below, 1 from low to high, 2 above; just below and just above for the detection limits.
    at = (whole >= low).astype(int) + (whole > high)
    below = (whole > low).astype(int) + (whole > high)
    above = (whole >= low).astype(int) + (whole >= high)
    least = np.where(sign == "<", 0, np.where(sign == ">", above, at))
    most = np.where(sign == "<", below, np.where(sign == ">", 2, at))
    place = least if row.bad_side == "high" else 2 - least
    return np.where(np.isnan(number) | (least != most), np.nan, place + 1.0)


def finding_points(component: str, found: npt.NDArray[np.object_]) -> Numbers:
    """Child–Pugh points of ascites or encephalopathy as they were found."""
    points = FINDINGS[component]
    return np.array([points.get(word, np.nan) for word in found.tolist()], dtype=np.float64)


def child_pugh_class(score: Any) -> npt.NDArray[np.object_]:
    """A, B or C; None for a missing score."""
    numbers = np.asarray(score, dtype=np.float64)
    classes = np.full(numbers.shape, None, dtype=object)
    for name, least, most in CLASSES:
        classes[(numbers >= least) & (numbers <= most)] = name
    return classes


def albi_score(bilirubin_mg_per_dl: Any, albumin_g_per_dl: Any) -> Numbers:
    """0.66 · log10(bilirubin in µmol/L) − 0.085 · albumin in g/L. Source: Johnson et al. 2015."""
    bilirubin = np.asarray(bilirubin_mg_per_dl, dtype=np.float64) * BILIRUBIN_UMOL_PER_MG_DL
    albumin = np.asarray(albumin_g_per_dl, dtype=np.float64) * 10
    known = (bilirubin > 0) & ~np.isnan(albumin)
    logarithm = np.log10(np.where(known, bilirubin, 1.0))
    return np.where(known, np.round(0.66 * logarithm - 0.085 * albumin, 6), np.nan)


def albi_grade(score: Any) -> Numbers:
    """1 up to −2.60, 2 up to −1.39, 3 above. Source: Johnson et al. 2015."""
    numbers = np.asarray(score, dtype=np.float64)
    whole = np.rint(np.nan_to_num(numbers) * MILLIONTHS).astype(np.int64)
    grade = 1.0 + (whole > ALBI_GRADE_1_UP_TO) + (whole > ALBI_GRADE_2_UP_TO)
    return np.where(np.isnan(numbers), np.nan, grade)
