"""The days that several projections count from or up to: origin, last fraction, last contact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from timeline.effective import Days, EffectiveEvents, FactTable, Objects
from timeline.projections.imputation import impute_day, is_known_to_the_month, is_partial
from timeline.projections.per_patient import (
    NEVER,
    Mask,
    Rows,
    first_row,
    last_row,
    of_owner,
    pick,
    pick_days,
)
from timeline.protocol import Protocol


@dataclass(frozen=True)
class Moment:
    """A day for each patient (NEVER for none), the fact behind it, and whether it was imputed."""

    day: Days
    fact: Objects
    imputed: Mask

    @property
    def known(self) -> Mask:
        known: Mask = self.day != NEVER
        return known


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


def time_origin(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """Day 0 of each patient, as the protocol chooses it."""
    patients = len(events)
    match protocol.time.origin:
        case "first_rt_fraction":
            return moment(events["rt_fraction"], first_row(events["rt_fraction"], patients))
        case "first_drug_dose":
            table = events["drug_dose"]
            given = (table["agent"] == protocol.drug.agent) & (table["daily_dose_mg"] > 0)
            return moment(table, first_row(table, patients, given))
        case "first_imaging":
            return moment(events["imaging"], first_row(events["imaging"], patients))
        case "registration":
            return moment(events["registration"], first_row(events["registration"], patients))
        case "first_event":
            found = nowhere(patients)
            for table in events.tables.values():
                found = earlier(found, moment(table, first_row(table, patients)))
            return found


def last_fraction(events: EffectiveEvents) -> Moment:
    return moment(events["rt_fraction"], last_row(events["rt_fraction"], len(events)))


def last_contact(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """The last day that a patient is known to have been alive.

    A partial date counts by its earliest day: nothing later is certain.
    """
    patients = len(events)
    day = np.full(patients, -NEVER, dtype=np.int64)
    fact = np.full(patients, None, dtype=object)
    for kind in protocol.overall_survival.contact_kinds:
        table = events[kind]
        alive = table["status"] == "alive" if kind == "vital_status" else None
        found = moment(table, last_row(table, patients, alive))
        later = found.known & (found.day > day)
        day = np.where(later, found.day, day)
        fact = np.where(later, found.fact, fact)
    never = day == -NEVER
    return Moment(np.where(never, NEVER, day), fact, np.zeros(patients, dtype=bool))


def death(events: EffectiveEvents, protocol: Protocol) -> Moment:
    """Death, where it is known at least to the month.

    A day imputed by the protocol's rule never falls before the last contact.
    """
    table = events["vital_status"]
    dated = is_known_to_the_month(table["day"], table["last_day"])
    rows = first_row(table, len(events), (table["status"] == "dead") & dated)
    first, last = pick_days(table, rows), pick_days(table, rows, "last_day")
    contact = last_contact(events, protocol)
    day = impute_day(first, last, protocol.imputation.death)
    partial = is_partial(first, last)
    after_contact = np.where(contact.known, contact.day + 1, day)
    day = np.where(partial, np.maximum(day, np.minimum(after_contact, last)), day)
    return Moment(day, pick(table, "fact", rows), partial)


def progression(events: EffectiveEvents, protocol: Protocol, origin: Moment) -> Moment:
    """The first scan after the origin that its reader called progression, showed a new lesion, or
    unequivocal progression of non-target lesions.

    Source: RECIST 1.1, Eisenhauer et al., Eur J Cancer 2009;45:228–247.
    """
    table = events["imaging"]
    if len(table) == 0:
        return nowhere(len(events))
    first, last = table["day"], table["last_day"]
    day = impute_day(first, last, protocol.imputation.progression)
    shown = (
        (table["reported_response"] == "PD")
        | (table["non_target"] == "PD")
        | np.array([bool(found) for found in table["new_lesions"]], dtype=bool)
    )
    after = (day > of_owner(table, origin.day)) & is_known_to_the_month(first, last)
    rows = first_row(table, len(events), shown & after)
    return Moment(
        np.where(rows >= 0, day[rows], NEVER),
        pick(table, "fact", rows),
        (rows >= 0) & is_partial(first, last)[rows],
    )


def last_imaging(events: EffectiveEvents, origin: Moment) -> Moment:
    """The last scan after the origin that could be evaluated."""
    table = events["imaging"]
    after = table["day"] > of_owner(table, origin.day)
    evaluable = after & (table["reported_response"] != "NE")
    return moment(table, last_row(table, len(events), evaluable))


def last_marker(events: EffectiveEvents, origin: Moment) -> Moment:
    """The last AFP after the origin."""
    table = events["lab"]
    after = (table["day"] > of_owner(table, origin.day)) & (table["analyte"] == "AFP")
    return moment(table, last_row(table, len(events), after))
