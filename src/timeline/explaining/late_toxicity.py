"""Late toxicity at landmarks in words."""

from __future__ import annotations

from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    when = f"{row['landmark_months']} months after RT ({row['landmark_on']})"
    if not row["evaluable"]:
        return f"At {when} the patient was not evaluable: not known to be alive on that day."
    if not row["present"]:
        return f"At {when} no adverse event was in effect."
    cause = f", attributed to {row['attribution']}" if row["attribution"] else ""
    return f"At {when}: {row['terms']}, worst grade {row['max_grade']}{cause}."


def _rule(protocol: Protocol) -> str:
    late = protocol.late_toxicity
    after = "the last RT fraction" if late.after == "last_rt_fraction" else "the origin"
    days = " and ".join(str(day) for day in late.landmark_days)
    return (
        f"Late toxicity is what is in effect {days} days after {after}, give or take"
        f" {late.window_days} days, in patients alive and in contact on that day."
    )


LATE_TOXICITY = Words(_sentence, _rule)
