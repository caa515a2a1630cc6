"""Each projection's rule in words, with the protocol's own windows and thresholds."""

from __future__ import annotations

from timeline.describe import number
from timeline.protocol import Protocol

ORIGINS = {
    "first_rt_fraction": "the first RT fraction",
    "first_drug_dose": "the first dose of the drug",
    "first_imaging": "the first imaging",
    "registration": "registration",
    "first_event": "the first event",
}


def origin_in_words(protocol: Protocol) -> str:
    """The time origin: `the first RT fraction`."""
    return ORIGINS[protocol.time.origin]


def rule_in_words(name: str, protocol: Protocol) -> str:
    """What a projection's numbers mean under a protocol, in a sentence or two."""
    origin = origin_in_words(protocol)
    months = f"A month is {number(protocol.time.days_per_month)} days."
    match name:
        case "os":
            return (
                f"Overall survival runs from {origin} to death of any cause; a patient not known to"
                f" have died is censored at the last contact. {months}"
            )
        case "ttp":
            return (
                f"Time to progression runs from {origin} to the first imaging that shows"
                f" progression. {_ttp_censoring(protocol)} {months}"
            )
        case "pfs":
            last = protocol.progression_free_survival.censoring.replace("_", " ")
            return (
                f"Progression-free survival runs from {origin} to progression on imaging or death,"
                f" whichever is first; else it is censored at the {last}. {months}"
            )
        case "afp_decline":
            rules = protocol.afp_decline
            after = (
                "the last RT fraction" if rules.post_after == "last_rt_fraction" else "the origin"
            )
            return (
                f"AFP decline compares the last value on or up to {rules.baseline_window_days} days"
                f" before {origin} with the first value after {after}; a decline counts when it is"
                f" strictly more than {number(rules.decline_percent)} %."
            )
        case "late_toxicity":
            late = protocol.late_toxicity
            after = "the last RT fraction" if late.after == "last_rt_fraction" else "the origin"
            days = " and ".join(str(day) for day in late.landmark_days)
            return (
                f"Late toxicity is what is in effect {days} days after {after}, give or take"
                f" {late.window_days} days, in patients alive and in contact on that day."
            )
        case "radiotherapy":
            rt = protocol.radiotherapy
            return (
                "Doses are sums over the delivered fractions by the linear-quadratic model, α/β"
                f" {number(rt.alpha_beta_gy)} Gy; the conventional dose is in whole fractions of"
                f" {number(rt.conventional_fraction_gy)} Gy."
            )
        case _:
            return f"A patient's course at a glance; days count from {origin}."


def _ttp_censoring(protocol: Protocol) -> str:
    rules = protocol.time_to_progression
    unassessed = "the last AFP" if rules.unassessed == "last_marker" else "the origin"
    if rules.censoring == "last_evaluable_imaging":
        where = "at the last evaluable imaging"
    else:
        where = "at death or the last contact"
    return (
        f"A patient without progression, dead or alive, is censored {where}; one never imaged after"
        f" the origin at {unassessed}."
    )
