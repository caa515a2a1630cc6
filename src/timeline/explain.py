"""Why a number is what it is: value, rule, facts, and how the facts were corrected on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from timeline.describe import describe, describe_revision, number
from timeline.events import Event
from timeline.history import all_revisions, resolve_as_of
from timeline.projections.declaration import Declaration
from timeline.projections.declarations import PROJECTIONS
from timeline.protocols import current_protocol
from timeline.query import read_table
from timeline.rules_in_words import origin_in_words, rule_in_words
from timeline.store import Store


@dataclass(frozen=True)
class Explanation:
    """One row of a projection, explained.

    `facts` are the effective events of its evidence, oldest first; `history` says in words how any
    of them was revised on the way, and which facts of the kinds it reads were retracted.
    """

    patient: str
    projection: str
    values: dict[str, Any]
    sentence: str
    rule: str
    facts: list[Event]
    history: list[str]


def explain(
    store: Store, patient: str, name: str, *, as_of: str | int | None = None
) -> list[Explanation]:
    """Every row that a projection has of a patient, explained.

    Raises UnknownPatient, UnknownProjection, UnknownAsOf.
    """
    table = read_table(store, name, patient=patient, as_of=as_of)
    protocol = current_protocol(store)
    events = all_revisions(store, patient, as_of=resolve_as_of(store, as_of))
    by_fact: dict[str, list[Event]] = {}
    for event in events:
        by_fact.setdefault(event.fact, []).append(event)
    explained = []
    for row in table.rows:
        values = dict(zip(table.columns, row, strict=True))
        facts = [by_fact[fact] for fact in (values["evidence"] or "").split() if fact in by_fact]
        withdrawn = _withdrawn(by_fact, PROJECTIONS[name])
        explained.append(
            Explanation(
                patient,
                name,
                values,
                _sentence(PROJECTIONS[name], values, origin_in_words(protocol)),
                rule_in_words(name, protocol),
                sorted((known[-1] for known in facts), key=lambda e: (e.occurred_on, e.seq)),
                [line for known in facts + withdrawn for line in _revised(known)],
            )
        )
    return explained


def _withdrawn(by_fact: Mapping[str, list[Event]], declaration: Declaration) -> list[list[Event]]:
    """The facts of the kinds that a projection reads that no longer count."""
    return [
        known
        for known in by_fact.values()
        if known[-1].action == "retract" and known[-1].kind in declaration.reads
    ]


def _revised(revisions: list[Event]) -> list[str]:
    """How a fact came to say what it says, where it was revised at all."""
    if len(revisions) == 1:
        return []
    first = revisions[0]
    lines = [
        f"{first.fact}: first {first.occurred_on} {describe(first)},"
        f" {describe_revision(first, None)}"
    ]
    for before, after in pairwise(revisions):
        lines.append(f"{after.fact}: {describe_revision(after, before)}")
    return lines


def _sentence(declaration: Declaration, values: Mapping[str, Any], origin: str) -> str:
    match declaration.name:
        case "os" | "ttp" | "pfs":
            return _time_sentence(declaration, values, origin)
        case "afp_decline":
            return _afp_sentence(values)
        case "late_toxicity":
            return _late_sentence(values)
        case "radiotherapy":
            gap = values["longest_gap_days"]
            return (
                f"Course {values['course']} delivered {number(values['total_gy'])} Gy in"
                f" {values['fractions']} fractions from {values['first_on']} to {values['last_on']}"
                + (f" with a gap of {gap} days" if gap else "")
                + f": BED {number(values['bed_gy'])} Gy, EQD2 {number(values['eqd2_gy'])} Gy,"
                f" {number(values['conventional_gy'])} Gy conventional."
            )
        case _:
            return f"{values['events']} facts are known, {values['corrections']} of them revised."


def _time_sentence(declaration: Declaration, values: Mapping[str, Any], origin: str) -> str:
    length = f"{values['months']:.1f} months ({values['days']} days)"
    span = f"from {origin} on {values['origin_on']} to {values['ended_on']}"
    if values["event"]:
        return f"{declaration.title} is {length}, {span}: {values['reason']}."
    return f"{declaration.title} is censored at {length}, {span}: {values['reason']}."


def _afp_sentence(values: Mapping[str, Any]) -> str:
    before, after = values["baseline_iu_per_ml"], values["post_iu_per_ml"]
    if before is None or after is None:
        missing = "before the treatment" if before is None else "after the treatment"
        return f"No decline can be told: there is no AFP {missing}."
    change = values["change_percent"]
    moved = f"fell by {-change:.1f} %" if change < 0 else f"rose by {change:.1f} %"
    counts = "counts as a decline" if values["decline_over_80"] else "does not count as a decline"
    return (
        f"AFP {moved}, from {number(before)} IU/mL on {values['baseline_on']} to {number(after)}"
        f" IU/mL on {values['post_on']}; that {counts}."
    )


def _late_sentence(values: Mapping[str, Any]) -> str:
    when = f"{values['landmark_months']} months after RT ({values['landmark_on']})"
    if not values["evaluable"]:
        return f"At {when} the patient was not evaluable: not known to be alive on that day."
    if not values["present"]:
        return f"At {when} no adverse event was in effect."
    cause = f", attributed to {values['attribution']}" if values["attribution"] else ""
    return f"At {when}: {values['terms']}, worst grade {values['max_grade']}{cause}."
