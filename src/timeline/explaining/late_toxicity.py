"""Late toxicity at landmarks in words."""

from __future__ import annotations

from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol

STARTS = {
    "last_rt_fraction": "the last RT fraction",
    "first_rt_fraction": "the first RT fraction",
    "origin": "the origin",
}


def _sentence(row: Row, protocol: Protocol) -> str:
    late, on = protocol.late_toxicity, row["landmark_on"]
    if late.span == "from_landmark":
        days = late.landmark_days[late.landmark_months.index(row["landmark_months"])]
        when = f"later than {days} days after {STARTS[late.after]} ({on})"
    else:
        when = f"at {row['landmark_months']} months after RT ({on})"
    when = when[0].upper() + when[1:]
    if not row["evaluable"]:
        return f"{when} the patient was not evaluable: not known to be alive on that day."
    if not row["present"]:
        return f"{when} no adverse event was in effect."
    cause = f", attributed to {row['attribution']}" if row["attribution"] else ""
    return f"{when}: {row['terms']}, worst grade {row['max_grade']}{cause}."


def _rule(protocol: Protocol) -> str:
    late = protocol.late_toxicity
    start = STARTS[late.after]
    days = " and ".join(str(day) for day in late.landmark_days)
    if late.span == "from_landmark":
        return (
            f"Late toxicity is what is in effect on any day later than {days} days after {start},"
            " in patients alive and in contact on that day."
        )
    return (
        f"Late toxicity is what is in effect {days} days after {start}, give or take"
        f" {late.window_days} days, in patients alive and in contact on that day."
    )


LATE_TOXICITY = Words(_sentence, _rule)


def _onset_sentence(row: Row, protocol: Protocol) -> str:
    start = f"{row['days']} days after {STARTS[protocol.late_toxicity.after]} on {row['start_on']}"
    if row["outcome"] == "late toxicity":
        cause = f", attributed to {row['attribution']}" if row["attribution"] else ""
        return (
            f"Late toxicity was first in effect on {row['ended_on']}, {start}:"
            f" {row['terms']}, worst grade {row['max_grade']}{cause}."
        )
    if row["outcome"] == "death":
        return f"The patient died without late toxicity on {row['ended_on']}, {start}."
    return f"Without late toxicity up to the last contact on {row['ended_on']}, {start}."


def _onset_rule(protocol: Protocol) -> str:
    first, start = protocol.toxicity.late_from_days, STARTS[protocol.late_toxicity.after]
    return (
        f"Toxicity is late that is in effect {first} days after {start} or later. The time"
        " ends at the first such day or at death, which competes; a patient alive without it is"
        " censored at the last contact."
    )


LATE_TOXICITY_ONSET = Words(_onset_sentence, _onset_rule)
