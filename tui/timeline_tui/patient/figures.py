"""The patient's figures in words: who it is, and how it went."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len

from timeline_tui.cohort.columns import afp_words, late_role
from timeline_tui.cohort.course_row import CourseRow
from timeline_tui.look import RESPONSES
from timeline_tui.patient.reading import Endpoints
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import MISSING, number, sex_letter


def who(row: CourseRow | None, patient: str) -> list[Span]:
    """`P07 ⚑ 2 open · M 53 · HBV · Child–Pugh A5 · stage IVA · primary group`."""
    if row is None:
        return [(patient, "head")]
    age = f" {row.age}" if row.age is not None else ""
    words = [
        f"{sex_letter(row.sex)}{age}" if row.sex else "",
        row.etiology or "",
        f"Child–Pugh {row.child_pugh}" if row.child_pugh else "",
        f"stage {row.stage}" if row.stage else "",
        f"{row.group} group" if row.group else "",
        f"ECOG {row.ecog}" if row.ecog is not None else "",
    ]
    spans: list[Span] = [(patient, "head")]
    spans += [(f" · {word}", "head-soft") for word in words if word]
    if row.included is not None and not row.included:
        spans.insert(1, (" × excluded", "head"))
    if row.open_issues:
        spans.insert(1, (f" ⚑ {row.open_issues} open", "head"))
    return spans


def endpoint_spans(
    endpoints: Endpoints | None, before: CourseRow | None, changed: frozenset[str], width: int
) -> list[Span]:
    """The endpoints on one line; what this session moved is marked, old → new."""
    if endpoints is None:
        return [("deriving the endpoints…", "bar-soft")]
    row = endpoints.row
    old = before if changed else None

    def told(words: Callable[[CourseRow], str], *columns: str) -> tuple[str, bool]:
        """The words, and the old ones before them where this session moved the columns."""
        moved = not changed.isdisjoint(columns)
        now = words(row)
        was = words(old) if moved and old is not None else now
        return (f"{was} → {now}" if was != now else now), moved

    def parts(reason: str, long: bool) -> list[list[Span]]:
        late = "bar" if late_role(row.late_3_months) == "text" else "bar-warn"
        return [
            _part("OS", told(_os, "os_months", "os_event")),
            _part("TTP", told(_ttp, "ttp_months", "ttp_event"), reason),
            _part("AFP", told(_afp, "afp_change_percent", "afp_decline_over_80")),
            _part("best response" if long else "best", told(_best, "best_response"),
                  role=_best_role(row)),
            _part("late toxicity" if long else "late",
                  told(_late, "late_3_months", "late_6_months"), role=late),
        ]  # fmt: skip

    reason = f" ({_reason(endpoints)})" if endpoints.ttp_reason else ""
    for why, long, gap in ((reason, True, "    "), (reason, False, "  "), ("", False, "  ")):
        spans = _joined(parts(why, long), gap)
        if _cells(spans) <= width - 2:
            return spans
    return _joined(parts("", False), "  ", width - 2)


def _reason(endpoints: Endpoints) -> str:
    """Why TTP ended, in few words."""
    return endpoints.ttp_reason.removeprefix("progression ").strip()


def _joined(parts: list[list[Span]], gap: str, room: int = 10_000) -> list[Span]:
    """The parts in a row, as many as there is room for."""
    spans: list[Span] = []
    for part in parts:
        more: list[Span] = [(gap, "bar"), *part] if spans else part
        if _cells([*spans, *more]) > room:
            break
        spans += more
    return spans


def _cells(spans: list[Span]) -> int:
    return sum(cell_len(text) for text, _ in spans)


def _part(
    name: str, told: tuple[str, bool], more: str = "", *, role: str = "bar-strong"
) -> list[Span]:
    words, moved = told
    spans: list[Span] = [(f"{name} ", "bar-soft")]
    spans.append((f"◆{words}" if moved else words, "bar-changed" if moved else role))
    return [*spans, (more, "bar-soft")] if more else spans


def _os(row: CourseRow) -> str:
    return _time(row.os_months, row.os_event, "†")


def _ttp(row: CourseRow) -> str:
    return _time(row.ttp_months, row.ttp_event, "▲")


def _time(months: float | None, happened: bool | None, mark: str) -> str:
    if months is None:
        return MISSING
    return f"{number(months, 1)} mo {mark if happened else '+'}"


def _afp(row: CourseRow) -> str:
    return afp_words(row)


def _best(row: CourseRow) -> str:
    if row.best_response is None:
        return MISSING
    return f"{RESPONSES.get(row.best_response, ('?', ''))[0]} {row.best_response}"


def _best_role(row: CourseRow) -> str:
    role = RESPONSES.get(row.best_response or "", ("", "bar-soft"))[1]
    return {"good": "bar-good", "partial": "bar-partial", "bad": "bar-warn"}.get(role, "bar-strong")


def _late(row: CourseRow) -> str:
    if row.late_3_months is None and row.late_6_months is None:
        return MISSING
    return f"3 mo {row.late_3_months or MISSING} · 6 mo {row.late_6_months or MISSING}"
