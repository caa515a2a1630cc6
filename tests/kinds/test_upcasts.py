"""Older payloads are read as today's; what was written stays as it was written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from courses import Patient, row, stated, tell
from timeline.chain import verify
from timeline.errors import InvalidEvent
from timeline.events import Draft
from timeline.history import draft_correction, effective_events, revisions
from timeline.kinds import KINDS
from timeline.store import Store
from timeline.upcasts import STEPS, upcast

TABLETS = {"agent": "sorafenib", "dose_mg": 400, "times_daily": 2, "reason": "start"}


def old_dose(on: str = "2010-08-21", **payload: Any) -> Draft:
    """A dose as version 1 of the kind had it: the tablets' dose and how often they were taken."""
    return Draft(
        patient="P07",
        kind="drug_dose",
        occurred_on=on,
        payload={**TABLETS, **payload},
        schema_version=1,
    )


def test_two_tablets_of_400_mg_are_800_mg_a_day() -> None:
    assert upcast("drug_dose", 1, TABLETS) == {
        "agent": "sorafenib", "daily_dose_mg": 800, "reason": "start",
    }  # fmt: skip


def test_a_payload_of_today_is_as_it_is() -> None:
    today = {"agent": "sorafenib", "daily_dose_mg": 800}
    assert upcast("drug_dose", 2, today) is today


def test_every_older_version_has_its_step() -> None:
    wanted = {(k.name, version) for k in KINDS.values() for version in range(1, k.version)}
    assert set(STEPS) == wanted


def test_what_was_written_as_version_1_stays_so_in_the_store_and_is_read_as_version_2(
    store: Store,
) -> None:
    tell(store, old_dose())
    ((version, written),) = store.rows("SELECT schema_version, payload FROM events")
    assert (version, json.loads(written)) == (1, TABLETS)
    (event,) = effective_events(store, "P07")
    assert event.payload == {"agent": "sorafenib", "daily_dose_mg": 800, "reason": "start"}
    assert event.schema_version == 1
    assert verify(store).seq == 1


def test_doses_of_both_versions_are_derived_together(store: Store) -> None:
    tell(store, old_dose(), Patient().takes("2010-09-17", 400, "toxicity"))
    found = row(store, "course")
    assert (found["start_dose_mg"], found["dose_mg"]) == (800, 400)


def test_a_correction_of_an_old_fact_is_written_as_today(store: Store) -> None:
    tell(store, old_dose())
    fact = "P07/drug_dose/sorafenib-2010-08-21"
    tell(store, draft_correction(store, fact, {"daily_dose_mg": 400}, reason="one tablet"))
    first, second = revisions(store, fact)
    assert (first.schema_version, second.schema_version) == (1, 2)
    assert second.payload == {"agent": "sorafenib", "daily_dose_mg": 400, "reason": "start"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"times_daily": None}, "not a version 1 payload of drug_dose"),
        ({"dose_mg": -400}, "field daily_dose_mg: -800 given"),
        ({"colour": "red"}, "field colour: not a field of drug_dose"),
    ],
)
def test_an_old_payload_is_validated_as_what_it_means_today(
    store: Store, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InvalidEvent, match=message):
        tell(store, old_dose(**changes))
    assert store.head().seq == 0


@pytest.mark.parametrize("version", [0, 3, 99])
def test_an_unknown_version_is_refused(store: Store, version: int) -> None:
    with pytest.raises(InvalidEvent, match=f"version {version} of drug_dose is not known"):
        tell(store, *stated([old_dose()], schema_version=version))
