"""Groups of patients as a user asks for them."""

from __future__ import annotations

import pytest

from courses import Patient, tell
from timeline.errors import InvalidFilter, InvalidGrouping, UnknownProjection
from timeline.grouping import group_patients
from timeline.store import Store


@pytest.fixture
def three(store: Store) -> Store:
    """P01 with late pneumonitis, P02 without sex recorded, P03 a woman; all treated on one day."""
    tell(
        store,
        Patient("P01")
        .registered(sex="male")
        .irradiated("2010-08-23", fractions=5)
        .suffers("2010-11-20", "radiation pneumonitis", 2)
        .seen("2011-06-01"),
        Patient("P02").irradiated("2010-08-23", fractions=5).seen("2011-06-01"),
        Patient("P03")
        .registered(sex="female")
        .irradiated("2010-08-23", fractions=5)
        .died("2011-01-03"),
    )
    return store


def test_a_column_of_the_course_row(three: Store) -> None:
    found = group_patients(three, "sex")
    assert found.names == ("female", "male")
    assert found.group_of == {"P01": "male", "P02": None, "P03": "female"}


def test_a_column_of_another_table_with_one_row_a_patient(three: Store) -> None:
    found = group_patients(three, "os.event")
    assert found.group_of == {"P01": "false", "P02": "false", "P03": "true"}


def test_a_condition_leaves_out_of_whom_it_is_not_known(three: Store) -> None:
    found = group_patients(three, "sex = male and os_event = false")
    assert found.names == ("false", "true")
    assert found.group_of == {"P01": "true", "P02": None, "P03": "false"}


def test_whether_any_row_of_a_patient_in_a_table_is_so(three: Store) -> None:
    found = group_patients(three, "late_toxicity: max_grade >= 2 and terms ~ pneumonitis")
    assert found.group_of == {"P01": "true", "P02": "false", "P03": "false"}


def test_groups_as_of_an_earlier_point(three: Store) -> None:
    head = three.head().seq
    tell(three, Patient("P02").registered(sex="male"))
    assert group_patients(three, "sex").group_of["P02"] == "male"
    assert group_patients(three, "sex", as_of=head).group_of["P02"] is None


def test_an_unknown_column_is_answered_with_those_there_are(three: Store) -> None:
    with pytest.raises(
        InvalidGrouping, match="'sexx' is not a column of course to group by; known: included"
    ):
        group_patients(three, "sexx")


def test_a_table_with_more_rows_a_patient_wants_a_condition(three: Store) -> None:
    with pytest.raises(InvalidGrouping, match="as in --by 'late_toxicity: evaluable'"):
        group_patients(three, "late_toxicity.terms")


def test_an_unknown_table_and_a_condition_that_cannot_be_read_are_refused(three: Store) -> None:
    with pytest.raises(UnknownProjection, match="'toxic' is not a projection"):
        group_patients(three, "toxic: grade > 1")
    with pytest.raises(InvalidFilter, match="is not a column"):
        group_patients(three, "agee >= 60")


def test_more_groups_than_can_be_told_apart_are_refused(store: Store) -> None:
    for n in range(9):
        tell(store, Patient(f"P0{n}").registered(birth_date=str(1940 + n)).irradiated("2010-08-23"))
    with pytest.raises(InvalidGrouping, match="makes 9 groups, more than 8; divide the patients"):
        group_patients(store, "age")
