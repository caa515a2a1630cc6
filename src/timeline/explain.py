"""Why a number is what it is: value, rule, facts, and how the facts were corrected on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timeline.events import Event
from timeline.explaining.projections import WORDS
from timeline.explaining.revisions import revisions_in_words
from timeline.history import all_revisions, resolve_as_of
from timeline.projections.declaration import Declaration
from timeline.projections.declarations import PROJECTIONS
from timeline.protocols import current_protocol
from timeline.query import read_table
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
    words, explained = WORDS[name], []
    for values in table.records():
        facts = [by_fact[fact] for fact in (values["evidence"] or "").split() if fact in by_fact]
        last = sorted((known[-1] for known in facts), key=lambda e: (e.occurred_on, e.seq))
        withdrawn = _withdrawn(by_fact, PROJECTIONS[name])
        explained.append(
            Explanation(
                patient,
                name,
                values,
                f"{words.sentence(values, protocol)} {words.evidence(values, last)}".rstrip(),
                words.rule(protocol),
                last,
                [said for known in facts + withdrawn if (said := revisions_in_words(known))],
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
