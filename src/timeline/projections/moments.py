"""The days that several projections count from or up to: origin, last fraction, last contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np

from timeline.effective import Days, EffectiveEvents, FactTable, Objects
from timeline.projections.imputation import impute_day, is_known_to_the_month, is_partial
from timeline.projections.per_patient import (
    NEVER,
    Mask,
    Rows,
    first_row,
    last_row,
    lowest_row,
    of_owner,
    pick,
    pick_days,
)
from timeline.protocol import Protocol

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


@dataclass(frozen=True, eq=False)
class Moment:
    """A day for each patient (NEVER for none), the facts behind it, and whether it was imputed.

    `fact` holds ids separated by blanks where a day rests on more than one.
    """

    day: Days
    fact: Objects
    imputed: Mask

    @property
    def known(self) -> Mask:
        known: Mask = self.day != NEVER
        return known


Find = Callable[Concatenate[EffectiveEvents, Asked], Found]


def found_once(find: Find[Asked, Found]) -> Find[Asked, Found]:
    """The same, looking only once in the same events: most projections ask for the same moments."""

    def once(events: EffectiveEvents, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        key = (find, args, tuple(kwargs.items()))
        if key not in events.found:
            events.found[key] = find(events, *args, **kwargs)
        found: Found = events.found[key]
        return found

    update_wrapper(once, find)
    return once


def moment(table: FactTable, rows: Rows) -> Moment:
    """The picked rows as moments, at the earliest day of a partial date."""
    day = pick_days(table, rows)
    return Moment(
        day, pick(table, "fact", rows), is_partial(day, pick_days(table, rows, "last_day"))
    )


def nowhere(patients: int) -> Moment:
    return Moment(
        np.full(patients, NEVER, dtype=np.int64),
        np.full(patients, None, dtype=object),
        np.zeros(patients, dtype=bool),
    )


def earlier(one: Moment, other: Moment) -> Moment:
    """For each patient the earlier of two moments; the first where they fall on one day."""
    first = one.day <= other.day
    return Moment(
        np.where(first, one.day, other.day),
        np.where(first, one.fact, other.fact),
        np.where(first, one.imputed, other.imputed),
    )


def later(one: Moment, other: Moment) -> Moment:
    """For each patient the later of two moments; the first where they fall on one day."""
    other_is = other.known & (~one.known | (other.day > one.day))
    return Moment(
        np.where(other_is, other.day, one.day),
        np.where(other_is, other.fact, one.fact),
        np.where(other_is, other.imputed, one.imputed),
    )


def together_with(moment: Moment, other: Moment, where: Mask) -> Moment:
    """The same days, resting on the facts of the other moment too where the mask holds."""
    fact = moment.fact.copy()
    for place in np.flatnonzero(where & moment.known & other.known):
        fact[place] = f"{fact[place]} {other.fact[place]}"
    return Moment(moment.day, fact, moment.imputed)


@found_once
def time_origin(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """Day 0 of each patient, as the protocol chooses it.

    A month stands for its first day, and yields to a day that falls in it.
    """
    patients = len(events)
    match protocol.time.origin:
        case "first_rt_fraction":
            return first_dated(events["rt_fraction"], patients)
        case "first_drug_dose":
            table = events["drug_dose"]
            given = (table["agent"] == protocol.drug.agent) & (table["daily_dose_mg"] > 0)
            return first_dated(table, patients, given)
        case "first_imaging":
            return first_dated(events["imaging"], patients)
        case "registration":
            return first_dated(events["registration"], patients)
        case "first_event":
            found = nowhere(patients)
            for table in events.of_the_course:
                found = earlier(found, first_dated(table, patients))
            return found


def first_dated(table: FactTable, patients: int, where: Mask | None = None) -> Moment:
    """Each patient's first row of those known to the month, a month by the last of its days."""
    dated = is_known_to_the_month(table["day"], table["last_day"])
    counted = dated if where is None else dated & where
    return moment(table, lowest_row(table, patients, table["last_day"], counted))


@found_once
def last_contact(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """The last day that a patient is known to have been alive.

    A partial date counts by its earliest day: nothing later is certain.
    """
    patients = len(events)
    latest = nowhere(patients)
    for kind in protocol.overall_survival.contact_kinds:
        table = events[kind]
        alive = table["status"] == "alive" if kind == "vital_status" else None
        latest = later(latest, moment(table, last_row(table, patients, alive)))
    return Moment(latest.day, latest.fact, np.zeros(patients, dtype=bool))


@found_once
def death(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> Moment:
    """Death, where it is known at least to the month; a report of the day goes before others.

    A day imputed by the protocol's rule never falls before the last contact or the origin.
    """
    table, patients = events["vital_status"], len(events)
    dead = table["status"] == "dead"
    partial = is_partial(table["day"], table["last_day"])
    dated = is_known_to_the_month(table["day"], table["last_day"])
    rows = first_row(table, patients, dead & ~partial)
    rows = np.where(rows >= 0, rows, first_row(table, patients, dead & dated))
    first, last = pick_days(table, rows), pick_days(table, rows, "last_day")
    contact = last_contact(events, protocol)
    least = np.maximum(
        np.where(contact.known, contact.day + 1, first), np.where(origin.known, origin.day, first)
    )
    imputed = is_partial(first, last)
    day = impute_day(first, last, protocol.imputation.death)
    day = np.where(imputed, np.maximum(day, np.minimum(least, last)), day)
    return together_with(Moment(day, pick(table, "fact", rows), imputed), contact, imputed)


@found_once
def death_in_an_unknown_month(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """The last contact of patients of whose death the year is known at most."""
    table, patients = events["vital_status"], len(events)
    dated = is_known_to_the_month(table["day"], table["last_day"])
    reported = moment(table, first_row(table, patients, (table["status"] == "dead") & ~dated))
    contact = only_where(last_contact(events, protocol), reported.known)
    return together_with(contact, reported, reported.known)


@found_once
def last_marker(events: EffectiveEvents, origin: Moment) -> Moment:
    """The last AFP after the origin."""
    table = events["lab"]
    after = (table["day"] > of_owner(table, origin.day)) & (table["analyte"] == "AFP")
    return moment(table, last_row(table, len(events), after))


def only_where(moment: Moment, mask: Mask) -> Moment:
    """The moment for the patients of the mask, none for the others."""
    return Moment(np.where(mask, moment.day, NEVER), moment.fact, moment.imputed & mask)
