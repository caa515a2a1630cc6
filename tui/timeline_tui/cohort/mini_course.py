"""A patient's course in a few lines, for the preview: a small time axis and the milestones.

Pure: effective events in, spans of text out. Runs in a thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from timeline.dates import day_bounds
from timeline.describe import describe
from timeline.events import Event
from timeline_tui.look import RESPONSES, Role
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.wording import day_words, number

LABEL = 7
DAYS_BEFORE = 45
"""How long before the radiotherapy the small axis begins at the earliest."""
_At = Callable[[Event], int]
_QUIET_KINDS = frozenset(
    {"lab", "rt_fraction", "rt_prescription", "registration", "eligibility", "clinical_status"}
)


def draw_course(events: Sequence[Event], width: int) -> list[list[Span]]:
    """RT, drug, imaging and adverse events over months, each one line, under one another."""
    days = [day_bounds(event.occurred_on)[0] for event in events]
    room = width - LABEL - 1
    if not days or room < 8:
        return []
    origin, end = _origin(events, days), max(days)
    first = min(day for day in days if day >= origin - DAYS_BEFORE)
    span = max(1, end - first)
    events = [event for event, day in zip(events, days, strict=True) if day >= first]

    def at(event: Event) -> int:
        return (day_bounds(event.occurred_on)[0] - first) * (room - 1) // span

    lines = [
        _line("RT", _marks(events, at, room, "rt_fraction")),
        _line("drug", _doses(events, at, room)),
        _line("images", _responses(events, at, room)),
        _line("AE", _grades(events, at, room)),
    ]
    return [*lines, _axis(origin, first, span, room)]


def _origin(events: Sequence[Event], days: list[int]) -> int:
    fractions = [day_bounds(e.occurred_on)[0] for e in events if e.kind == "rt_fraction"]
    return min(fractions or days)


def _line(label: str, cells: list[Span]) -> list[Span]:
    return [(f"{label:<{LABEL}}", "faint"), *cells]


def _marks(events: Sequence[Event], at: _At, room: int, kind: str) -> list[Span]:
    cells: list[Span] = [(" ", "text")] * room
    for event in events:
        if event.kind == kind:
            cells[at(event)] = ("█", "rt")
    return cells


def _doses(events: Sequence[Event], at: _At, room: int) -> list[Span]:
    """The daily dose as a line: heavy at the highest dose, light below it, none while held."""
    doses = [event for event in events if event.kind == "drug_dose"]
    cells: list[Span] = [(" ", "text")] * room
    highest = max((dose.payload["daily_dose_mg"] for dose in doses), default=0)
    death = next((at(e) for e in events if _is_death(e)), room - 1)
    for dose, after in zip_longest(doses, doses[1:]):
        given = dose.payload["daily_dose_mg"]
        start, stop = at(dose), at(after) if after else death
        if given:
            glyph = "━" if given == highest else "─"
            cells[start : stop + 1] = [(glyph, "drug")] * (stop + 1 - start)
        else:
            cells[start] = ("H", "bad")
            cells[start + 1 : stop] = [("╌", "bad")] * max(0, stop - start - 1) if after else []
    del cells[room:]
    return cells + [(" ", "text")] * (room - len(cells))


def _responses(events: Sequence[Event], at: _At, room: int) -> list[Span]:
    cells: list[Span] = [(" ", "text")] * room
    for event in events:
        if event.kind == "imaging":
            cells[at(event)] = RESPONSES.get(
                event.payload.get("reported_response", ""), ("○", "text")
            )
        elif _is_death(event):
            cells[at(event)] = ("†", "death")
    return cells


def _grades(events: Sequence[Event], at: _At, room: int) -> list[Span]:
    """The worst grade reported on each stretch of the axis."""
    cells: list[Span] = [(" ", "text")] * room
    for event in events:
        if event.kind == "adverse_event" and event.payload["grade"] > 0:
            before, grade = cells[at(event)][0], str(event.payload["grade"])
            if grade > before:
                cells[at(event)] = (grade, "bad" if grade >= "3" else "warn")
    return cells


def _is_death(event: Event) -> bool:
    return event.kind == "vital_status" and event.payload["status"] == "dead"


def _is_alive(event: Event) -> bool:
    return event.kind == "vital_status" and event.payload["status"] == "alive"


def _axis(origin: int, first: int, span: int, room: int) -> list[Span]:
    """Months from the origin, as many labels as fit."""
    months = max(1, round(span / 30.4375))
    every = next((n for n in (1, 3, 6, 12, 24, 60) if months / n <= room / 6), 120)
    text = [" "] * room
    for month in range(0, months + 1, every):
        place = int((origin - first + month * 30.4375) * (room - 1) // span)
        label = str(month)
        if place + len(label) <= room:
            text[place : place + len(label)] = label
    return [(f"{'months':<{LABEL}}", "faint"), ("".join(text), "faint")]


def list_milestones(events: Sequence[Event]) -> list[tuple[str, str, Role]]:
    """(clinical date, words, role) of what is worth telling: doses, images, toxicity, death."""
    found: list[tuple[str, str, Role]] = []
    fractions: dict[str, list[Event]] = {}
    contact = next((event for event in reversed(events) if _is_alive(event)), None)
    if contact is not None and not any(_is_death(event) for event in events):
        found.append((contact.occurred_on, "last contact, alive", "text"))
    for event in events:
        if event.kind == "rt_fraction":
            fractions.setdefault(event.payload["course"], []).append(event)
        elif event.kind not in _QUIET_KINDS and not _is_alive(event):
            found.append((event.occurred_on, _words(event), _role(event)))
    for course, given in fractions.items():
        total = sum(round(event.payload["dose_gy"] * 100) for event in given) / 100
        words = f"RT course {course}: {number(total)} Gy/{len(given)} fx"
        found.append((given[0].occurred_on, words, "rt"))
    return sorted(found, key=lambda item: item[0])


def draw_milestones(events: Sequence[Event], width: int) -> list[list[Span]]:
    """The milestones, one line each, under the years they fell in."""
    lines: list[list[Span]] = []
    year = ""
    for date, words, role in list_milestones(events):
        if date[:4] != year:
            year = date[:4]
            lines.append([(year, "soft")])
        day = day_words(date).removesuffix(year).strip()
        lines.append([(f"{day:>7}  ", "faint"), (fit(words, width - 9).rstrip(), role)])
    return lines


def _words(event: Event) -> str:
    """A milestone in few words: the grade stands first, where no cut can take it away."""
    payload = event.payload
    match event.kind:
        case "adverse_event":
            return (
                f"G{payload['grade']} {payload['term']}"
                if payload["grade"]
                else f"{payload['term']} resolved"
            )
        case "drug_dose":
            return describe(event).replace(" mg/day", " mg")
        case "imaging":
            glyph = RESPONSES.get(payload.get("reported_response", ""), ("○", ""))[0]
            return f"{glyph} {describe(event)}"
        case "vital_status":
            return describe(event).replace("dead", "† died")
        case _:
            return describe(event)


def _role(event: Event) -> Role:
    if _is_death(event):
        return "death"
    if event.kind == "imaging":
        return RESPONSES.get(event.payload.get("reported_response", ""), ("", "text"))[1]
    if event.kind == "adverse_event":
        return "bad" if event.payload["grade"] >= 3 else "text"
    return "text"
