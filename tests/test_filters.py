"""Conditions on tables: the same rows by SQL and in memory, and errors that point."""

import sqlite3

import pytest
from hypothesis import given

from random_conditions import conditions_of
from timeline.errors import InvalidFilter
from timeline.filters import parse_filter
from timeline.projections.declaration import Column

COLUMNS = {
    "patient": Column("text", ""),
    "os_months": Column("number", ""),
    "days": Column("integer", ""),
    "event": Column("boolean", ""),
    "ended_on": Column("date", ""),
    "first_on": Column("partial_date", ""),
}
ROWS = [
    {
        "patient": "P01",
        "os_months": 3.5,
        "days": 107,
        "event": 1,
        "ended_on": "2010-03-15",
        "first_on": "2009-08",
    },
    {
        "patient": "P02",
        "os_months": 6.0,
        "days": 183,
        "event": 0,
        "ended_on": "2010-04-01",
        "first_on": "2009-08-31",
    },
    {
        "patient": "m03",
        "os_months": None,
        "days": None,
        "event": None,
        "ended_on": None,
        "first_on": None,
    },
    {
        "patient": "P04",
        "os_months": 12.0,
        "days": 365,
        "event": 1,
        "ended_on": "2011-01-01",
        "first_on": "2009",
    },
]


def selected(text):
    """The patients that a condition selects, having made sure that SQL selects the same."""
    condition = parse_filter(text, COLUMNS)
    sql, values = condition.to_sql()
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (patient, os_months, days, event, ended_on, first_on)")
        connection.executemany(
            "INSERT INTO t VALUES (:patient, :os_months, :days, :event, :ended_on, :first_on)", ROWS
        )
        found = [p for (p,) in connection.execute(f"SELECT patient FROM t WHERE {sql}", values)]
    connection.close()
    assert found == [row["patient"] for row in ROWS if condition.holds(row)]
    return found


@pytest.mark.parametrize(
    ("text", "patients"),
    [
        ("os_months < 6", ["P01"]),
        ("os<=6 and event=false", ["P02"]),
        ("os<=6 event", ["P01"]),
        ("event or days > 180", ["P01", "P02", "P04"]),
        ("not event", ["P02"]),
        ("not (os_months < 6)", ["P02", "P04"]),
        ("os_months is missing", ["m03"]),
        ("event is not missing and not event", ["P02"]),
        ('patient ~ "M0"', ["m03"]),
        ("patient !~ p", ["m03"]),
        ("patient = P01 or patient == 'P04'", ["P01", "P04"]),
        ("ended_on = 2010", ["P01", "P02"]),
        ("ended_on > 2010-03", ["P02", "P04"]),
        ("ended_on >= 2010-03-15 ended_on < 2011", ["P01", "P02"]),
        ("ended_on != 2010", ["P04"]),
        ("first_on = 2009-08", ["P01", "P02"]),
        ("first_on = 2009-08-31", ["P02"]),
        ("first_on = 2009", ["P01", "P02", "P04"]),
        ("first_on >= 2009-08", ["P01", "P02"]),
        ("first_on < 2009-08-31", ["P01", "P04"]),
        ('first_on ~ "2009-08"', ["P01", "P02"]),
        ("days <> 107 (event or os<7)", ["P02", "P04"]),
        ("days>-1e3", ["P01", "P02", "P04"]),
    ],
)
def test_a_condition_selects_the_rows_that_it_says(text, patients):
    assert selected(text) == patients


conditions = conditions_of(
    [
        "event",
        "os<6",
        "days >= 183",
        "patient ~ p",
        "ended_on = 2010",
        "os is missing",
        "days!=107",
    ],
    max_leaves=8,
)


@given(conditions)
def test_sql_and_memory_select_the_same_rows(text):
    selected(text)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        (
            "dys < 3",
            1,
            "'dys' is not a column; did you mean days? known: patient, os_months, days,",
        ),
        ("event and os < six", 16, "'six' is not a number, as os_months is"),
        ("days", 5, "expected a comparison after days, as in days = 6"),
        ("days <", 7, "expected a value after <, as in days = 6"),
        ("(event", 7, "expected ')' here"),
        ("event)", 6, "')' is not expected here"),
        ("event > true", 9, "> 'true' given, but event is true or false"),
        ("event = perhaps", 9, "= 'perhaps' given, but event is true or false"),
        (
            "ended_on < 1.2.2010",
            12,
            "'1.2.2010' is not a date; expected YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        ('patient = "P01', 11, "'\"' is not understood; is a quote not closed?"),
        ("days ~ 3", 8, "~ looks into text, which days is not"),
        ("days is 3", 9, "expected days is missing, or days is not missing"),
        ("", 1, "nothing given, expected a column, as in months < 6"),
        ("event or", 9, "nothing given, expected a column"),
        ("(" * 60 + "event" + ")" * 60, 51, "more than 50 conditions inside each other"),
    ],
)
def test_a_condition_that_cannot_be_read_points_at_the_place(text, position, message):
    with pytest.raises(InvalidFilter) as raised:
        parse_filter(text, COLUMNS)
    assert raised.value.position == position
    assert str(raised.value).startswith(f"at character {position} of {text!r}: {message}")


def test_a_value_never_becomes_sql():
    sql, values = parse_filter('patient = "x\' OR 1=1 --"', COLUMNS).to_sql()
    assert (sql, values) == ('lower("patient") = ?', ["x' or 1=1 --"])
