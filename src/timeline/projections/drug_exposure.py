"""Exposure to a drug: how long, how much of what was planned, reduced and interrupted how often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from timeline.describe import number
from timeline.effective import EffectiveEvents, Objects, objects
from timeline.projections.declarations import PROJECTIONS
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.dose_steps import MILLIGRAM, DoseSteps, dose_steps
from timeline.projections.imputation import known_dates
from timeline.projections.index_course import first_fraction
from timeline.projections.moments import death, last_contact, time_origin
from timeline.projections.per_patient import NEVER, Mask, Rows, join_facts, pick
from timeline.protocol import Drug, Protocol


def derive(
    events: EffectiveEvents, protocol: Protocol, needed: Mapping[str, DerivedTable]
) -> DerivedTable:
    """One row for each patient and agent that a dose was taken of.

    Relative dose intensity is the dose given over the dose planned for the days from the first to
    the last one on which the drug was taken; days of an interruption count with 0 mg.
    """
    rules = protocol.drug
    steps = dose_steps(events["drug_dose"], protocol.imputation.drug_dose)
    owner = steps.table["patient"][steps.start]
    ended = _ended(steps, owner, events, protocol)
    fraction = first_fraction(events, protocol)
    to_fraction = np.where(
        fraction.known[owner], (fraction.day[owner] - steps.day[steps.start]).astype(float), np.nan
    )
    partial = np.bincount(steps.run[steps.partial], minlength=steps.runs) > 0
    columns = {
        "patient": events.patients[owner],
        "agent": steps.agents,
        "first_on": steps.day[steps.start],
        "last_on": ended.day - 1,
        "start_dose_mg": steps.dose[steps.start] / MILLIGRAM,
        **_amounts(steps, ended.day, rules),
        **_reductions(steps),
        **_interruptions(steps, ended.day),
        "stopped_on": np.where(steps.stop >= 0, steps.day[steps.stop], NEVER),
        "stop_reason": pick(steps.table, "reason", steps.stop),
        "ended_by": ended.by,
        "days_to_first_fraction": to_fraction,
        "concurrent_with_rt": _concurrent(steps, to_fraction, rules.concurrency_days),
        "steps": _in_words(steps, ended.day),
        "imputed": partial | ended.imputed | fraction.imputed[owner],
        "evidence": join_facts(
            _joined(join_facts(steps.table["fact"], steps.placed_by), steps),
            fraction.fact[owner],
            ended.fact,
        ),
    }
    return table_of(PROJECTIONS["drug_exposure"], columns)


class _Ended(NamedTuple):
    """Of each run the day after the last one that the drug was taken on, what ended it, and the
    facts beyond the doses that say so.
    """

    day: Rows
    by: Objects
    fact: Objects
    imputed: Mask


def _ended(steps: DoseSteps, owner: Rows, events: EffectiveEvents, protocol: Protocol) -> _Ended:
    """The stop, if no death came before it; else the death; else the last contact.

    Nothing ends a drug before the day of the last dose that is known.
    """
    origin = time_origin(events, protocol)
    died, contact = death(events, protocol, origin), last_contact(events, protocol)
    taken = steps.day[steps.taken]
    stop = np.where(steps.stop >= 0, steps.day[steps.stop], NEVER)
    dead = np.where(died.known[owner], np.maximum(died.day[owner], taken) + 1, NEVER)
    seen = np.where(contact.known[owner], np.maximum(contact.day[owner], taken), taken) + 1
    by_stop = (stop != NEVER) & (stop <= dead)
    by_death = ~by_stop & (dead != NEVER)
    by_contact = ~by_stop & ~by_death & contact.known[owner] & (contact.day[owner] > taken)
    imputed = by_death & died.imputed[owner]
    ends = [by_stop, by_death, by_contact]
    return _Ended(
        np.select(ends, [stop, dead, seen], default=seen),
        np.select(ends, ["stop", "death", "last contact"], default="last dose").astype(object),
        join_facts(
            _only(died.fact[owner], by_death),
            _only(contact.fact[owner], by_contact),
            _only(origin.fact[owner], imputed),
        ),
        imputed,
    )


def _only(facts: Objects, where: Mask) -> Objects:
    kept = facts.copy()
    kept[~where] = None
    return kept


def _amounts(steps: DoseSteps, end: Rows, rules: Drug) -> dict[str, np.ndarray]:
    """What was planned and given. Another agent than the protocol's has no label dose here."""
    planned = steps.dose[steps.start].astype(np.float64)
    if rules.planned == "label":
        of_protocol = steps.agents == rules.agent
        planned = np.where(of_protocol, np.round(rules.label_daily_mg * MILLIGRAM), np.nan)
    days = end - steps.day[steps.start]
    lasts = steps.until(end) - steps.day
    given = np.zeros(steps.runs, dtype=np.int64)
    np.add.at(given, steps.run, steps.dose * lasts)
    full = np.zeros(steps.runs, dtype=np.int64)
    np.add.at(full, steps.run, np.where(steps.dose >= planned[steps.run], lasts, 0))
    return {
        "planned_mg": planned / MILLIGRAM,
        "given_mg": given / MILLIGRAM,
        "duration_days": days,
        "mean_daily_mg": given / (days * MILLIGRAM),
        "relative_dose_intensity": given / (planned * days),
        "days_at_planned_dose": np.where(np.isnan(planned), np.nan, full.astype(float)),
    }


def _reductions(steps: DoseSteps) -> dict[str, Any]:
    """How often a dose was lower than the one before it, an interruption in between or not.

    The reason is that of the step which left the higher dose.
    """
    taken = np.flatnonzero(steps.dose > 0)
    before, after = taken[:-1], taken[1:]
    lower = (steps.run[after] == steps.run[before]) & (steps.dose[after] < steps.dose[before])
    left = before[lower] + 1
    run = steps.run[left]
    return {
        "reductions": np.bincount(run, minlength=steps.runs),
        "reduction_reasons": _listed(
            run,
            zip(steps.table["reason"][left].tolist(), _dates(steps)[left].tolist(), strict=True),
            steps.runs,
        ),
    }


def _listed(run: Rows, reasons: Any, runs: int) -> Objects:
    """`toxicity 2010-09-17; choice 2010-10-04`, by run."""
    words: list[str | None] = [None] * runs
    for place, (reason, on) in zip(run.tolist(), reasons, strict=True):
        said = f"{reason or 'no reason given'} {on}"
        words[place] = f"{words[place]}; {said}" if words[place] else said
    return objects(words)


def _interruptions(steps: DoseSteps, end: Rows) -> dict[str, np.ndarray]:
    """The pauses after which the drug was taken again, and their days."""
    paused = (steps.dose == 0) & (np.arange(len(steps.run)) < steps.taken[steps.run])
    resumed = np.zeros(len(paused), dtype=bool)
    resumed[1:] = paused[:-1] & ~paused[1:]
    days = np.zeros(steps.runs, dtype=np.int64)
    np.add.at(days, steps.run, np.where(paused, steps.until(end) - steps.day, 0))
    number_of = np.bincount(steps.run[resumed], minlength=steps.runs)
    return {"interruptions": number_of, "interruption_days": days}


def _concurrent(steps: DoseSteps, days: np.ndarray, most: int) -> Objects:
    """Whether start and first fraction are so many days apart at most, either first.

    None where it is not known: without a fraction, or where some of the days that a start known to
    the month may have been on are near enough and others are not.
    """
    first, last = steps.table["day"][steps.start], steps.table["last_day"][steps.start]
    most_before = days + (steps.day[steps.start] - first)
    least_before = days - (last - steps.day[steps.start])
    always = (most_before <= most) & (least_before >= -most)
    never = (least_before > most) | (most_before < -most)
    near = np.full(len(days), None, dtype=object)
    near[always], near[never] = True, False
    return near


def _dates(steps: DoseSteps) -> Objects:
    return known_dates(steps.table["day"], steps.table["last_day"])


def _in_words(steps: DoseSteps, end: Rows) -> Objects:
    """`800 mg for 25 d from 2010-08-23; 400 mg for 38 d from 2010-09-17 (toxicity); …`."""
    lasts = (steps.until(end) - steps.day).tolist()
    stops = np.zeros(len(lasts), dtype=bool)
    stops[steps.stop[steps.stop >= 0]] = True
    columns = (
        (steps.dose / MILLIGRAM).tolist(),
        lasts,
        _dates(steps).tolist(),
        steps.table["reason"].tolist(),
        stops.tolist(),
    )
    texts = []
    for dose, days, on, reason, stopped in zip(*columns, strict=True):
        why = f" ({reason})" if reason and reason != "start" else ""
        texts.append(
            f"stopped {on}{why}" if stopped else f"{number(dose)} mg for {days} d from {on}{why}"
        )
    return _joined(objects(texts), steps, "; ")


def _joined(texts: Objects, steps: DoseSteps, between: str = " ") -> Objects:
    """The steps' texts, by run."""
    ends = [*steps.start.tolist()[1:], len(texts)]
    said = texts.tolist()
    pieces = zip(steps.start.tolist(), ends, strict=True) if steps.runs else ()
    return objects([between.join(said[start:end]) for start, end in pieces])
