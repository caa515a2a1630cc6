"""The review screen: what waits for somebody, and the marks that settle it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from timeline.history import draft_correction, draft_retraction, revisions
from timeline.query import read_table
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store
from timeline_tui.form.screen import FormScreen
from timeline_tui.patient.screen import PatientScreen
from timeline_tui.review.dialog import MarkDialog
from timeline_tui.review.drawing import empty_words
from timeline_tui.review.entries import Asked, Entry, arrange
from timeline_tui.review.screen import ReviewScreen
from timeline_tui.widgets.lines import Lines

NO_AFP = "P09/rt_fraction/1-1"
BASELINE = "P07/imaging/ct-abdomen-2009-02-18"


def status(path: Path, issue: str, fact: str) -> str:
    """Where the review of an issue stands in the store."""
    with Store.open(path) as store:
        rows = read_table(store, "issue_review", all_patients=True).records()
    return next(row["status"] for row in rows if (row["issue"], row["fact"]) == (issue, fact))


def current(at: Any) -> Entry:
    assert isinstance(at.app.screen, ReviewScreen)
    entry = at.app.screen.worklist.current
    assert entry is not None
    return entry


def shown(at: Any) -> list[tuple[str, str]]:
    screen = at.app.screen
    return [
        (screen.entries[line.entry].patient, screen.entries[line.entry].status)
        for line in screen.work.lines
        if line.entry >= 0
    ]


async def mark(at: Any, key: str, comment: str) -> None:
    await at.press(key)
    await at.type(comment)
    await at.press("enter")


async def test_r_lists_what_waits_over_the_cohort_in_groups(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("r")
        assert "0 of 6 reviewed" in at.line(0)
        assert [patient for patient, _ in shown(at)] == ["P09", "P07", "P07", "P07", "P09", "P09"]
        assert at.line(2).startswith(" no baseline AFP  warning  1")
        assert current(at).issue == "no_baseline_afp"
        assert "no decline of AFP can be told" in at.text, "what becomes of it by rule"
        assert "fraction 1 of course 1" in at.app.screen.query_one("#detail", Lines).text


async def test_a_mark_needs_a_comment_settles_the_issue_and_leads_to_the_next(
    desk: Any, store_path: Path
) -> None:
    async with desk() as at:
        await at.press("r", "m", "enter")
        assert isinstance(at.app.screen, MarkDialog)
        assert "a comment is needed" in at.text
        await at.type("never drawn")
        await at.press("enter")
        assert "1 of 6 reviewed" in at.line(0)
        assert current(at).fact == BASELINE
        assert status(store_path, "no_baseline_afp", NO_AFP) == "reviewed"
        await at.press("6")
        assert shown(at) == [("P09", "reviewed")]
        assert "accepted by jc on" in at.text
        assert "“never drawn”" in at.text


async def test_escape_leaves_the_question_without_a_mark(desk: Any, store_path: Path) -> None:
    async with desk() as at:
        await at.press("r", "m")
        await at.type("x")
        await at.press("escape")
        assert isinstance(at.app.screen, ReviewScreen)
        assert "0 of 6 reviewed" in at.line(0)
        assert status(store_path, "no_baseline_afp", NO_AFP) == "open"


async def test_a_query_is_answered_and_closed_with_the_verdict_that_comes_next(
    desk: Any, store_path: Path
) -> None:
    async with desk() as at:
        await at.press("r")
        await mark(at, "Q", "was AFP drawn elsewhere?")
        await at.press("3")
        assert (current(at).status, current(at).fact) == ("queried", NO_AFP)
        await mark(at, "m", "no")
        await at.press("4")
        await mark(at, "m", "settled")
        assert status(store_path, "no_baseline_afp", NO_AFP) == "reviewed"
        with Store.open(store_path) as store:
            marks = store.rows("SELECT json_extract(payload, '$.verdict') FROM events"
                               " WHERE kind = 'review' ORDER BY seq")  # fmt: skip
        assert [verdict for (verdict,) in marks] == ["query open", "answered", "closed"]


async def test_undo_retracts_the_mark_as_a_revision_of_its_own(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await at.press("r")
        await mark(at, "m", "never drawn")
        await at.press("u")
        assert isinstance(at.app.screen, FormScreen)
        await at.press("ctrl+s")
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)
        assert "0 of 6 reviewed" in at.line(0)
        assert status(store_path, "no_baseline_afp", NO_AFP) == "open"
        with Store.open(store_path) as store:
            (fact,) = {fact for (fact,) in store.rows(
                "SELECT fact FROM events WHERE kind = 'review'")}  # fmt: skip
            assert [event.action for event in revisions(store, fact)] == ["record", "retract"]


async def test_a_correction_voids_the_mark_and_the_list_says_since_what(
    desk: Any, store_path: Path
) -> None:
    async with desk((120, 40)) as at:
        await at.press("r", "down")
        await mark(at, "m", "diameter is the longest")
    with Store.open(store_path) as store:
        change = draft_correction(store, BASELINE, {"modality": "MRI"}, reason="it was MRI")
        append(store, [change], actor="mk")
        refresh(store)
    async with desk((120, 40)) as at:
        await at.press("r", "5")
        assert shown(at) == [("P07", "void")]
        assert f"since then: {BASELINE} r1 → r2" in at.text
        assert "it was reviewed, and something changed since" in at.text


async def test_a_mark_on_what_somebody_else_changed_is_refused_with_the_reason(
    desk: Any, store_path: Path
) -> None:
    async with desk((120, 40), notifications=True) as at:
        await at.press("r", "down")
        with Store.open(store_path) as store:
            gone = draft_retraction(store, "P07/lab/alt-2009-02-20", reason="another patient's")
            append(store, [gone], actor="mk")
        await mark(at, "m", "seen")
        assert status(store_path, "target_without_diameter", BASELINE) == "open"
        (said,) = at.app._notifications
        assert "alt-2009-02-20 was changed meanwhile; look at it again" in said.message
        await mark(at, "m", "seen again")
        assert status(store_path, "target_without_diameter", BASELINE) == "reviewed"


async def test_enter_opens_the_patient_at_the_fact(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("r", "down", "down")
        fact = current(at).fact
        await at.press("enter")
        assert isinstance(at.app.screen, PatientScreen)
        assert at.app.screen.lanes.highlighted.fact == fact
        await at.press("q")
        assert isinstance(at.app.screen, ReviewScreen)


async def test_r_on_a_patient_lists_that_patients_issues_and_the_title_counts_them(
    desk: Any,
) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        assert "⚑ 3 open" in at.line(0)
        await at.press("r")
        assert [patient for patient, _ in shown(at)] == ["P07", "P07", "P07"]
        await mark(at, "m", "seen")
        await at.press("q")
        assert "⚑ 2 open" in at.line(0)
        await at.press("q")
        assert at.app.rows[1].patient == "P07"
        assert at.app.rows[1].open_issues == 2
        assert "⚑ 2 open issues" in at.text


async def test_a_query_by_hand_on_the_event_under_the_cursor(desk: Any, store_path: Path) -> None:
    afp = "P07/lab/afp-2009-05-25"
    async with desk((120, 40)) as at:
        await at.press("enter")
        at.app.screen.lanes.select(afp)
        await mark(at, "Q", "610 or 6100?")
        assert status(store_path, "query", afp) == "queried"
        assert "⚑ 4 open" in at.line(0)
        await at.press("r", "3")
        assert current(at).what == "610 or 6100?"
        assert "AFP 610 IU/mL" in at.app.screen.query_one("#detail", Lines).text


async def test_reviews_are_not_drawn_among_what_happened(desk: Any, store_path: Path) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter")
        axis = at.line(3)
        await at.press("r")
        await mark(at, "m", "seen")
        await at.press("q")
        assert at.line(3) == axis, "the axis ends where it ended"
        assert {event.kind for event in at.app.screen.course.events}.isdisjoint({"review"})


async def test_n_goes_round_what_waits_and_p_stays_with_one_patient(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("r", "n")
        assert current(at).fact == BASELINE
        await at.press("N", "N")
        assert current(at).fact == "P09/imaging/ct-abdomen-2009-07-20"
        await at.press("p")
        assert [patient for patient, _ in shown(at)] == ["P09", "P09", "P09"]
        assert "P09 alone" in at.text
        await at.press("p")
        assert len(shown(at)) == 6


async def test_words_narrow_the_list_and_escape_takes_them_away(desk: Any) -> None:
    async with desk() as at:
        await at.press("r", "slash")
        await at.type("p09 afp")
        assert [patient for patient, _ in shown(at)] == ["P09"]
        await at.press("enter", "q")
        assert isinstance(at.app.screen, ReviewScreen)
        assert len(shown(at)) == 6
        await at.press("slash")
        await at.type("nothing like it")
        assert "Nothing here has these words." in at.text
        await at.press("escape", "q")
        assert not isinstance(at.app.screen, ReviewScreen)


async def test_o_makes_other_groups_and_they_are_kept(desk: Any) -> None:
    async with desk() as at:
        await at.press("r", "o")
        assert at.line(2).startswith(" P07  3")
        await at.press("o")
        assert at.line(2).startswith(" open: nobody has looked at it  6")
        await at.press("q", "r")
        assert at.app.screen.asked.grouping == "status"


async def test_x_shows_the_notes_that_a_rule_deals_with(desk: Any, store_path: Path) -> None:
    async with desk() as at:
        await at.press("r")
        before = len(shown(at))
        await at.press("x")
        notes = [e for e in at.app.screen.entries if e.severity == "note"]
        assert len(shown(at)) == before + len(notes)


async def test_looking_back_shows_what_stood_then_and_marks_nothing(
    desk: Any, store_path: Path
) -> None:
    async with desk((120, 40)) as at:
        await at.press("r")
        await mark(at, "m", "seen")
        at.app.look_from("first cut")
        await at.settle()
        assert "0 of 6 reviewed" in at.line(0)
        assert "AS OF" in at.line(0)
        await at.press("m")
        assert isinstance(at.app.screen, ReviewScreen)
        at.app.look_from(None)
        await at.settle()
        assert "1 of 6 reviewed" in at.line(0)


async def test_read_only_nothing_is_marked_or_queried(desk: Any) -> None:
    async with desk((120, 40), readonly=True) as at:
        await at.press("r", "m", "Q", "c")
        assert isinstance(at.app.screen, ReviewScreen)
        assert "m mark" not in at.text
        await at.press("q", "enter", "Q")
        assert isinstance(at.app.screen, PatientScreen)


async def test_c_corrects_the_fact_that_the_issue_is_about(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("r", "down", "c")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.subject.base.fact == BASELINE


async def test_a_narrowed_cohort_is_reviewed_alone(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("slash")
        await at.type("P09")
        await at.press("enter", "r")
        assert {patient for patient, _ in shown(at)} == {"P09"}
        assert "[P09]" in at.line(0)


async def test_when_nothing_waits_the_screen_says_so(desk: Any) -> None:
    async with desk() as at:
        await at.press("down", "down", "down", "enter", "r")
        assert "No issue was found, and nothing was queried." in at.text


def test_notes_that_are_hidden_are_not_denied() -> None:
    asked = Asked()
    said = ("note", None, "No contact.", "open", False, None, None, None, None, None, "P1/f")
    note = Entry("P1", "no_contact_at_landmark", "P1/f", *said)
    assert empty_words(arrange([note], asked), asked) == (
        "Nothing but 1 note.\nx shows what is only noted"
    )


async def test_clinical_text_is_never_read_as_markup(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("r")
        await mark(at, "Q", "[bold]which[/bold] one [x?")
        await at.press("3")
        assert "“[bold]which[/bold] one [x?”" in at.text


async def test_a_step_draws_the_line_that_was_left_and_the_one_that_was_reached(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk((120, 40)) as at:
        await at.press("r")
        screen = at.app.screen
        many = [entry(patient=f"X{n:05}") for n in range(30_000)]
        screen.worklist.show(arrange(many, Asked()).lines, many, Asked())
        await at.settle()
        drawn: list[int] = []
        render = screen.worklist.render_line
        monkeypatch.setattr(screen.worklist, "render_line", lambda y: drawn.append(y) or render(y))
        await at.press("down")
        assert len(set(drawn)) == 2
        drawn.clear()
        await at.press("end")
        assert screen.worklist.current.patient == "X29999"
        assert len(set(drawn)) <= screen.worklist.size.height


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_list_is_ascii_where_that_is_asked_for(desk: Any, size: Any) -> None:
    async with desk(size, ascii=True) as at:
        await at.press("r")
        await mark(at, "m", "seen")
        await at.press("8")
        frame = at.app.screen.worklist
        signs = {frame.render_line(y).text[1] for y in range(frame.size.height)}
        assert {"✓", "⚑"} <= signs


ENTRY = Entry(
    "P1", "two_deaths", "P1/vital_status/a", "error", "2009-03", "A death.", "open", True,
    None, None, None, None, None, "",
)  # fmt: skip


def entry(**changes: Any) -> Entry:
    return ENTRY._replace(**changes)


def test_progress_counts_neither_quiet_notes_nor_what_is_gone() -> None:
    work = arrange(
        [
            entry(),
            entry(patient="P2", status="reviewed", unsettled=False),
            entry(patient="P3", status="gone", unsettled=False),
            entry(patient="P4", severity="note", unsettled=False),
            entry(patient="P5", severity="note", status="queried"),
        ],
        Asked(),
    )
    assert (work.reviewed, work.total) == (1, 3)
    assert [work.counts[show] for show in ("waiting", "open", "queried", "gone", "all")] == [
        2, 1, 1, 1, 4,
    ]  # fmt: skip


def test_errors_come_first_and_in_a_group_what_was_answered() -> None:
    entries = [
        entry(issue="no_baseline_afp", severity="warning"),
        entry(patient="P1", status="queried"),
        entry(patient="P2", status="open"),
        entry(patient="P3", status="answered"),
    ]
    work = arrange(entries, Asked())
    assert [(line.group, line.entry) for line in work.lines] == [
        ("two_deaths", -1), ("", 3), ("", 2), ("", 1), ("no_baseline_afp", -1), ("", 0),
    ]  # fmt: skip
    assert dataclasses.astuple(work.lines[0]) == (-1, "two_deaths", 3)
