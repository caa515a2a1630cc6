"""What is kept between runs, and that nothing in its file can hurt."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.analysis.charts import CHARTS
from timeline_tui.analysis.kept import AnalysisKept, kept_of, taken_up
from timeline_tui.cohort.kept import CohortKept
from timeline_tui.cohort.ordering import Sorting
from timeline_tui.state import (
    MOST_STORES,
    Section,
    State,
    read_state,
    state_path,
    write_state,
)


@dataclass(frozen=True, slots=True)
class Kept(Section):
    words: str = "as new"
    on: bool = True
    many: tuple[str, ...] = ()
    number: int = 3


HERE, THERE = Path("/somewhere/a.db"), Path("/somewhere/b.db")


def test_what_was_kept_comes_back() -> None:
    kept = Kept("x", on=False, many=("a", "b"), number=7)
    write_state(HERE, State("light").keeping(kept))
    found = read_state(HERE)
    assert found.section(Kept) == kept
    assert found.theme == "light"


def test_sections_are_a_stores_own_and_the_theme_is_everybodys() -> None:
    write_state(HERE, State("light").keeping(Kept("here")))
    write_state(THERE, State("contrast").keeping(Kept("there")))
    assert read_state(HERE).section(Kept).words == "here"
    assert read_state(HERE).theme == "contrast"
    assert read_state(THERE).section(Kept).words == "there"


def test_keeping_one_section_leaves_the_others() -> None:
    state = State().keeping(Kept("x")).keeping(CohortKept(filter="ttp<6"))
    assert state.keeping(Kept("y")).section(CohortKept).filter == "ttp<6"
    assert state.section(Kept).words == "x", "a state does not change"


def test_a_field_of_another_shape_loses_itself_alone() -> None:
    state = State("", {"Kept": {"words": 5, "on": 0, "many": ["a", 1], "number": 9, "new": "?"}})
    assert state.section(Kept) == Kept(number=9)
    assert State("", {"Kept": ["no", "fields"]}).section(Kept) == Kept()  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "text",
    ["", "{]", "[]", "null", "7", '"x"', '{"stores": []}', '{"theme": 5, "stores": {"x": 3}}',
     '{"stores": {"/somewhere/a.db": [1]}}', "[" * 100_000, "\x00\x01"],
    ids=range(11),
)  # fmt: skip
def test_a_damaged_file_is_as_no_file_and_is_replaced(text: str) -> None:
    state_path().parent.mkdir(parents=True)
    state_path().write_text(text)
    assert read_state(HERE) == State()
    write_state(HERE, State("light").keeping(Kept("new")))
    assert read_state(HERE).section(Kept).words == "new"


def test_a_file_that_is_no_text_is_as_no_file() -> None:
    state_path().parent.mkdir(parents=True)
    state_path().write_bytes(b"\xff\xfe\x00")
    assert read_state(HERE) == State()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
NAMES = ["filter", "sorted_by", "descending", "show_excluded", "hidden", "patient"]


@given(st.dictionaries(st.sampled_from(NAMES), json_values))
def test_whatever_a_section_holds_is_a_section(kept: dict[str, Any]) -> None:
    section = State("", {"CohortKept": kept}).section(CohortKept)
    assert isinstance(section.filter, str)
    assert all(isinstance(name, str) for name in section.hidden)
    assert isinstance(section.sorting, Sorting)


def test_the_file_is_its_owners_and_so_is_the_folder() -> None:
    before = os.umask(0)
    try:
        write_state(HERE, State("light"))
    finally:
        os.umask(before)
    assert state_path().stat().st_mode & 0o777 == 0o600
    assert state_path().parent.stat().st_mode & 0o777 == 0o700


def test_a_failure_while_writing_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    write_state(HERE, State("light"))

    def full(source: str, target: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "replace", full)
    write_state(HERE, State("contrast"))
    assert read_state(HERE).theme == "light"
    assert [file.name for file in state_path().parent.iterdir()] == ["workbench.json"]


def test_a_folder_that_cannot_be_made_is_no_reason_to_complain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    write_state(HERE, State("light"))
    assert read_state(HERE) == State()


def test_the_stores_that_were_left_longest_ago_are_forgotten() -> None:
    state_path().parent.mkdir(parents=True)
    old = {f"/old/{number}.db": {} for number in range(MOST_STORES)}
    state_path().write_text(json.dumps({"stores": old}))
    write_state(HERE, State())
    kept = list(json.loads(state_path().read_text())["stores"])
    assert len(kept) == MOST_STORES
    assert kept[-1] == str(HERE)
    assert "/old/0.db" not in kept


async def test_the_list_comes_back_as_it_was_left(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("x", "p", "right", "right", "s", "s", "right", "minus", "slash")
        await at.type("group=primary")
        await at.press("enter", "down")
        text, patient = at.text, at.app.screen.table.current.patient
    async with desk((120, 40)) as at:
        assert at.app.screen.table.current.patient == patient
        assert at.app.screen.table.sorting == Sorting("age", descending=True)
        assert not at.app.screen.query_one("CoursePreview").display
        assert at.text.splitlines()[2:-2] == text.splitlines()[2:-2]


async def test_the_patient_that_was_left_is_found_wherever_it_is(desk: Any) -> None:
    async with desk() as at:
        await at.press("end", "enter", "q")
        patient = at.app.screen.table.current.patient
    async with desk() as at:
        assert at.app.screen.table.current.patient == patient != at.app.rows[0].patient


async def test_a_patient_that_is_gone_leaves_the_cursor_on_the_first(
    desk: Any, store_path: Path
) -> None:
    write_state(store_path, State().keeping(CohortKept(patient="no such patient")))
    async with desk() as at:
        assert at.app.screen.table.cursor == 0
        await at.press("down")
        moved = at.app.screen.table.current.patient
    async with desk() as at:
        assert at.app.screen.table.current.patient == moved


async def test_a_column_of_another_version_is_left_aside(desk: Any, store_path: Path) -> None:
    foreign = CohortKept(sorted_by="no such column", hidden=("gone", "age"))
    write_state(store_path, State().keeping(foreign))
    async with desk() as at:
        assert at.app.screen.table.sorting == Sorting()
        assert "P07" in at.text


async def test_the_chart_its_grouping_and_settings_come_back(desk: Any) -> None:
    async with desk() as at:
        await at.press("g", "a", "e", "b")
        await at.type("group")
        await at.press("enter", "q", "g", "a")
        assert "Time to progression" in at.line(2), "also in the same sitting"
    async with desk() as at:
        await at.press("g", "a")
        assert "Time to progression" in at.line(2)
        assert at.app.screen.options.by == "group"
        await at.press("4", "q")
    async with desk() as at:
        await at.press("g", "a")
        assert at.app.screen.chart.name == "toxicity"


def test_a_chart_or_setting_of_another_version_is_left_aside() -> None:
    kept = AnalysisKept("gone", "", ("endpoint=gone", "what=ever", "limits=on", "=", ""))
    chart, options = taken_up(kept, CHARTS)
    assert chart is CHARTS[0]
    assert dict(options.chosen) == {"limits": "on"}
    assert kept_of(chart, options) == AnalysisKept(chart.name, "", ("limits=on",))


async def test_the_endpoint_explained_last_is_the_first_to_be_explained(desk: Any) -> None:
    async with desk() as at:
        await at.press("enter", "e")
        assert at.app.screen.explaining == "os", "the first where none was explained yet"
        await at.press("4", "escape", "e")
        assert at.app.screen.explaining == "afp_decline"
    async with desk() as at:
        await at.press("enter", "e")
        assert at.app.screen.explaining == "afp_decline"
        await at.press("e")
        assert at.app.screen.explaining == "late_toxicity"
