"""The event screen: what a fact says, where it comes from, and all its revisions."""

from __future__ import annotations

from typing import Any

from timeline_tui.form.screen import FormScreen

HFS = "P07/adverse_event/hfs-2009-04-07"
PLATELETS = "P07/lab/platelets-2009-04-20"


async def open_fact(at: Any, fact: str) -> None:
    patient = fact.split("/")[0]
    at.app.open_patient(patient)
    await at.settle()
    at.app.open_event(patient, [event.fact for event in at.app.screen.course.events], fact)
    await at.settle()


async def test_revisions_stand_side_by_side_newest_first_with_what_changed(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await open_fact(at, HFS)
        head = next(line for line in at.text.splitlines() if "r3" in line)
        assert head.index("r3 corrected · now") < head.index("r2 corrected")
        assert head.index("r2 corrected") < head.index("r1 recorded")
        grade = next(line for line in at.text.splitlines() if line.startswith(" Grade"))
        assert grade.split() == ["Grade", "≠", "3", "≠", "2", "3"]
        for words in ("grade mis-keyed", "it was 3 after all", "12 Jan 2010, 09:30 UTC"):
            assert words in at.text
        assert "import" in at.text
        assert "adverse_event.csv" in at.text


async def test_a_laboratory_value_stands_against_its_range(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await open_fact(at, PLATELETS)
        assert "150 – 400 10^9/L" in at.text
        assert "▼ below, 32 % of the lower limit" in at.text
        assert "●" in at.text


async def test_the_endpoints_that_rest_on_a_fact_are_named(desk: Any) -> None:
    async with desk() as at:
        await open_fact(at, "P07/vital_status/2009-11-02")
        assert "Decides" in at.text
        assert "Overall survival" in at.text


async def test_arrows_step_through_the_course(desk: Any) -> None:
    async with desk() as at:
        await open_fact(at, "P07/registration")
        first = at.app.screen.fact
        await at.press("right")
        assert at.app.screen.fact != first
        await at.press("left")
        assert at.app.screen.fact == first


async def test_a_retracted_fact_offers_to_be_reinstated_only(desk: Any) -> None:
    async with desk() as at:
        await open_fact(at, "P08/adverse_event/fatigue-2009-01-20")
        assert "× retracted" in at.line(0)
        assert "r reinstates it" in at.text
        await at.press("c")
        assert not isinstance(at.app.screen, FormScreen)
        await at.press("r")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.subject.action == "reinstate"


async def test_brackets_in_clinical_text_are_text(desk: Any) -> None:
    async with desk() as at:
        await open_fact(at, "P07/note/2009-06-01")
        assert "[by the nurse]; [bold]no[/bold] pain." in at.text


async def test_as_of_an_earlier_point_later_revisions_are_hidden(desk: Any) -> None:
    async with desk() as at:
        await open_fact(at, HFS)
        at.app.look_from(129)
        await at.settle()
        assert "r2 corrected · now" in at.text
        assert "r3" not in at.text


async def test_lesions_are_told_one_by_one(desk: Any) -> None:
    async with desk() as at:
        await open_fact(at, "P07/imaging/ct-abdomen-2009-07-06")
        assert "L1 target in-field 55 mm" in at.text
        assert "New lesions" in at.text


async def test_older_revisions_are_reached_where_not_all_fit_side_by_side(desk: Any) -> None:
    fact = "P07/adverse_event/hfs-2009-04-07"
    async with desk((80, 24)) as at:
        await at.press("enter")
        at.app.open_event("P07", [fact], fact)
        await at.settle()
        assert "r3 corrected · now" in at.text
        assert "1 older revision (>)" in at.text
        await at.press("greater_than_sign")
        assert "r1 recorded" in at.text
        assert "r3 corrected" not in at.text
        assert "now" not in at.line(2)
        await at.press("less_than_sign")
        assert "r3 corrected · now" in at.text
