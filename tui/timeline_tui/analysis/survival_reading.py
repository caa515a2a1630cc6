"""Reading survival: the same estimates as `timeline survival`, as plain data for the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline_tui.analysis.chart import Request, Selection
from timeline_tui.analysis.groups import title_of
from timeline_tui.analysis.reading import opened
from timeline_tui.analysis.steps import Curve, Step, StepsData, Words
from timeline_tui.background import Ticket
from timeline_tui.wording import grouped, plural

if TYPE_CHECKING:
    from timeline.statistics.cox import HazardRatio
    from timeline.statistics.intervals import Estimate
    from timeline.statistics.log_rank import LogRank
    from timeline.survival import Cohort, GroupSurvival

WORDS = {
    "os": Words(("death", "deaths"), "censored", "survival"),
    "ttp": Words(("progression", "progressions"), "censored", "free of progression"),
    "pfs": Words(
        ("progression or death", "progressions or deaths"), "censored", "progression-free"
    ),
}
ORIGINS = {"first_rt_fraction": "the first fraction"}
SMALLEST_P = 0.001


@dataclass(frozen=True)
class Source:
    """What the figure and the file of survival are written from."""

    cohort: Cohort
    groups: list[GroupSurvival]
    test: LogRank | None


def read_survival(request: Request, ticket: Ticket, endpoint: str, *, limits: bool) -> StepsData:
    """The curves of an endpoint by group, with medians and the tests between the groups."""
    from timeline.protocols import current_protocol
    from timeline.survival import compare, estimate, ratios, read_cohort

    with opened(request, ticket) as store:
        cohort = read_cohort(
            store, endpoint, by=request.by, patients=request.patients, as_of=request.seq,
            all_patients=request.all_patients,
        )  # fmt: skip
        origin = current_protocol(store).time.origin
    ticket.check()
    groups = estimate(cohort, interval="log-log")
    several = len(groups) > 1
    test = compare(cohort) if several else None
    hazards = {one.group: one for one in ratios(cohort)} if several else {}
    remarks = [p_words(test.p)] if test else []
    if len(hazards) == 1:
        remarks += [
            f"HR {estimate_words(one, 2)} {one.group} : {one.reference}"
            for one in hazards.values()
            if one.ratio is not None
        ]
    curves = tuple(curve_of(cohort, group) for group in groups)
    columns: tuple[str, ...] = ("n", "events", "median mo (95 % CI)")
    if len(hazards) > 1:
        columns = (*columns, "HR (95 % CI)")
        curves = tuple(
            replace(curve, cells=(*curve.cells, ratio_words(hazards.get(curve.name))))
            for curve in curves
        )
    since = ORIGINS.get(origin, origin.replace("_", " "))
    by = "" if request.by is None else f" · by {request.by}"
    return StepsData(
        title=cohort.title,
        subtitle=f"Kaplan–Meier · months from {since}{by}",
        starts_at=1.0,
        curves=curves,
        words=WORDS[endpoint],
        columns=columns,
        remarks=tuple(remarks),
        notes=notes_of(cohort.left_out, cohort.without_time),
        limits=limits,
        empty=""
        if cohort.patients
        else empty_words(cohort.title, cohort.left_out, cohort.without_time),
        source=Source(cohort, groups, test),
    )


def curve_of(cohort: Cohort, group: GroupSurvival) -> Curve:
    """A group's curve, a step a time, each with its 95 % limits (log-log) and its patients."""
    from timeline.statistics.intervals import limits

    fitted = group.curve
    low, high = limits(fitted.survival, fitted.standard_error, "log-log", 0.95)
    levels = dict(
        zip(
            fitted.times.tolist(),
            zip(fitted.survival.tolist(), low.tolist(), high.tolist(), strict=True),
            strict=True,
        )
    )
    members = sorted(cohort.of(group.name), key=lambda one: (one.months, not one.met, one.patient))
    at: dict[float, tuple[list[str], list[str]]] = {}
    for one in members:
        at.setdefault(one.months, ([], []))[not one.met].append(one.patient)
    steps, left, level = [], len(members), (1.0, 1.0, 1.0)
    for months, (met, censored) in at.items():
        level = levels.get(months, level)
        steps.append(
            Step(months, tuple(met), tuple(censored), left, level[0], _known(level[1]),
                 _known(level[2]))
        )  # fmt: skip
        left -= len(met) + len(censored)
    title = title_of(cohort.by, group.name)
    return Curve(
        group.name,
        title,
        tuple(one.patient for one in members),
        tuple(one.months for one in members),
        tuple(steps),
        cells=(grouped(group.patients), grouped(group.events), estimate_words(group.median, 1)),
        median=group.median.value,
    )


def _known(value: float) -> float | None:
    return None if value != value else value


def estimate_words(found: Estimate | HazardRatio, digits: int) -> str:
    """A value with its limits: `7.8 (5.4–16.4)`; n/r: not reached."""
    from timeline.statistics.cox import HazardRatio
    from timeline.statistics.rounding import round_half_up

    value = found.ratio if isinstance(found, HazardRatio) else found.value
    texts = [
        "n/r" if part is None else str(round_half_up(part, digits))
        for part in (value, found.low, found.high)
    ]
    return texts[0] if texts[1:] == ["n/r", "n/r"] else f"{texts[0]} ({texts[1]}–{texts[2]})"


def ratio_words(found: HazardRatio | None) -> str:
    """A group's hazard over that of the first group; `1` for that one, `–` for none."""
    if found is None:
        return "1"
    return "–" if found.ratio is None else estimate_words(found, 2)


def percent_words(found: Estimate) -> str:
    """A share with its limits in whole percent: `23 (6–47)`."""
    from timeline.statistics.rounding import round_half_up

    if found.value is None:
        return "n/r"
    value, low, high = (
        "n/r" if part is None else str(round_half_up(100 * part))
        for part in (found.value, found.low, found.high)
    )
    return f"{value} %" if (low, high) == ("n/r", "n/r") else f"{value} % ({low}–{high})"


def p_words(p: float | None) -> str:
    """The log-rank test in few words."""
    from timeline.statistics.rounding import round_half_up

    if p is None:
        return "log-rank: cannot be compared"
    return "log-rank p < 0.001" if p < SMALLEST_P else f"log-rank p = {round_half_up(p, 3)}"


def notes_of(left_out: tuple[str, ...], without: tuple[str, ...]) -> tuple[Selection, ...]:
    """Who is not in the curves, and why."""
    found = (
        (f"{plural(len(left_out), 'patient')} in no group", left_out),
        (f"{plural(len(without), 'patient')} without a time from the origin", without),
    )
    return tuple(Selection(words, who) for words, who in found if who)


def empty_words(title: str, left_out: tuple[str, ...], without: tuple[str, ...]) -> str:
    """Why there is nothing to draw."""
    if left_out:
        return f"{title}: nobody is in a group\n\nb groups by something else"
    if without:
        return f"{title}: nobody has a time to it\n\n{plural(len(without), 'patient')} not treated"
    return f"{title}: there are no patients to show"
