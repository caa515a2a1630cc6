"""The cohort list filtered as it is typed: what is wrong, what is offered, marks, freshness."""

from __future__ import annotations

from typing import Any

import pytest

from timeline.events import Draft
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store
from timeline_tui.cohort.filter_hint import problem_line


def shown(desk: Any) -> list[str]:
    table = desk.app.screen.table
    return [table.rows[place].patient for place in table.places]


async def filtered(at: Any, text: str) -> list[str]:
    """The patients shown once a filter was typed and kept."""
    at.app.screen.query_one("#filter").value = ""
    await at.press("slash")
    await at.type(text)
    await at.press("enter")
    return shown(at)


@pytest.mark.parametrize(
    ("text", "patients"),
    [
        ("ttp<6 group=primary", ["P07", "P09"]),
        ("ttp<6 and group=primary and ae:hfs>=3", ["P07"]),
        ("ae:hand-foot>=3", ["P07"]),
        ("ae>=3", ["P07"]),
        ("lab:platelets>=3", ["P07"]),
        ("best=PR", ["P07"]),
        ("dead", ["P07", "P09"]),
        ("os is missing", ["P10"]),
        ("last>2009-11-01", ["P07", "P08"]),
        ("IVA ttp<6", ["P07"]),
        ("metas", ["P08"]),
        ("not dead", ["P08"]),
    ],
)
async def test_clinicians_write_what_they_look_for(
    desk: Any, text: str, patients: list[str]
) -> None:
    async with desk() as at:
        assert await filtered(at, text) == patients


async def test_the_last_list_stays_while_the_next_word_is_not_finished(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("group=primary")
        assert shown(at) == ["P07", "P09", "P10"]
        await at.type(" and ttp")
        assert shown(at) == ["P07", "P09", "P10"]
        assert "expected a comparison after ttp_months" in at.text
        await at.type("<3")
        assert shown(at) == ["P09"]
        assert "expected" not in at.text


async def test_a_caret_stands_under_what_cannot_be_read(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("dead and tpt<6")
        lines = at.text.splitlines()
        typed = next(number for number, line in enumerate(lines) if "dead and tpt<6" in line)
        assert lines[typed + 1].index("^") == lines[typed].index("tpt")
        assert "did you mean ttp?" in lines[typed + 1]


def test_the_problem_stands_beside_the_caret_where_there_is_room() -> None:
    words = "".join(text for text, _ in problem_line("x" * 60, "a long problem", 50, 60))
    assert words.index("^") == 50
    assert words.endswith("a long problem ^")
    assert problem_line("fine", "", -1, 60) == []


async def test_tab_completes_the_last_word_and_again_offers_the_next(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("ae:h")
        assert "hand-foot skin reaction" in at.text
        await at.press("tab")
        line = at.app.screen.query_one("#filter")
        assert line.value == "ae:hb"
        await at.press("tab")
        assert line.value == "ae:hfs"
        await at.press("tab")
        assert line.value == "ae:htn"
        assert at.app.focused is line


async def test_tab_offers_the_values_that_a_column_holds(desk: Any) -> None:
    async with desk() as at:
        await at.press("slash")
        await at.type("group=m")
        await at.press("tab")
        assert at.app.screen.query_one("#filter").value == "group=metastasis"
        assert shown(at) == ["P08"]


async def test_an_append_is_seen_by_a_filter_over_other_tables(desk: Any, store_path: Any) -> None:
    async with desk() as at:
        assert await filtered(at, "ae:fatigue>=2") == []
        with Store.open(store_path) as store:
            worse = Draft(
                patient="P09", kind="adverse_event", occurred_on="2009-06-01",
                payload={"episode": "f", "term": "fatigue", "grade": 2, "ctcae_version": "3.0"},
            )  # fmt: skip
            append(store, [worse], actor="jc")
            refresh(store)
        at.app.show_change("P09")
        await at.settle()
        assert shown(at) == ["P09"]


async def test_as_of_a_moment_the_filter_asks_what_was_known_then(desk: Any) -> None:
    async with desk(as_of="2010-01-11") as at:
        assert await filtered(at, "ae:hfs=3") == ["P07"]
        assert await filtered(at, "ae:fatigue") == ["P08"]
        at.app.look_from(None)
        await at.settle()
        assert shown(at) == [], "the report of fatigue was retracted since"


async def test_issues_are_those_that_the_list_counts(desk: Any) -> None:
    async with desk() as at:
        counted = {row.patient for row in at.app.rows if row.open_issues and row.included}
        assert counted
        assert set(await filtered(at, "issues>0")) == counted


async def test_space_marks_patients_and_the_filter_knows_them(desk: Any) -> None:
    async with desk() as at:
        await at.press("space", "down", "space")
        assert at.app.marked == {"P07", "P09"}
        assert "✓ 2 marked" in at.text
        assert at.line(2)[1] == "✓"
        assert at.line(3)[1] == " "
        assert await filtered(at, "marked ttp<3") == ["P09"]
        await at.press("space")
        assert shown(at) == []
        assert at.app.marked == {"P07"}


async def test_all_shown_are_marked_inverted_and_cleared(desk: Any) -> None:
    async with desk() as at:
        await filtered(at, "group=primary")
        await at.press("m")
        assert at.app.marked == {"P07", "P09", "P10"}
        await at.press("escape", "i")
        assert at.app.marked == {"P08"}
        await at.press("M")
        assert at.app.marked == frozenset()
        assert "marked" not in at.text


async def test_marks_are_for_this_sitting(desk: Any) -> None:
    async with desk() as at:
        await at.press("space")
    async with desk() as at:
        assert at.app.marked == frozenset()


async def test_the_title_says_for_how_long_the_patients_shown_were_followed(desk: Any) -> None:
    async with desk((120, 40)) as at:
        assert "median follow-up 13.8 mo" in at.line(0)
        await filtered(at, "dead")
        assert "median follow-up not reached" in at.line(0)
