"""What others find who open the store with a tool of their own."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from courses import Patient, correct, retract, rows, tell
from timeline.events import LockDraft
from timeline.history import effective_events
from timeline.projections.declarations import PROJECTIONS
from timeline.query import read_table
from timeline.recording import append
from timeline.replay import refresh, replay
from timeline.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "sql.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(), re.DOTALL)


@pytest.fixture
def told(store: Store) -> Store:
    tell(
        store,
        Patient()
        .irradiated("2010-08-23")
        .afp("2010-08-20", 4000)
        .afp("2010-09-20", 400)
        .died("2011-04-11"),
    )
    excluded = Patient("B01").irradiated("2010-08-23").died("2011-04-11")
    tell(store, excluded.says("eligibility", "2010-08-20", status="excluded", reason="bone"))
    death = store.events("kind = 'vital_status' AND patient = 'P07'")[-1]
    correct(store, death.fact, on="2011-04-12", status="dead")
    append(store, [LockDraft(name="final", reason="analysis")], actor="jc")
    retract(store, "P07/lab/afp-2010-08-20")
    refresh(store)
    return store


def test_effective_events_are_those_that_show_prints(told: Store) -> None:
    found = told.rows("SELECT fact, revision FROM effective_events WHERE patient = 'P07'")
    assert set(found) == {(event.fact, event.revision) for event in effective_events(told, "P07")}
    labs = told.rows("SELECT fact FROM effective_events WHERE kind = 'lab'")
    assert labs == [("P07/lab/afp-2010-09-20",)]


@pytest.mark.parametrize("name", PROJECTIONS)
def test_a_view_of_each_table_has_the_patients_of_the_analysis(told: Store, name: str) -> None:
    found = told.rows(f'SELECT * FROM "analysis_{name}" ORDER BY rowid')
    assert len(found) == len(read_table(told, name).rows)
    assert {row[0] for row in told.rows('SELECT patient FROM "analysis_os"')} == {"P07"}
    assert len(rows(told, "os", all_patients=True)) == 2


def test_the_views_outlive_a_replay(told: Store) -> None:
    before = told.rows('SELECT * FROM "analysis_os"')
    replay(told)
    assert told.rows('SELECT * FROM "analysis_os"') == before


def test_a_view_of_a_table_that_another_version_has_is_in_nobodys_way(told: Store) -> None:
    told.connection.execute('CREATE TABLE "quality" (patient TEXT)')
    joined = 'SELECT * FROM "quality" WHERE patient IN (SELECT patient FROM "course")'
    told.connection.execute(f'CREATE VIEW "analysis_quality" AS {joined}')
    replay(told)
    assert told.rows('SELECT count(*) FROM "analysis_os"') == [(1,)]


def test_a_store_without_the_views_gets_them(told: Store) -> None:
    told.connection.execute('DROP VIEW "analysis_os"')
    read_table(told, "os")
    assert told.rows('SELECT count(*) FROM "analysis_os"') == [(1,)]


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_the_page_answers(told: Store, query: str) -> None:
    connection = sqlite3.connect(f"file:{told.path}?mode=ro", uri=True)
    found = connection.execute(query).fetchall()
    connection.close()
    assert found


def test_the_page_has_queries() -> None:
    assert len(QUERIES) == 4
