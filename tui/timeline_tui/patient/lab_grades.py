"""CTCAE grades of one patient's laboratory values, from events alone: no tables, no pandas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import nan

from timeline.criteria.ctcae_laboratory import TESTS
from timeline.criteria.laboratory_units import ANALYTES
from timeline.dates import day_bounds
from timeline.events import Event
from timeline.protocol import Toxicity

MOST_DAYS_OF_A_MONTH = 31


def grades_of_values(
    events: Iterable[Event], rules: Toxicity, origin_on: str | None
) -> dict[str, int | None]:
    """The grade of each value that CTCAE has a rule for, by fact; None where it has none.

    By the rules of the table `toxicity`: the baseline is the last value of a test up to the origin,
    within the protocol's window.
    """
    origin = day_bounds(origin_on)[0] if origin_on else None
    found: dict[str, int | None] = {}
    by_test: dict[str, list[Event]] = {}
    for event in events:
        if event.kind == "lab" and event.payload.get("analyte") in TESTS:
            by_test.setdefault(str(event.payload["analyte"]), []).append(event)
    for test, drawn in by_test.items():
        found |= _graded(test, drawn, rules, origin)
    return found


def _graded(
    test: str, drawn: Sequence[Event], rules: Toxicity, origin: int | None
) -> dict[str, int | None]:
    from timeline.criteria.laboratory_grades import UNGRADED, compute_grades, values

    payloads = [event.payload for event in drawn]
    factors = [ANALYTES[test].units.get(str(one.get("unit")), nan) for one in payloads]
    baseline = _baseline(drawn, rules.baseline_window_days, origin)
    scales = [1.0 if baseline is None else factors[baseline] / one for one in factors]
    known = {} if baseline is None else payloads[baseline]
    exact = known.get("comparator", "none") == "none"
    grades, _ = compute_grades(
        test,
        rules.ctcae_version,
        values(
            [one.get("value", nan) for one in payloads],
            lower_limit=[_number(one, "lower_limit") for one in payloads],
            upper_limit=[_number(one, "upper_limit") for one in payloads],
            baseline=[_number(known, "value") * scale if exact else nan for scale in scales],
            baseline_upper_limit=[_number(known, "upper_limit") * scale for scale in scales],
            factor=factors,
            comparator=[one.get("comparator", "none") for one in payloads],
            treated=[
                origin is not None and day_bounds(event.occurred_on)[1] > origin for event in drawn
            ],
        ),
    )
    return {
        event.fact: None if grade == UNGRADED or _is_undated(event) else grade
        for event, grade in zip(drawn, grades.tolist(), strict=True)
    }


def _baseline(drawn: Sequence[Event], window: int, origin: int | None) -> int | None:
    """The place of the last value that was taken up to the origin, within the window."""
    if origin is None:
        return None
    taken = []
    for place, event in enumerate(drawn):
        first, last = day_bounds(event.occurred_on)
        if last <= origin and first >= origin - window and not _is_undated(event):
            taken.append((first, place))
    return max(taken)[1] if taken else None


def _is_undated(event: Event) -> bool:
    """Known to the year alone: such a date decides nothing."""
    first, last = day_bounds(event.occurred_on)
    return last - first >= MOST_DAYS_OF_A_MONTH


def _number(payload: Mapping[str, object], field: str) -> float:
    value = payload.get(field)
    return float(value) if isinstance(value, int | float) else nan
