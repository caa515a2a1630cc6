"""Overall survival: from day 0 to death of any cause, else censored at the last contact."""

from __future__ import annotations

import pytest

from courses import Patient, cells, put_in_force, row, rows, tell
from timeline.store import Store

ENDING = ("ended_on", "days", "event", "reason")


def test_death_ends_overall_survival(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").seen("2011-03-01").died("2011-04-11"))
    found = row(store, "os")
    assert found == {
        "patient": "P07",
        "origin_on": "2010-08-23",
        "ended_on": "2011-04-11",
        "days": 231,
        "months": 231 / 30.4375,
        "event": True,
        "reason": "death",
        "evidence": "P07/rt_fraction/1-1 P07/vital_status/death",
    }


def test_a_patient_alive_is_censored_at_the_last_contact(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").seen("2011-01-05").afp("2011-02-01", 12))
    found = row(store, "os")
    assert cells(found, *ENDING) == ("2011-02-01", 162, False, "alive at last contact")
    assert found["evidence"] == "P07/rt_fraction/1-1 P07/lab/afp-2011-02-01"


@pytest.mark.parametrize(
    "told",
    [
        Patient().seen("2011-02-01"),
        Patient().status("2011-02-01", ecog=1),
        Patient().scan("2011-02-01", "SD"),
        Patient().suffers("2011-02-01", "nausea", 1),
        Patient().says("procedure", "2011-02-01", name="TACE"),
    ],
    ids=lambda told: told.drafts[0].kind,
)
def test_whatever_shows_the_patient_alive_is_a_contact(store: Store, told: Patient) -> None:
    tell(store, Patient().irradiated("2010-08-23"), told)
    assert row(store, "os")["ended_on"] == "2011-02-01"


def test_a_prescribed_drug_and_a_note_show_nobody_alive(store: Store) -> None:
    told = Patient().irradiated("2010-08-23", fractions=5).takes("2011-02-01", 400)
    tell(store, told.noted("2011-03-01", "letter to the family doctor"))
    assert row(store, "os")["ended_on"] == "2010-08-27"


def test_the_protocol_says_what_is_a_contact(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23", fractions=5).takes("2011-02-01", 400))
    put_in_force(store, ('"vital_status", "clinical_status",', '"drug_dose", "clinical_status",'))
    assert row(store, "os")["ended_on"] == "2011-02-01"


def test_a_contact_before_the_origin_counts_no_time(store: Store) -> None:
    put_in_force(store, ("first_rt_fraction", "first_drug_dose"))
    tell(store, Patient().seen("2010-08-01").takes("2010-08-23", 800))
    assert cells(row(store, "os"), *ENDING) == ("2010-08-23", 0, False, "alive at last contact")


def test_a_patient_never_irradiated_has_no_survival_from_the_first_fraction(store: Store) -> None:
    tell(store, Patient().registered().prescribed("2010-08-20").died("2010-08-22"))
    assert rows(store, "os") == []


def test_death_on_the_day_of_the_first_fraction_counts_zero_days(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23", fractions=1).died("2010-08-23"))
    assert cells(row(store, "os"), "days", "months", "event") == (0, 0.0, True)


def test_a_result_that_comes_after_the_death_does_not_move_it(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").died("2011-04-11").afp("2011-04-14", 9))
    assert cells(row(store, "os"), *ENDING) == ("2011-04-11", 231, True, "death")


class TestADeathThatIsKnownInPart:
    def test_to_the_month_it_is_placed_on_the_15th(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").seen("2011-03-01").died("2011-04"))
        found = row(store, "os")
        assert cells(found, *ENDING) == ("2011-04-15", 235, True, "death (day imputed)")
        assert "P07/vital_status/2011-03-01" in found["evidence"].split()

    def test_it_is_never_placed_before_the_last_contact(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").seen("2011-04-20").died("2011-04"))
        assert row(store, "os")["ended_on"] == "2011-04-21"

    def test_it_stays_within_its_month(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").seen("2011-04-30").died("2011-04"))
        assert row(store, "os")["ended_on"] == "2011-04-30"

    @pytest.mark.parametrize(
        ("rule", "day"), [("earliest", "2011-04-01"), ("latest", "2011-04-30")]
    )
    def test_the_protocol_says_where_it_is_placed(self, store: Store, rule: str, day: str) -> None:
        tell(store, Patient().irradiated("2010-08-23").died("2011-04"))
        put_in_force(store, ('death = "middle"', f'death = "{rule}"'))
        assert row(store, "os")["ended_on"] == day

    def test_it_is_never_placed_before_the_origin(self, store: Store) -> None:
        put_in_force(store, ("first_rt_fraction", "first_drug_dose"))
        tell(store, Patient().takes("2010-08-20", 800).died("2010-08"))
        assert cells(row(store, "os"), *ENDING) == ("2010-08-20", 0, True, "death (day imputed)")

    def test_to_the_year_alone_it_decides_nothing(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").seen("2011-01-31").died("2011"))
        found = row(store, "os")
        reason = "last contact before a death of which only the year is known"
        assert cells(found, *ENDING) == ("2011-01-31", 161, False, reason)
        assert "P07/vital_status/death" in found["evidence"].split()

    def test_a_report_of_the_day_goes_before_one_of_the_month(self, store: Store) -> None:
        told = Patient().irradiated("2010-08-23").died("2011-04")
        tell(store, told.says("vital_status", "2011-04-28", status="dead", key="registry"))
        assert cells(row(store, "os"), *ENDING) == ("2011-04-28", 248, True, "death")


class TestTimeAsTheProtocolCounts:
    def test_the_origin_may_be_day_one(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
        put_in_force(store, ("count_first_day = false", "count_first_day = true"))
        assert cells(row(store, "os"), "days", "months") == (232, 232 / 30.4375)

    def test_a_month_may_have_thirty_days(self, store: Store) -> None:
        tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
        put_in_force(store, ("30.4375", "30.0"))
        assert row(store, "os")["months"] == 7.7

    @pytest.mark.parametrize(
        ("origin", "day"),
        [
            ("first_drug_dose", "2010-08-21"),
            ("first_imaging", "2010-08-10"),
            ("registration", "2010-08-05"),
            ("first_event", "2010-08-02"),
        ],
    )
    def test_it_may_run_from_another_origin(self, store: Store, origin: str, day: str) -> None:
        told = Patient().afp("2010-08-02", 100).registered("2010-08-05").takes("2010-08-20", 0)
        told.scan("2010-08-10", "baseline").takes("2010-08-21", 800).irradiated("2010-08-23")
        tell(store, told.died("2011-04-11"))
        put_in_force(store, ('"first_rt_fraction"', f'"{origin}"'))
        assert row(store, "os")["origin_on"] == day

    def test_another_drug_is_no_origin_of_the_drug(self, store: Store) -> None:
        put_in_force(store, ('"first_rt_fraction"', '"first_drug_dose"'))
        told = Patient().says("drug_dose", "2010-08-01", agent="lenvatinib", daily_dose_mg=8)
        tell(store, told.takes("2010-08-21", 800))
        assert row(store, "os")["origin_on"] == "2010-08-21"


class TestAnOriginThatIsKnownInPart:
    def test_to_the_month_it_is_its_first_day_and_says_so(self, store: Store) -> None:
        put_in_force(store, ("first_rt_fraction", "registration"))
        tell(store, Patient().registered("2010-08").died("2011-04-11"))
        assert cells(row(store, "os"), "origin_on", "days", "reason") == (
            "2010-08-01", 253, "death (origin imputed)",
        )  # fmt: skip

    def test_it_yields_to_a_day_in_the_same_month(self, store: Store) -> None:
        told = Patient().prescribed("2010-08-20").fraction("2010-08", 2)
        tell(store, told.fraction("2010-08-23", 1).died("2011-04-11"))
        assert cells(row(store, "os"), "origin_on", "reason") == ("2010-08-23", "death")

    def test_to_the_year_alone_it_is_none(self, store: Store) -> None:
        put_in_force(store, ("first_rt_fraction", "first_event"))
        tell(store, Patient().registered("2008").seen("2010-08-23").died("2011-04-11"))
        assert row(store, "os")["origin_on"] == "2010-08-23"
