"""Data issues: what can be wrong with a course and is carried, not dropped, and what is refused.

Each row says what the issue is, and what becomes of such a value in the endpoints until somebody
corrects it or lets it stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""error: two facts cannot both be so, or a fact cannot be so. warning: an endpoint lacks something,
or hangs on it. note: a rule of the protocol deals with it.
"""


@dataclass(frozen=True)
class Issue:
    """A named issue: what it means, what is done with such a value, where that stands."""

    name: str
    severity: Severity
    meaning: str
    handling: str
    source: str


@dataclass(frozen=True)
class Refusal:
    """What is no issue, because it is refused when it is recorded or imported."""

    what: str
    instead: str


CTCAE = "CTCAE v3.0, v4.03, v5.0, NCI"
RECIST = "Eisenhauer et al., Eur J Cancer 2009;45:228–247"
PARTIAL_DATES = "admiral, derive_vars_dt: imputation of partial dates with a flag"
PROTOCOL = "the protocol"

TABLE: tuple[Issue, ...] = (
    Issue(
        "reader_disagrees", "warning",
        "the response by the criteria differs from the reader's own call",
        "both are kept; the protocol says whose word makes progression (response.progression_by)",
        RECIST,
    ),
    Issue(
        "two_reads_on_one_day", "error",
        "one assessment has two reads of a region, or readers who differ",
        "the reads are one assessment; the worst call holds, of a lesion the read recorded last",
        RECIST,
    ),
    Issue(
        "no_baseline_imaging", "warning",
        "no imaging within the protocol's window up to the origin",
        "no change in size can be told; the response is not evaluable but for new lesions",
        RECIST,
    ),
    Issue(
        "no_baseline_afp", "warning",
        "no AFP within the protocol's window up to the origin",
        "no decline of AFP can be told",
        PROTOCOL,
    ),
    Issue(
        "target_without_diameter", "warning",
        "a target lesion without the diameter that the criterion sums",
        "the sum is incomplete; the assessment is not evaluable unless it is progression",
        RECIST,
    ),
    Issue(
        "target_not_in_baseline", "warning",
        "a target lesion that the baseline does not have",
        "it is not part of the sum",
        RECIST,
    ),
    Issue(
        "baseline_without_size", "warning",
        "the diameters of the baseline's targets sum up to 0",
        "no change in size can be told",
        RECIST,
    ),
    Issue(
        "beyond_detection", "note",
        "a laboratory value below or above what the test can tell",
        "it counts as the limit; where its CTCAE grade hangs on more, it has none",
        PROTOCOL,
    ),
    Issue(
        "no_limit_of_normal", "warning",
        "laboratory values without the limit of normal that their CTCAE grade needs",
        "they are not graded",
        CTCAE,
    ),
    Issue(
        "result_after_death", "warning",
        "a laboratory value dated after the death",
        "it stands: results come in late; it is no contact with a living patient",
        PROTOCOL,
    ),
    Issue(
        "two_deaths", "error",
        "two deaths of different dates",
        "the first one known to the day counts",
        PROTOCOL,
    ),
    Issue(
        "duplicate_fraction", "error",
        "two fractions of the same number in a course",
        "both count in the delivered dose until one is retracted",
        PROTOCOL,
    ),
    Issue(
        "dose_differs_from_prescription", "warning",
        "the delivered dose is not the prescribed one",
        "the delivered dose counts",
        "ICRU Report 83, J ICRU 2010;10(1)",
    ),
    Issue(
        "fraction_on_a_weekend", "note",
        "a fraction dated a Saturday or Sunday",
        "it counts on its day",
        PROTOCOL,
    ),
    Issue(
        "day_imputed", "note",
        "a date known to the month alone where a day is needed",
        "the protocol's rule of imputation gives the day; rows that rest on it say so",
        PARTIAL_DATES,
    ),
    Issue(
        "date_to_the_year", "warning",
        "a date known to the year alone",
        "it decides no endpoint",
        PARTIAL_DATES,
    ),
    Issue(
        "episode_without_end", "note",
        "an adverse event whose last grade is not 0",
        "it is in effect to the end of follow-up",
        CTCAE,
    ),
    Issue(
        "grade_above_the_term", "error",
        "a grade that CTCAE does not have for the term",
        "it counts as it was reported",
        CTCAE,
    ),
    Issue(
        "dose_change_without_reason", "note",
        "a dose of the drug that differs from the one before without a reason",
        "it counts; the reduction is listed without a reason",
        PROTOCOL,
    ),
    Issue(
        "no_contact_at_landmark", "note",
        "a patient not known to have died, and not seen up to a landmark of late toxicity",
        "not evaluable at that landmark",
        PROTOCOL,
    ),
)  # fmt: skip

ISSUES: dict[str, Issue] = {issue.name: issue for issue in TABLE}

REFUSALS: tuple[Refusal, ...] = (
    Refusal("a unit without a conversion for its analyte", "the units that are known are named"),
    Refusal("a visit, scan, fraction or dose after the death", "one of the two is corrected first"),
    Refusal("anything before the birth", "a day after it is expected"),
    Refusal("a fraction of a course that was not prescribed", "the known courses are named"),
    Refusal("a lesion measured twice in one scan", "one measurement is expected"),
    Refusal("a grade beyond 0 to 5, a negative value, dose or diameter", "the bounds are named"),
    Refusal("a date after the day of recording", "a day up to it is expected"),
)
