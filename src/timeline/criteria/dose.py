"""Radiation doses of the same effect: BED, EQD2 and the study's whole-fraction equivalent.

Doses are whole centigray inside, so that sums are exact. With D = Σd and Q = Σd² over the delivered
fractions, the linear-quadratic model needs nothing else of a course.
"""

from __future__ import annotations

from typing import Any

import numpy as np

CENTIGRAY = 100


def to_centigray(dose_gy: Any) -> Any:
    """Doses in Gy as whole cGy."""
    return np.round(np.asarray(dose_gy, dtype=np.float64) * CENTIGRAY).astype(np.int64)


def biologically_effective_dose(dose_cgy: Any, squares_cgy2: Any, *, alpha_beta_gy: float) -> Any:
    """Σ d (1 + d / (α/β)) in Gy, from D in cGy and Q in cGy².

    Source: Fowler, Br J Radiol 1989;62:679–694.
    """
    return dose_cgy / CENTIGRAY + squares_cgy2 / CENTIGRAY**2 / alpha_beta_gy


def equivalent_dose(
    dose_cgy: Any, squares_cgy2: Any, *, alpha_beta_gy: float, reference_gy: float = 2.0
) -> Any:
    """Total dose in Gy in fractions of `reference_gy` with the same effect (EQD2 at the default).

    Σ d (d + α/β) / (reference + α/β). Source: Withers, Thames & Peters, Radiother Oncol 1983.
    """
    numerator = squares_cgy2 / CENTIGRAY**2 + dose_cgy / CENTIGRAY * alpha_beta_gy
    return numerator / (reference_gy + alpha_beta_gy)


def conventional_dose(
    dose_cgy: Any, squares_cgy2: Any, *, alpha_beta_gy: float, fraction_gy: float
) -> Any:
    """The equivalent dose in whole fractions of `fraction_gy`, halves rounded up, in Gy.

    What the study of sorafenib with radiotherapy prints as its BED: 45 Gy in 25 fractions stays
    45 Gy, 58.42 Gy in 23 becomes 61.2 Gy (α/β 10 Gy, fractions of 1.8 Gy).
    """
    equivalent = equivalent_dose(
        dose_cgy, squares_cgy2, alpha_beta_gy=alpha_beta_gy, reference_gy=fraction_gy
    )
    fractions = np.floor(np.round(equivalent / fraction_gy, 9) + 0.5)
    return np.round(fractions * np.round(fraction_gy * CENTIGRAY)) / CENTIGRAY
