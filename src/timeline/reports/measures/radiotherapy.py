"""Doses as they were given: schedules, the conventional dose, the longest pause."""

from __future__ import annotations

from collections import Counter

from timeline.criteria.dose import CENTIGRAY, conventional_dose
from timeline.protocol import Protocol
from timeline.reports.cohort import Cohort
from timeline.reports.figure_kinds import ConventionalDose, Pause, Schedules
from timeline.reports.values import Listing, Measured, Value, Words

WEEK = 7


def schedules(cohort: Cohort, figure: Schedules, patients: frozenset[str]) -> Value:
    """Each total dose / dose of a fraction with its site and technique, the highest dose first."""
    given: Counter[tuple[float, str]] = Counter()
    for row in cohort.rows("radiotherapy", "", patients):
        where = ", ".join(_short(row[name], figure.short) for name in ("site", "technique"))
        schedule = f"{row['total_gy']:g}/{row['fraction_gy']:g} ({where})"
        given[-row["total_gy"], schedule] += 1
    return Listing(
        tuple(f"{line} x{n}" if n > 1 else line for (_, line), n in sorted(given.items()))
    )


def _short(words: str | None, short: dict[str, str]) -> str:
    found = [brief for part, brief in short.items() if words and part in words]
    return found[0] if found else words or "?"


def conventional(
    cohort: Cohort, figure: ConventionalDose, patients: frozenset[str], protocol: Protocol
) -> Value:
    """Of the one patient of the population, over all courses; else None.

    With D = Σd and the protocol's BED = D + Q / (α/β) the sum of squares Q is known again.
    """
    rows = list(cohort.rows("radiotherapy", "", patients))
    if len(patients) != 1 or not rows:
        return Measured(None, 1)
    rules = protocol.radiotherapy
    dose = round(sum(row["total_gy"] for row in rows) * CENTIGRAY)
    beyond = sum(row["bed_gy"] - row["total_gy"] for row in rows)
    squares = round(beyond * rules.alpha_beta_gy * CENTIGRAY**2)
    return Measured(
        float(
            conventional_dose(
                dose,
                squares,
                alpha_beta_gy=figure.alpha_beta_gy,
                fraction_gy=rules.conventional_fraction_gy,
            )
        ),
        1,
    )


def pause(cohort: Cohort, figure: Pause, patients: frozenset[str]) -> Value:
    """Days beyond the next weekday after a fraction, as weeks."""
    gaps = [row["longest_gap_days"] for row in cohort.rows("radiotherapy", "", patients)]
    weeks = max((gap for gap in gaps if gap is not None), default=0) / WEEK
    return Words("{} week" if weeks == 1 else "{} weeks", (weeks,), 1)
