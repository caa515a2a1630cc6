"""Going to a day that is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from timeline.dates import EPOCH_ORDINAL
from timeline_tui.lanes.day_prompt import DayPrompt
from timeline_tui.lanes.when import parse_day

START = date(2009, 3, 2).toordinal() - EPOCH_ORDINAL


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2009-04-07", 36), ("2009-04", 30), ("2010", 305), ("+30", 30), ("D-7", -7), ("d+0", 0),
        ("12", 12), ("−5", -5), ("6mo", 183), (" 3 mo ", 91), ("", None), ("soon", None),
        ("2009-13-01", None), ("2009-02-30", None), ("+999999", None),
    ],
)  # fmt: skip
def test_days_are_read_as_dates_or_from_the_origin(text: str, day: int | None) -> None:
    assert parse_day(text, START) == (None if day is None else START + day)


async def test_t_goes_to_the_event_nearest_to_a_day_in_the_lane(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "down", "down", "down", "plus", "plus", "plus", "t")
        assert isinstance(at.app.screen, DayPrompt)
        await at.type("2009-08-20")
        await at.press("enter")
        lanes = at.app.screen.lanes
        assert lanes.highlighted.fact == "P07/lab/afp-2009-08-24"
        assert lanes.scale.shows(START + 171)


async def test_what_is_no_day_is_said_and_asked_again(desk: Any) -> None:
    async with desk((120, 40)) as at:
        await at.press("enter", "colon")
        await at.type("[b]soon")
        await at.press("enter")
        assert "'[b]soon' is not a day" in at.text
        await at.press("escape")
        assert at.app.screen.__class__.__name__ == "PatientScreen"
