"""Radiotherapy as delivered in words."""

from __future__ import annotations

from timeline.describe import counted, number
from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    gap = row["longest_gap_days"]
    paused = f" with a gap of {counted(gap, 'day')}" if gap else ""
    if gap and row["interruptions"] > 1:
        paused = f" with {row['interruptions']} gaps, the longest of {counted(gap, 'day')}"
    if row["overall_treatment_days"] is not None:
        paused = f", {counted(row['overall_treatment_days'], 'day')} in all" + paused
    return (
        f"Course {row['course']} delivered {number(row['total_gy'])} Gy in"
        f" {counted(row['fractions'], 'fraction')} from {row['first_on']} to {row['last_on']}"
        f"{paused}: BED {number(row['bed_gy'])} Gy, EQD2 {number(row['eqd2_gy'])} Gy,"
        f" {number(row['conventional_gy'])} Gy conventional."
    )


def _rule(protocol: Protocol) -> str:
    rt = protocol.radiotherapy
    return (
        "Doses are sums over the delivered fractions by the linear-quadratic model, α/β"
        f" {number(rt.alpha_beta_gy)} Gy; the conventional dose is in whole fractions of"
        f" {number(rt.conventional_fraction_gy)} Gy."
    )


RADIOTHERAPY = Words(_sentence, _rule)
