"""The study's definitions: read whole, or refused with the key and what was expected."""

from __future__ import annotations

import pytest

from courses import ACTOR, Patient, protocol, put_in_force, row, tell
from timeline import examples
from timeline.errors import InvalidProtocol
from timeline.protocol import default_protocol, default_protocol_text, parse_protocol
from timeline.protocols import current_protocol, current_protocol_text, set_protocol
from timeline.store import Store


def test_the_shipped_protocol_is_the_studys() -> None:
    shipped = default_protocol()
    assert shipped.time.origin == "first_rt_fraction"
    assert shipped.time.days_per_month == 30.4375
    assert shipped.afp_decline.decline_percent == 80
    assert shipped.late_toxicity.landmark_days == (90, 180)
    assert shipped.radiotherapy.alpha_beta_gy == 10


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[study]", "[studies]", "unknown field `studies`"),
        ("count_first_day", "count_frist_day", "unknown field `count_frist_day`"),
        ("alpha_beta_gy = 10.0\n", "", "missing required field `alpha_beta_gy`"),
        ("30.4375", "3.0", "Expected `float` > 27.0 - at `time.days_per_month`"),
        ('"first_rt_fraction"', '"diagnosis"', "'diagnosis' - at `time.origin`"),
        ("[3, 6]", "[3]", "landmark_months and landmark_days differ in length"),
        ("[3, 6]", "[3, 3]", "landmark_months: expected one month or more, each once"),
        ('"lab", "adverse_event"', '"labs"', "contact_kinds: 'labs' is not a kind of event"),
        ('"lab", "adverse_event"', '"review"', "'review' is said of the record, it is no contact"),
        ('agent = "sorafenib"', 'agent = "Sorafenib"', "expected it as doses have it: 'sorafenib'"),
        ("[time]", "[time", "not TOML"),
    ],
)
def test_a_protocol_that_defines_nothing_sensible_is_refused(
    old: str, new: str, message: str
) -> None:
    with pytest.raises(InvalidProtocol) as refused:
        parse_protocol(default_protocol_text().replace(old, new), source="study.toml")
    assert str(refused.value).startswith("study.toml: ")
    assert message in str(refused.value)


def test_a_protocol_without_any_landmark_is_refused() -> None:
    text = default_protocol_text().replace("[3, 6]", "[]").replace("[90, 180]", "[]")
    with pytest.raises(InvalidProtocol, match="expected one month or more"):
        parse_protocol(text)


def test_a_comment_changes_no_definition_and_a_number_does() -> None:
    text = default_protocol_text()
    assert parse_protocol(text + "\n# approved\n").fingerprint == default_protocol().fingerprint
    assert protocol(time={"days_per_month": 30.0}).fingerprint != default_protocol().fingerprint


def test_the_last_protocol_set_is_in_force_and_the_earlier_ones_are_kept(store: Store) -> None:
    assert current_protocol(store) == default_protocol()
    put_in_force(store, ("30.4375", "30.0"))
    put_in_force(store, ("30.4375", "28.0"))
    assert current_protocol(store).time.days_per_month == 28.0
    assert "days_per_month = 28.0" in current_protocol_text(store)
    assert store.rows("SELECT actor, reason FROM protocols") == [(ACTOR, "amendment 2")] * 2


def test_another_protocol_needs_a_reason(store: Store) -> None:
    with pytest.raises(InvalidProtocol, match="field reason: not given"):
        set_protocol(store, default_protocol_text(), source="x", actor=ACTOR, reason=" ")
    assert store.rows("SELECT count(*) FROM protocols") == [(0,)]


def test_another_protocol_rebuilds_the_tables_by_itself(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
    assert row(store, "os")["days"] == 231
    put_in_force(store, ("count_first_day = false", "count_first_day = true"))
    assert row(store, "os")["days"] == 232
    put_in_force(store)
    assert row(store, "os")["days"] == 231


def test_the_protocol_of_the_other_example_has_every_key() -> None:
    file = examples.path("hcc_visits") / "protocol.toml"
    made = parse_protocol(file.read_text(encoding="utf-8"), source=str(file))
    assert made.time.origin == "first_event"
