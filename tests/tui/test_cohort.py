"""The cohort screen: every patient, filtered, sorted, previewed and opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from textual.widgets import Input

from timeline.store import Store
from timeline_tui.cohort.preview import CoursePreview
from timeline_tui.cohort.screen import CohortScreen
from timeline_tui.patient.screen import PatientScreen


def shown(desk: Any) -> list[str]:
    table = desk.app.screen.table
    return [table.rows[place].patient for place in table.places]


async def test_the_start_lists_the_included_patients_with_their_endpoints(desk: Any) -> None:
    async with desk() as at:
        assert shown(at) == ["P07", "P08", "P09", "P10"]
        assert "4 patients" in at.line(0)
        assert "† 2  ▲ 2" in at.line(0)
        assert at.line(0).endswith("as of now · seq 131")
        for words in ("P07", "M", "53", "primary", "IVA", "A5", "45.0/25", "▼ PR", "−88 %"):
            assert words in at.line(2)
        assert "4.1 ▲" in at.line(2)
        assert "8.0 †" in at.line(2)
        assert "13.8 +" in at.line(3)


async def test_open_issues_are_counted_and_flagged_where_there_is_no_room(desk: Any) -> None:
    async with desk() as at:
        assert [at.line(y)[1] for y in range(2, 6)] == ["⚑", " ", "⚑", " "]
    async with desk((160, 50)) as at:
        assert "Open" in at.line(1)
        assert " 3⚑ " in at.line(2)
        assert "⚑ 3 open issues" in at.text
        assert at.line(2)[1] == " "


async def test_x_shows_the_excluded_patients_marked_as_such(desk: Any) -> None:
    async with desk() as at:
        assert "1 excluded hidden" in at.text
        await at.press("x")
        assert shown(at) == ["B01", "P07", "P08", "P09", "P10"]
        assert "× excluded" in at.text
        await at.press("x")
        assert "B01" not in shown(at)


async def test_words_filter_as_they_are_typed(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("metas")
        assert shown(at) == ["P08"]
        assert "1 of 4 patients" in at.line(0)
        await at.press("enter")
        assert at.app.focused is at.app.screen.table
        await at.press("escape")
        assert len(shown(at)) == 4


async def test_an_expression_filters_by_value(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("ttp<6 and group=primary")
        assert shown(at) == ["P07", "P09"]


async def test_a_filter_that_is_not_finished_keeps_the_list_and_says_why(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("ttp<")
        assert len(shown(at)) == 4
        assert "expected a value after <" in at.text
        await at.type("3")
        assert shown(at) == ["P09"]


async def test_a_filter_without_a_match_says_how_to_leave_it(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("nobody")
        assert shown(at) == []
        assert "No patient matches the filter." in at.text
        assert at.app.screen.table.current is None


async def test_s_sorts_by_the_column_of_the_cursor_and_again_the_other_way(desk: Any) -> None:
    async with desk() as at:
        names = [placed.column.name for placed in at.app.screen.table.columns]
        await at.press(*["right"] * names.index("os"), "s")
        assert shown(at) == ["P09", "P07", "P08", "P10"]
        await at.press("s")
        assert shown(at) == ["P08", "P07", "P09", "P10"], "what is missing stays last"


async def test_sorting_keeps_the_cursor_on_its_patient(desk: Any) -> None:
    async with desk() as at:
        await at.press("down", "down", "s")
        assert at.app.screen.table.current.patient == "P09"
        await at.press("s")
        assert at.app.screen.table.current.patient == "P09"


async def test_a_column_can_be_hidden_and_brought_back(desk: Any) -> None:
    async with desk() as at:
        await at.press("right", "minus")
        assert "Sex" not in at.line(1)
        await at.press("plus")
        assert "Sex" in at.line(1)


async def test_narrow_terminals_keep_the_columns_that_matter(desk: Any) -> None:
    async with desk((60, 16)) as at:
        for title in ("Patient", "Best", "OS mo", "TTP mo"):
            assert title in at.line(1)
        assert "Stage" not in at.line(1)
        assert all(len(line) <= 60 for line in at.text.splitlines())


async def test_wide_terminals_preview_the_course_beside_the_list(desk: Any) -> None:
    async with desk((120, 40)) as at:
        panel = at.app.screen.query_one(CoursePreview)
        assert panel.display
        assert "CT abdomen: PD, new lesion lung" in at.text.replace("…", "") or "▲ CT" in at.text
        assert "† died, liver failure" in at.text
        await at.press("down")
        assert "P08  F 70" in at.text
        await at.press("p")
        assert not panel.display


async def test_no_preview_where_there_is_no_room(desk: Any) -> None:
    async with desk((80, 24)) as at:
        assert not at.app.screen.query_one(CoursePreview).display


async def test_enter_opens_the_patient_and_q_comes_back_to_it(desk: Any) -> None:
    async with desk() as at:
        await at.press("down", "enter")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.patient == "P08"
        await at.press("q")
        assert isinstance(at.app.screen, CohortScreen)
        assert at.app.screen.table.current.patient == "P08"


async def test_clicking_a_title_sorts_and_clicking_a_patient_twice_opens(desk: Any) -> None:
    async with desk() as at:
        placed = {p.column.name: p for p in at.app.screen.table.columns}
        await at.pilot.click("CohortTable", offset=(placed["age"].x + 3, 0))
        await at.settle()
        assert shown(at)[0] == "P07"
        await at.pilot.click("CohortTable", offset=(5, 2))
        await at.settle()
        assert at.app.screen.table.cursor == 1
        await at.pilot.click("CohortTable", offset=(5, 2))
        await at.settle()
        assert isinstance(at.app.screen, PatientScreen)


async def test_filter_order_and_columns_are_kept_between_runs(desk: Any) -> None:
    async with desk() as at:
        await at.press("x", "right", "right", "s", "slash")
        await at.type("P")
        await at.press("enter", "right", "minus")
        before = shown(at)
    async with desk() as at:
        assert at.app.screen.query_one("#filter", Input).value == "P"
        assert at.app.screen.table.sorting.column == "age"
        assert shown(at) == before
        assert "group" in at.app.screen.table.hidden


async def test_q_leaves_the_workbench(desk: Any) -> None:
    async with desk() as at:
        await at.press("q")
        assert at.app._exit


async def test_an_empty_store_says_how_to_begin(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Store.open(path, create=True).close()
    async with desk(path=path) as at:
        assert "No patients yet." in at.text
        assert "timeline import" in at.text


async def test_stale_tables_are_brought_up_to_date_behind_the_list(
    desk: Any, store_path: Path
) -> None:
    forget_the_tables(store_path)
    async with desk() as at:
        assert shown(at) == ["P07", "P08", "P09", "P10"]
    with sqlite3.connect(store_path) as connection:
        assert connection.execute("SELECT count(*) FROM course").fetchone() == (5,)
    connection.close()


async def test_a_read_only_session_derives_in_memory_and_writes_nothing(
    desk: Any, store_path: Path
) -> None:
    forget_the_tables(store_path)
    before = store_path.read_bytes()
    async with desk(readonly=True) as at:
        assert shown(at) == ["P07", "P08", "P09", "P10"]
        assert "read-only" in at.line(0)
        assert "record" not in at.line(23), "what cannot be done is not offered"
    assert store_path.read_bytes() == before


async def test_a_store_that_breaks_says_so_on_the_screen(desk: Any, store_path: Path) -> None:
    async with desk() as at:
        store_path.write_bytes(b"SQLite format 3\0" + bytes(200))
        await at.press("ctrl+r")
        assert "the store is damaged" in at.text
        assert at.app._exception is None


def forget_the_tables(path: Path) -> None:
    """As an import leaves the store that did not refresh."""
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM checkpoints")
        connection.execute("DROP TABLE course")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
