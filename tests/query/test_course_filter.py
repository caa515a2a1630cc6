"""The fuller language of the course row: short names, grades, issues, words; SQL as in memory."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from courses import Patient, tell
from random_conditions import conditions_of
from timeline.errors import InvalidFilter
from timeline.filtering.facts import fact_of_records, read_fact, table_of
from timeline.filters import course_language, parse_course_filter
from timeline.grouping import group_patients
from timeline.query import read_table
from timeline.store import Store


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """P07 with a severe skin reaction, low platelets, a death; P08 less, P09 and P10 none."""
    seven = Patient().registered(etiology="HBV").irradiated("2010-08-23").scan("2010-10-24", "PD")
    seven.suffers("2010-09-01", "hand-foot syndrome", 3).suffers("2010-09-06", "skin rash", 1)
    seven.says("lab", "2010-09-10", analyte="platelets", value=40, unit="10^9/L",
               lower_limit=150).died("2011-04-11")  # fmt: skip
    eight = Patient("P08").registered(sex="female", etiology="HCV").irradiated("2010-09-06")
    eight.suffers("2010-10-01", "diarrhoea", 2).suffers("2011-01-20", "fatigue", 2)
    eight.seen("2011-06-06")
    nine = Patient("P09").registered(etiology="alcohol").seen("2010-02")
    ten = Patient("P10").registered().irradiated("2010-01-04")
    path = tmp_path_factory.mktemp("filter") / "study.db"
    with Store.open(path, create=True) as store:
        tell(store, seven, eight, nine, ten)
        yield store


def chosen(store: Store, text: str) -> list[str]:
    """The patients that a condition chooses, having made sure that memory chooses the same."""
    where = parse_course_filter(text)
    stored = read_table(store, "course", columns=["patient"], where=where, all_patients=True)
    table = read_table(store, "course", all_patients=True)
    facts = {}
    for key in where.facts:
        records = read_table(store, table_of(key), all_patients=True).records()
        facts[key] = fact_of_records(records, key)
        assert facts[key] == read_fact(store.rows, key)
    test = where.test_of(list(table.columns), facts)
    assert [row[0] for row in table.rows if test(row)] == [patient for (patient,) in stored.rows]
    return [patient for (patient,) in stored.rows]


@pytest.mark.parametrize(
    ("text", "patients"),
    [
        ("ae:hfs>=3", ["P07"]),
        ("ae:hfs = 3", ["P07"]),
        ("ae:hand–foot", ["P07"]),
        ('ae:"Hand-foot skin reaction" > 2', ["P07"]),
        ("ae:diarr>=2", ["P08"]),
        ("ae:diarrhea>=2", ["P08"]),
        ("AE:Diarrhoea≥2", ["P08"]),
        ("ae:hfs<3", ["P08", "P09", "P10"]),
        ("ae:hfs=0", ["P08", "P09", "P10"]),
        ("not ae:hfs", ["P08", "P09", "P10"]),
        ('ae:"skin rash"', ["P07"]),
        ("ae>=3", ["P07"]),
        ("ae", ["P07", "P08"]),
        ("lab:platelets>=3", ["P07"]),
        ("lab:plt>=4", []),
        ("lab>=1", ["P07"]),
        ("ae:thrombo>=3", ["P07"]),
        ("late3>=2", ["P07", "P08"]),
        ("late3>=3", ["P07"]),
        ("late3=n/e", ["P10"]),
        ("late3~fatigue", ["P08"]),
        ("late3<2", []),
        ("not late3>=3", ["P08"]),
        ("dead", ["P07"]),
        ("not dead", ["P08", "P10"]),
        ("best=pd", ["P07"]),
        ("best!=PD", []),
        ("etiology=hbv or etiology=HCV", ["P07", "P08"]),
        ("last>2010-06", ["P07", "P08"]),
        ("last<=2010-02", ["P09", "P10"]),
        ("ttp<6 and ae:hfs>=3 and dead", ["P07"]),
        ("fx=25 gy>=45", ["P07", "P08", "P10"]),
        ("hcv", ["P08"]),
        ("HBV ttp<6", ["P07"]),
        ('"P0" ae:fatigue', ["P08"]),
        ("not hcv", ["P07", "P09", "P10"]),
        ("(hbv or alcohol) and fx is not missing", ["P07"]),
        ("ttp is missing", ["P09"]),
    ],
)
def test_the_course_is_asked_for_as_clinicians_write(
    cohort: Store, text: str, patients: list[str]
) -> None:
    assert chosen(cohort, text) == patients


def test_open_issues_are_counted(cohort: Store) -> None:
    found = read_table(cohort, "data_issues", all_patients=True).records()
    counted = {row["patient"] for row in found if row["severity"] != "note"}
    assert counted, "the cohort has issues to count"
    assert set(chosen(cohort, "issues>0")) == counted == set(chosen(cohort, "issues"))
    assert set(chosen(cohort, "open>0")) == set(chosen(cohort, "open_issues > 0")) == counted


conditions = conditions_of([
        "ae:hfs>=3", "ae:fatigue<2", "ae>=2", "lab:platelets!=3", "issues>1", "issues=0",
        "late3>=1", "late6=0", "hbv", '"2010"', "p0", "dead", "ttp<6", "best=PD", "last>2010-06",
        "sex!=FEMALE", "ttp is missing", "marked_up",
    ], max_leaves=6)  # fmt: skip


@given(conditions)
def test_sql_and_memory_choose_the_same_patients(cohort: Store, text: str) -> None:
    chosen(cohort, text)


@pytest.mark.parametrize("text", ["ae:hfs>=3 and dead", "issues>0", "hcv or late3>=2"])
def test_an_earlier_point_is_asked_in_the_same_words(cohort: Store, text: str) -> None:
    where = parse_course_filter(text)
    now = read_table(cohort, "course", where=where, all_patients=True)
    derived = read_table(cohort, "course", where=where, all_patients=True, as_of="now")
    assert now.rows == derived.rows
    assert read_table(cohort, "course", where=where, as_of=0, all_patients=True).rows == []


def test_groups_are_made_by_the_same_words(cohort: Store) -> None:
    grouping = group_patients(cohort, "ae:hfs>=3", all_patients=True)
    assert grouping.group_of == {
        "P07": "true", "P08": "false", "P09": "false", "P10": "false",
    }  # fmt: skip
    grouping = group_patients(cohort, "late3>=3", all_patients=True)
    assert grouping.group_of == {"P07": "true", "P08": "false", "P09": None, "P10": None}


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("ae:", 4, "expected an adverse event, as in ae:hfs"),
        ("lab:", 5, "expected a laboratory test, as in lab:platelets"),
        (
            "dead ae:rad>=2",
            9,
            "'rad' may be radiation dermatitis, radiation pneumonitis, radiation",
        ),
        ("ae:xyz", 4, "'xyz' is no adverse event known here; quoted, any is taken"),
        ("lab:hfs", 5, "'hfs' is no laboratory test that CTCAE grades"),
        ("lab:platelets<50", 15, "expected a CTCAE grade from 0 to 5, as in lab:platelets >= 3"),
        ("ae:hfs>=", 9, "expected a CTCAE grade from 0 to 5, as in ae:hfs >= 3"),
        ("ae:hfs is missing", 8, "a grade is 0 where there was none; ask ae:hfs = 0"),
        ("issues is missing", 11, "expected issues is missing, or"),
        ("tpt<6", 1, "'tpt' is not a column; did you mean ttp?"),
        ("group", 6, 'expected a comparison after group, as in group = "words"'),
        ("ttp<6 and", 10, "nothing given, expected a column"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, position: int, message: str) -> None:
    with pytest.raises(InvalidFilter) as raised:
        parse_course_filter(text)
    assert raised.value.position == position
    assert raised.value.problem.startswith(message)


def test_a_term_that_only_the_study_knows_needs_no_quotes_where_it_is_known() -> None:
    where = parse_course_filter("ae:skin>=1", course_language(terms=["skin rash"]))
    assert where.facts == {"ae:skin rash"}
