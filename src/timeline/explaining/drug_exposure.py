"""Exposure to a drug in words."""

from __future__ import annotations

from timeline.describe import counted, number
from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    given = (
        f"{row['agent'].capitalize()} was taken from {row['first_on']} to {row['last_on']}"
        f" ({counted(row['duration_days'], 'day')}), {number(round(row['mean_daily_mg'], 1))} mg a"
        " day on average"
    )
    if row["relative_dose_intensity"] is not None:
        given += (
            f": {row['relative_dose_intensity'] * 100:.1f} % of the planned"
            f" {number(row['planned_mg'])} mg"
        )
    return " ".join(
        sentence
        for sentence in (f"{given}.", _changed(row), _ended(row), _concurrent(row, protocol))
        if sentence
    )


def _changed(row: Row) -> str:
    reduced, paused = row["reductions"], row["interruptions"]
    if not reduced and not paused:
        return "The dose was neither reduced nor interrupted."
    said = []
    if reduced:
        said.append(f"reduced {_times(reduced)} ({row['reduction_reasons']})")
    if paused:
        days = counted(row["interruption_days"], "day")
        said.append(f"interrupted {_times(paused)} for {days} in all")
    return f"The dose was {' and '.join(said)}."


def _times(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _ended(row: Row) -> str:
    if row["stopped_on"] is not None:
        why = f" ({row['stop_reason']})" if row["stop_reason"] else ""
        return f"It was stopped on {row['stopped_on']}{why}."
    until = {"death": "death", "last contact": "the last contact"}.get(row["ended_by"])
    return f"No stop is known; it counts up to {until or 'the last dose known'}."


def _concurrent(row: Row, protocol: Protocol) -> str:
    apart = row["days_to_first_fraction"]
    if apart is None:
        return ""
    if apart == 0:
        when = "on the day of the first fraction"
    else:
        when = (
            f"{counted(abs(apart), 'day')} {'before' if apart > 0 else 'after'} the first fraction"
        )
    match row["concurrent_with_rt"]:
        case None:
            concurrent = "perhaps concurrent with radiotherapy: its day is not known"
        case near:
            concurrent = f"{'' if near else 'not '}concurrent with radiotherapy"
    return f"The first dose was {when}, {concurrent}."


def _rule(protocol: Protocol) -> str:
    rules = protocol.drug
    if rules.planned == "label":
        planned = f"the label's {number(rules.label_daily_mg)} mg a day for everybody"
    else:
        planned = "the dose that each patient was started on"
    return (
        "A dose is taken until the next one; 0 mg is an interruption, or a stop where the drug was"
        " not taken again. Exposure runs from the first day with the drug to the day before the"
        " stop, else to death or the last contact. Relative dose intensity is the dose given over"
        f" {planned}, interruptions included. Drug and radiotherapy are concurrent where the first"
        f" dose and the first fraction lie at most {counted(rules.concurrency_days, 'day')} apart."
    )


DRUG_EXPOSURE = Words(_sentence, _rule)
