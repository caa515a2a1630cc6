"""Overall survival, time to progression and progression-free survival in words."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.describe import describe, number
from timeline.events import Event
from timeline.explaining.words import CRITERIA_TITLES, Row, Words, origin_in_words
from timeline.protocol import Protocol


def _says(title: str, row: Row, protocol: Protocol) -> str:
    length = f"{row['months']:.1f} months ({row['days']} days)"
    origin = origin_in_words(protocol)
    span = f"from {origin} on {row['origin_on']} to {row['ended_on']}"
    if row["event"]:
        return f"{title} is {length}, {span}: {row['reason']}."
    return f"{title} is censored at {length}, {span}: {row['reason']}."


def _decided_by(row: Row, facts: Sequence[Event]) -> str:
    """The scan or the death that ended the time, as it was recorded."""
    said = []
    for event in facts:
        if event.occurred_on != row["ended_on"]:
            continue
        if event.kind == "imaging":
            said.append(f"The scan of that day is {describe(event)}.")
        elif event.kind == "vital_status" and event.payload.get("cause"):
            said.append(f"The cause given is {event.payload['cause']}.")
    return " ".join(said)


def _month(protocol: Protocol) -> str:
    return f"A month is {number(protocol.time.days_per_month)} days."


def _overall_survival_rule(protocol: Protocol) -> str:
    return (
        f"Overall survival runs from {origin_in_words(protocol)} to death of any cause; a patient"
        f" not known to have died is censored at the last contact. {_month(protocol)}"
    )


def _progression(protocol: Protocol) -> str:
    """`imaging that shows progression`, and by whom where it is not the readers."""
    rules, titles = protocol.response, CRITERIA_TITLES
    if rules.progression_by == "reported":
        return "imaging that shows progression"
    used = dict.fromkeys(
        titles[rule.criterion] for rule in (rules.primary, rules.metastasis, rules.other)
    )
    return f"imaging that measures as progression by {' or '.join(used)}"


def _time_to_progression_rule(protocol: Protocol) -> str:
    return (
        f"Time to progression runs from {origin_in_words(protocol)} to the first"
        f" {_progression(protocol)}. {_ttp_censoring(protocol)} {_month(protocol)}"
    )


def _ttp_censoring(protocol: Protocol) -> str:
    rules = protocol.time_to_progression
    unassessed = "the last AFP" if rules.unassessed == "last_marker" else "the origin"
    if rules.censoring == "last_evaluable_imaging":
        where = "at the last evaluable imaging"
    else:
        where = "at death or the last contact"
    return (
        f"A patient without progression, dead or alive, is censored {where}; one without evaluable"
        f" imaging after the origin at {unassessed}."
    )


def _pfs_event(protocol: Protocol) -> str:
    if protocol.response.progression_by == "reported":
        return "progression on imaging"
    return f"the first {_progression(protocol)}"


def _progression_free_survival_rule(protocol: Protocol) -> str:
    last = protocol.progression_free_survival.censoring.replace("_", " ")
    return (
        f"Progression-free survival runs from {origin_in_words(protocol)} to {_pfs_event(protocol)}"
        f" or death, whichever is first; else it is censored at the {last}. {_month(protocol)}"
    )


OVERALL_SURVIVAL = Words(
    lambda row, protocol: _says("Overall survival", row, protocol),
    _overall_survival_rule,
    _decided_by,
)
TIME_TO_PROGRESSION = Words(
    lambda row, protocol: _says("Time to progression", row, protocol),
    _time_to_progression_rule,
    _decided_by,
)
PROGRESSION_FREE_SURVIVAL = Words(
    lambda row, protocol: _says("Progression-free survival", row, protocol),
    _progression_free_survival_rule,
    _decided_by,
)
