"""The cumulative incidence of late toxicity."""

from __future__ import annotations

import pytest

from courses import Patient, tell
from timeline.errors import UnknownProjection
from timeline.incidence import estimate_incidence, read_outcomes
from timeline.store import Store


@pytest.fixture
def five(store: Store) -> Store:
    """All with the last fraction on 2010-09-24. P01 and P04 with late toxicity on days 100 and 200,
    P02 dead on day 150, P03 censored on day 160; P05 not irradiated.
    """
    told = {
        "P01": Patient("P01").suffers("2011-01-02", "pneumonitis", 1).died("2011-06-01"),
        "P02": Patient("P02").died("2011-02-21"),
        "P03": Patient("P03").seen("2011-03-03"),
        "P04": Patient("P04").suffers("2011-04-12", "proctitis", 2).seen("2011-06-01"),
    }
    for name, patient in told.items():
        sex = "female" if name == "P04" else "male"
        tell(store, patient.registered(sex=sex).irradiated("2010-08-23"))
    tell(store, Patient("P05").registered())
    return store


def test_death_competes_by_hand(five: Store) -> None:
    """1/4; death leaves half; one is censored; then the last, of one at risk: 1/4 + 1/2."""
    found = estimate_incidence(read_outcomes(five, "late_toxicity"), times=(3, 5, 6.6))
    (group,) = found.groups
    assert (group.patients, group.events, group.competing) == (4, 2, 1)
    assert [at.value for at in group.at.values()] == pytest.approx([0, 0.25, 0.75])
    assert list(group.at_risk.values()) == [4, 2, 0]
    assert found.without_time == ("P05",)


def test_by_group_and_of_some_patients(five: Store) -> None:
    outcomes = read_outcomes(five, "late_toxicity", by="sex", where="os_event = false")
    found = estimate_incidence(outcomes)
    assert [(group.name, group.patients) for group in found.groups] == [("female", 1), ("male", 1)]


def test_only_events_with_a_table_have_an_incidence(store: Store) -> None:
    with pytest.raises(UnknownProjection, match="'ttp' is not an event with an incidence"):
        read_outcomes(store, "ttp")


def test_only_some_patients_are_kept_when_asked(five: Store) -> None:
    outcomes = read_outcomes(five, "late_toxicity", patients={"P02", "P05"})
    assert [(one.patient, one.cause) for one in outcomes.patients] == [("P02", "death")]
    assert outcomes.without_time == ("P05",)
