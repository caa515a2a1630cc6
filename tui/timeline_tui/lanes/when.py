"""A day as somebody types it: `2009-04-07`, `2009-04`, `+30` or `D-7` from the origin."""

from __future__ import annotations

import re

from timeline.dates import day_bounds
from timeline.errors import TimelineError
from timeline_tui.lanes.course import Day

_FROM_ORIGIN = re.compile(r"[dD]?\s*([+\-−]?\d{1,5})")
_MONTHS = re.compile(r"([+\-−]?\d{1,3})\s*(?:mo|m)")
DAYS_A_MONTH = 30.4375


def parse_day(text: str, origin: Day) -> Day | None:
    """The day (the first of a month or year), or None where the text says none.

    Four digits are a year; other numbers count days from the origin, with `mo` months.
    """
    text = text.strip()
    if months := _MONTHS.fullmatch(text):
        return origin + round(int(months[1].replace("−", "-")) * DAYS_A_MONTH)
    days = _FROM_ORIGIN.fullmatch(text)
    if days and not re.fullmatch(r"\d{4}", text):
        return origin + int(days[1].replace("−", "-"))
    try:
        return day_bounds(text)[0]
    except (TimelineError, ValueError):
        return None
