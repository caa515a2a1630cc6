"""One patient's course as a figure: radiotherapy, drug, AFP, imaging, adverse events, in months."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.criteria.laboratory_units import standard_value
from timeline.dates import day_bounds
from timeline.events import Event
from timeline.reports.figures.colours import BLACK, BLUE, GREEN, GREY, ORANGE, SKY, VERMILION
from timeline.reports.figures.sheet import PAGE_MM, sheet
from timeline.reports.figures.steps import month_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DAYS_A_MONTH = 30.4375
MOST_EPISODES = 12
RESPONSES = {"CR": GREEN, "PR": SKY, "SD": GREY, "non-PD": GREY, "PD": VERMILION}
GRADES = {1: "#fee8c8", 2: "#fdbb84", 3: "#ef6548", 4: "#b30000", 5: "#4d0000"}
"""Rising in darkness, so that they are told apart in print as well."""


def write_course_figure(path: Path, events: Sequence[Event], day_0: str, *, origin: str) -> None:
    """Write the figure as .svg, .pdf or .png. `day_0` is a date, `origin` its name."""
    start = day_bounds(day_0)[0]

    def months(event: Event) -> float:
        return (day_bounds(event.occurred_on)[0] - start) / DAYS_A_MONTH

    at = {event.fact: months(event) for event in events}
    episodes = _episodes(events)[:MOST_EPISODES]
    heights = [1.3, 2.4, 0.8, max(1.0, 0.32 * len(episodes))]
    with sheet(path, width_mm=PAGE_MM, height_mm=20 + 17 * sum(heights)) as figure:
        panels = figure.subplots(4, 1, sharex=True, height_ratios=heights)
        treatment, afp, imaging, toxicity = panels
        _treatment(treatment, events, at)
        _afp(afp, events, at)
        _imaging(imaging, events, at)
        _toxicity(toxicity, episodes, at, max(at.values(), default=1.0))
        shown = [x for fact, x in at.items() if "/procedure/" not in fact and x > -24]
        left, right = min(shown, default=0.0), max([1.0, *shown])
        toxicity.set_xlim(min(left, 0.0) - 0.3, right + 0.5)
        toxicity.set_xticks(month_ticks(right))
        toxicity.set_xlabel(f"Months from {origin}")
        dead = [e for e in events if e.kind == "vital_status" and e.payload["status"] == "dead"]
        for axes in panels:
            axes.axvline(0, color=GREY, linewidth=0.4, zorder=0)
            for death in dead:
                axes.axvline(at[death.fact], color=BLACK, linewidth=0.8)


def _of(events: Sequence[Event], kind: str) -> list[Event]:
    found = [event for event in events if event.kind == kind]
    return sorted(found, key=lambda event: (day_bounds(event.occurred_on)[0], event.seq))


def _treatment(axes: Axes, events: Sequence[Event], at: dict[str, float]) -> None:
    for fraction in _of(events, "rt_fraction"):
        axes.vlines(at[fraction.fact], 1.15, 1.85, color=BLUE, linewidth=1.2)
    steps = _of(events, "drug_dose")
    top = max((step.payload["daily_dose_mg"] for step in steps), default=0.0) or 1.0
    end = max(at.values(), default=0.0)
    for step, following in [*pairwise(steps), *([(steps[-1], None)] if steps else [])]:
        dose, begin = step.payload["daily_dose_mg"], at[step.fact]
        until = at[following.fact] if following else end
        axes.fill_between([begin, until], 0, 0.85 * dose / top, color=ORANGE, linewidth=0)
        if dose:
            axes.text(begin, 0.04, f" {dose:g}", fontsize=5.5, va="bottom")
    axes.set_yticks([0.4, 1.5], [_agents(steps), "RT"])
    axes.set_ylim(0, 2)
    axes.tick_params(axis="y", length=0)


def _agents(steps: Sequence[Event]) -> str:
    names = list(dict.fromkeys(step.payload["agent"] for step in steps))
    return f"{', '.join(names)}\nmg/day" if names else "drug"


def _afp(axes: Axes, events: Sequence[Event], at: dict[str, float]) -> None:
    values = [event for event in _of(events, "lab") if event.payload["analyte"] == "AFP"]
    points = [
        (at[one.fact], standard_value("AFP", one.payload["value"], one.payload["unit"]), one)
        for one in values
    ]
    axes.set_ylabel("AFP\nIU/mL")
    if not points:
        axes.text(0.5, 0.5, "no AFP", transform=axes.transAxes, ha="center", color=GREY)
        axes.set_yticks([])
        return
    axes.set_yscale("log")
    for of in (axes.yaxis.set_major_formatter, axes.yaxis.set_minor_formatter):
        of(_plain_numbers)
    axes.plot([x for x, *_ in points], [max(y, 0.1) for _, y, _ in points], "-", color=BLACK,
              linewidth=0.8)  # fmt: skip
    for x, y, event in points:
        sign = event.payload.get("comparator", "none")
        marker = {"<": "v", ">": "^"}.get(sign, "o")
        axes.plot(x, max(y, 0.1), marker, color=BLACK, markersize=3)


def _plain_numbers(value: float, position: float | None) -> str:
    """A tick's number, where it begins with 1, 2 or 5: more would not be readable."""
    return f"{value:g}" if f"{value:e}"[0] in "125" and value >= 1 else ""


def _imaging(axes: Axes, events: Sequence[Event], at: dict[str, float]) -> None:
    for event in _of(events, "imaging"):
        call = event.payload.get("reported_response")
        colour = RESPONSES.get(call or "", BLACK)
        axes.plot(at[event.fact], 0.35, "D", color=colour, markersize=4)
        axes.text(at[event.fact], 0.6, {"baseline": "BL"}.get(call or "", call or "?"),
                  fontsize=5.5, ha="center", va="bottom")  # fmt: skip
    axes.set_yticks([0.5], ["imaging"])
    axes.set_ylim(0, 1.2)
    axes.tick_params(axis="y", length=0)


Episode = tuple[str, list[Event]]


def _episodes(events: Sequence[Event]) -> list[Episode]:
    """Episodes with any grade, the worst first."""
    reported = sorted(_of(events, "adverse_event"), key=lambda event: event.payload["episode"])
    groups = groupby(reported, key=lambda event: event.payload["episode"])
    found: list[Episode] = [
        (steps[0].payload["term"], steps)
        for steps in (list(group) for _, group in groups)
        if any(step.payload["grade"] for step in steps)
    ]
    return sorted(found, key=lambda one: -max(step.payload["grade"] for step in one[1]))


def _toxicity(axes: Axes, episodes: Sequence[Episode], at: dict[str, float], end: float) -> None:
    for row, (_, steps) in enumerate(episodes):
        for step, following in [*pairwise(steps), (steps[-1], None)]:
            grade, begin = step.payload["grade"], at[step.fact]
            until = at[following.fact] if following else end
            if grade:
                width = max(until - begin, 0.08)
                axes.barh(row, width, left=begin, height=0.8, color=GRADES[grade], linewidth=0)
                ink: Any = "white" if grade > 3 else BLACK
                axes.text(begin, row, f" {grade}", fontsize=5.5, va="center", color=ink)
    axes.set_ylim(max(len(episodes), 1) - 0.4, -0.6)
    names = [term if len(term) <= 28 else f"{term[:27]}…" for term, _ in episodes]
    axes.set_yticks(range(len(episodes)), names, fontsize=6)
    axes.tick_params(axis="y", length=0)
