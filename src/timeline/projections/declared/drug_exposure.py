"""Exposure to a drug."""

from __future__ import annotations

from timeline.projections.declaration import (
    EVIDENCE,
    ORIGIN_FIELDS,
    PATIENT,
    Column,
    Declaration,
)

HRYNIUK = "Hryniuk & Bush, J Clin Oncol 1984;2:1281–1288"
LABEL = "Nexavar (sorafenib), prescribing information, FDA 2007"

DRUG_EXPOSURE = Declaration(
    "drug_exposure",
    "Exposure to a drug",
    "drug_exposure",
    {**ORIGIN_FIELDS, "drug_dose": ("agent", "daily_dose_mg", "reason")},
    ("patient", "agent"),
    {
        "patient": PATIENT,
        "agent": Column("text", "the drug"),
        "first_on": Column("date", "first day that the drug was taken"),
        "last_on": Column(
            "date", "last day that it was taken: before the stop, else of death or last contact"
        ),
        "start_dose_mg": Column("number", "first daily dose", "mg/day"),
        "planned_mg": Column(
            "number",
            "planned daily dose: the label's, or the patient's start dose, as the protocol says",
            "mg/day",
            LABEL,
        ),
        "given_mg": Column("number", "sum of the daily doses from first to last day", "mg"),
        "duration_days": Column("integer", "from first to last day, both included", "d"),
        "mean_daily_mg": Column("number", "given_mg / duration_days", "mg/day"),
        "relative_dose_intensity": Column(
            "number", "given_mg / (planned_mg · duration_days); interruptions count 0", "", HRYNIUK
        ),
        "days_at_planned_dose": Column("integer", "days at the planned dose or a higher one", "d"),
        "reductions": Column("integer", "doses lower than the one taken before"),
        "reduction_reasons": Column("text", "reason and day of each, separated by '; '"),
        "interruptions": Column("integer", "pauses after which the drug was taken again"),
        "interruption_days": Column("integer", "days of these pauses", "d"),
        "stopped_on": Column("date", "first day without the drug, where it was not taken again"),
        "stop_reason": Column("text", "reason of the stop"),
        "ended_by": Column("text", "stop, death, last contact or last dose: what ends the days"),
        "days_to_first_fraction": Column(
            "integer", "first fraction of the index course − first dose; negative: RT first", "d"
        ),
        "concurrent_with_rt": Column(
            "boolean",
            "at most so many days apart as the protocol says (7); missing: no fraction, or a start"
            " known to the month that may lie within or not",
        ),
        "steps": Column("text", "each dose with its days, separated by '; '"),
        "imputed": Column("boolean", "a date known to the month alone was given a day"),
        "evidence": EVIDENCE,
    },
)
