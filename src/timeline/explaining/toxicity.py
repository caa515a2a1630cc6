"""Toxicity by term in words."""

from __future__ import annotations

from timeline.describe import counted
from timeline.explaining.late_toxicity import STARTS
from timeline.explaining.words import Row, Words, origin_in_words
from timeline.protocol import Protocol

SOURCES = {
    "both": "Grades are those reported and those of laboratory values",
    "reported": "Grades are those reported",
    "laboratory": "Grades are those of laboratory values",
}


def _sentence(row: Row, protocol: Protocol) -> str:
    name = row["term"][:1].upper() + row["term"][1:]
    if row["worst_grade"] is None:
        return f"{name} has no grade from the origin on{_open(row)}."
    if row["worst_grade"] == 0:
        return f"{name} did not occur from the origin on ({row['source']}){_open(row)}."
    end = f"resolved on {row['resolved_on']}" if row["resolved_on"] else "not known to have ended"
    cause = f", attributed to {row['attribution']}" if row["attribution"] else ""
    words = (
        f"{name} reached grade {row['worst_grade']}, from {row['first_on']}, {end}{cause}"
        f" ({_SAYS[row['source']]})."
    )
    if row["baseline_grade"]:
        words += f" Grade {row['baseline_grade']} was there when treatment began."
    if row["worst_on_treatment_grade"] is not None:
        words += (
            f" On treatment the worst grade was {row['worst_on_treatment_grade']}"
            + ("" if row["came_on_under_treatment"] else ", none of it new")
            + "."
        )
    if row["worst_late_grade"]:
        words += f" Late, it was grade {row['worst_late_grade']}."
    return words + (f" Without a grade: {row['not_graded']}." if row["not_graded"] else "")


_SAYS = {
    "both": "reported and from laboratory values",
    "reported": "reported",
    "laboratory": "from laboratory values",
}


def _open(row: Row) -> str:
    return f"; without one: {row['not_graded']}" if row["not_graded"] else ""


def _rule(protocol: Protocol) -> str:
    rules = protocol.toxicity
    return (
        f"{SOURCES[rules.source]} by CTCAE {rules.ctcae_version}, from {origin_in_words(protocol)}"
        f" on; the baseline is what was in effect then, and the last value of up to"
        f" {counted(rules.baseline_window_days, 'day')} before. On treatment is up to"
        f" {counted(rules.on_treatment_days, 'day')} after the last fraction or dose; late is"
        f" {counted(rules.late_from_days, 'day')} or more after"
        f" {STARTS[protocol.late_toxicity.after]}, acute before."
    )


TOXICITY = Words(_sentence, _rule)
