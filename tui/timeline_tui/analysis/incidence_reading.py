"""Reading the cumulative incidence of late toxicity: the same as `timeline incidence`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline_tui.analysis.chart import Request
from timeline_tui.analysis.groups import title_of
from timeline_tui.analysis.landmarks_reading import AFTER
from timeline_tui.analysis.reading import opened
from timeline_tui.analysis.steps import Curve, Step, StepsData, Words
from timeline_tui.analysis.survival_reading import empty_words, notes_of, percent_words
from timeline_tui.background import Ticket
from timeline_tui.wording import grouped

if TYPE_CHECKING:
    from timeline.incidence import GroupIncidence, Outcomes

EVENT = "late_toxicity"
WORDS = Words(
    ("late toxicity", "late toxicities"), "censored", "incidence",
    ("death before", "deaths before"),
)  # fmt: skip


def read_incidence(request: Request, ticket: Ticket) -> StepsData:
    """The curves of the cumulative incidence by group, death competing, and it at the landmarks."""
    from timeline.incidence import estimate_incidence, read_outcomes
    from timeline.protocols import current_protocol

    with opened(request, ticket) as store:
        rules = current_protocol(store).late_toxicity
        outcomes = read_outcomes(
            store, EVENT, by=request.by, patients=request.patients, as_of=request.seq,
            all_patients=request.all_patients,
        )  # fmt: skip
    ticket.check()
    landmarks = rules.landmark_months
    found = estimate_incidence(outcomes, times=landmarks)
    by = "" if request.by is None else f" · by {request.by}"
    return StepsData(
        title="Late toxicity",
        subtitle=f"cumulative incidence, death competes · months from {AFTER[rules.after]}{by}",
        starts_at=0.0,
        curves=tuple(_curve(outcomes, group) for group in found.groups),
        words=WORDS,
        columns=("n", "late", "died", *(f"{months} mo (95 % CI)" for months in landmarks)),
        notes=notes_of(outcomes.left_out, outcomes.without_time),
        empty=""
        if outcomes.patients
        else empty_words("Late toxicity", outcomes.left_out, outcomes.without_time),
        source=found,
    )


def _curve(outcomes: Outcomes, group: GroupIncidence) -> Curve:

    fitted = group.curve
    levels = dict(zip(fitted.times.tolist(), fitted.incidence.tolist(), strict=True))
    order = {"late toxicity": 0, "death": 1, "censored": 2}
    members = sorted(
        outcomes.of(group.name), key=lambda one: (one.months, order[one.cause], one.patient)
    )
    at: dict[float, list[list[str]]] = {}
    for one in members:
        at.setdefault(one.months, [[], [], []])[order[one.cause]].append(one.patient)
    steps, left, level = [], len(members), 0.0
    for months, (met, competing, censored) in at.items():
        level = levels.get(months, level)
        estimate = fitted.incidence_at(months)
        steps.append(
            Step(months, tuple(met), tuple(censored), left, level, estimate.low, estimate.high,
                 tuple(competing))
        )  # fmt: skip
        left -= len(met) + len(competing) + len(censored)
    title = title_of(outcomes.by, group.name)
    return Curve(
        group.name,
        title,
        tuple(one.patient for one in members),
        tuple(one.months for one in members),
        tuple(steps),
        cells=(
            grouped(group.patients), grouped(group.events), grouped(group.competing),
            *(percent_words(estimate) for estimate in group.at.values()),
        ),
    )  # fmt: skip
