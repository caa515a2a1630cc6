"""The lines of the worklist and of what is under the cursor. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timeline_tui.look import Role
from timeline_tui.review.entries import SHOWS, Asked, Entry, Line, Worklist, issue_words
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.wrapping import wrap
from timeline_tui.wording import grouped, plural

SIGNS: dict[str, tuple[str, Role]] = {
    "open": ("⚑", "warn"),
    "queried": ("?", "partial"),
    "answered": ("→", "key"),
    "void": ("◆", "changed"),
    "reviewed": ("✓", "good"),
    "gone": ("·", "faint"),
}
MEANINGS = {
    "open": "open: nobody has looked at it",
    "queried": "queried: waits for an answer",
    "answered": "answered: close it, or ask again",
    "void": "void: it was reviewed, and something changed since",
    "reviewed": "reviewed",
    "gone": "gone: found no more",
}
_SEVERITY: dict[str, Role] = {
    "error": "error", "warning": "warn", "query": "partial", "note": "soft"
}  # fmt: skip


def tab_spans(work: Worklist, asked: Asked, width: int) -> list[Span]:
    """The line of what the list can be narrowed to, each with its key and its count."""
    shown = [show for show in SHOWS if width >= 110 or work.counts[show] or show == asked.show]
    spans: list[Span] = []
    for show in shown:
        key, count = SHOWS.index(show) + 1, grouped(work.counts[show])
        if show == asked.show:
            spans.append((f" {key} {show} {count} ", "title-cursor"))
        else:
            spans += [(f" {key}", "bar-key"), (f" {show} ", "bar"), (f"{count} ", "bar-soft")]
    return spans


def status_spans(work: Worklist, asked: Asked, problem: str) -> tuple[list[Span], list[Span]]:
    """How far the review is, and how the list is narrowed."""
    if problem:
        return [(problem, "bar-warn")], []
    left: list[Span] = [
        (f"{grouped(work.reviewed)} of {grouped(work.total)} reviewed", "bar-strong"),
        (f"   by {asked.grouping}", "bar-soft"),
        (f"   notes {'shown' if asked.notes else 'hidden'}", "bar-soft"),
    ]
    if asked.words:
        left.insert(1, (f"   “{asked.words}”", "bar-changed"))
    return left, [(meter(work, 20), "bar-good")] if work.total else []


def meter(work: Worklist, width: int) -> str:
    """The share that is reviewed as a bar."""
    full = width * work.reviewed // work.total
    return "━" * full + "╌" * (width - full)


def line_spans(
    line: Line,
    entries: Sequence[Entry],
    asked: Asked,
    width: int,
    over: Role | None,
    severities: Mapping[str, str],
) -> list[Span]:
    """A line in `width` cells; `over` is the role of the whole line under the cursor."""
    if line.entry < 0:
        return _heading(line, asked, width, severities)
    entry = entries[line.entry]
    sign, role = SIGNS[entry.status]
    spans: list[Span] = [
        ("►" if over else " ", over or "text"),
        (f"{sign} ", over or role),
    ]
    room = width - 3
    columns: list[tuple[str, int, Role]] = []
    if asked.grouping != "patient":
        columns.append((entry.patient, 9, "strong"))
    if asked.grouping != "issue":
        columns.append((issue_words(entry.issue), 25 if width < 100 else 31, "text"))
    if width >= 100 or asked.grouping == "issue":
        columns.append((entry.occurred_on or "", 11, "soft"))
    if width >= 100 and asked.grouping != "status":
        columns.append((entry.status, 9, role))
    for text, cells, style in columns:
        spans.append((fit(text, cells - 1) + " ", over or style))
        room -= cells
    words = f"“{entry.what}”" if entry.severity == "query" else entry.what
    spans.append((fit(words, room), over or "text"))
    return spans


def _heading(line: Line, asked: Asked, width: int, severities: Mapping[str, str]) -> list[Span]:
    words, more, role = line.group, "", "strong"
    if asked.grouping == "issue":
        severity = severities.get(line.group, "note")
        words, more, role = issue_words(line.group), f"  {severity}", _SEVERITY[severity]
    elif asked.grouping == "status":
        words = MEANINGS[line.group]
    text = f" {words}"
    return [(text, "strong"), (more, role), (f"  {grouped(line.size)}", "faint")]


def detail_lines(entry: Entry, facts: Sequence[Span], width: int) -> list[list[Span]]:
    """What the issue is, what becomes of it by rule, where its review stands, and its facts."""
    from timeline.criteria.data_issues import ISSUES

    words = f"“{entry.what}”" if entry.severity == "query" else entry.what
    lines: list[list[Span]] = [[(line, "strong")] for line in wrap(words, width)]
    issue = ISSUES.get(entry.issue)
    if issue is not None:
        told = f"{entry.severity}, {issue.meaning}; by rule: {issue.handling}"
    else:
        told = "a query by hand"
    lines += [[(line, "soft")] for line in wrap(told, width)]
    sign, role = SIGNS[entry.status]
    said = MEANINGS[entry.status]
    if entry.reviewer:
        said += f"  ({entry.verdict} by {entry.reviewer} on {entry.reviewed_on})"
    lines.append([(f"{sign} ", role), (said, role)])
    if entry.comment:
        lines += [
            [("  ", "text"), (line, "text")] for line in wrap(f"“{entry.comment}”", width - 2)
        ]
    if entry.since:
        changed = f"since then: {entry.since}"
        lines += [[("  ", "text"), (line, "changed")] for line in wrap(changed, width - 2)]
    lines += [[fact] for fact in facts]
    return lines


def empty_words(work: Worklist, asked: Asked) -> str:
    """What stands in a list without lines."""
    if asked.words:
        return "Nothing here has these words.\nesc shows everything again"
    if not work.total and work.hidden_notes:
        return f"Nothing but {plural(work.hidden_notes, 'note')}.\nx shows what is only noted"
    if not work.total:
        return "No issue was found, and nothing was queried."
    if asked.show == "waiting":
        done = plural(work.reviewed, "review") if work.reviewed else "nothing was reviewed"
        return f"Nothing waits for review.\n{done}; 8 shows all, x the notes"
    return f"Nothing is {asked.show}.\n1 shows what waits"
