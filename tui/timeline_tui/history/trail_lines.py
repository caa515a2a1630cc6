"""A line of the audit trail in words: when, who, what was done, of whom, what changed, and why."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.audit_trail.reading import TrailLine
from timeline.describe import changed_fields, describe
from timeline_tui.event.grid import VERBS
from timeline_tui.look import Role
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.wording import field_words, grouped, instant_words, plural, value_words

ROLES: dict[str, Role] = {
    "record": "soft",
    "correct": "changed",
    "retract": "warn",
    "reinstate": "good",
}
MARKS = {"record": " ", "correct": "◆", "retract": "×", "reinstate": "✓"}
WHEN, VERB = 19, 13


def widths(width: int, names: int, *, patients: bool) -> tuple[int, int]:
    """The cells for the actor and the patient; 0 for the patient where all lines are of one.

    `names` is the length of the longest actor's name.
    """
    wide = width >= 100
    return max(4, min(names, 20 if wide else 8)) + 2, ((12 if wide else 8) if patients else 0)


def title_spans(width: int, names: int, *, patients: bool) -> list[Span]:
    """The titles over the lines."""
    actor, patient = widths(width, names, patients=patients)
    whom = fit("Patient", patient) if patient else ""
    words = fit("Recorded (UTC)", WHEN) + fit("By", actor) + fit("  Done", VERB) + whom
    return [(words, "title"), ("What: old → new, “why”", "title")]


def line_spans(line: TrailLine, width: int, names: int, *, patients: bool) -> list[Span]:
    """One line; of an append of several events how many, and of how many patients."""
    actor, patient = widths(width, names, patients=patients)
    action = action_of(line)
    mark = "▸" if line.count > 1 else MARKS[action]
    several = f"{line.actor} …" if line.actors_differ else line.actor
    spans: list[Span] = [
        (fit(when_words(line.recorded_at), WHEN), "soft"),
        (fit(several, actor - 1) + " ", "soft"),
        (fit(f"{mark} {VERBS.get(action, 'appended')}", VERB), ROLES.get(action, "strong")),
    ]
    if line.event is None:
        if patient:
            spans.append((fit("", patient), "text"))
        return [*spans, (append_words(line), "text")]
    if patient:
        spans.append((fit(line.event.patient, patient - 1) + " ", "strong"))
    if changes := change_words(line):
        spans.append((f"{changes}  ", "changed"))
    spans.append((describe(line.event), "text"))
    if line.event.reason:
        spans.append((f"  “{line.event.reason}”", "soft"))
    return spans


def when_words(recorded_at: int) -> str:
    """The instant, its day of the month in two cells: ` 5 Dec 2012, 15:49`."""
    return f"{instant_words(recorded_at).removesuffix(' UTC'):>18}"


def action_of(line: TrailLine) -> str:
    """What was done; empty where an append did several things, or where that was not counted."""
    if line.event is not None:
        return line.event.action
    return next(iter(line.actions)) if len(line.actions) == 1 else ""


def append_words(line: TrailLine) -> str:
    """`62 events in one import`, with what they did and of how many patients, where counted."""
    words = f"{plural(line.count, 'event')} in one import"
    if len(line.actions) > 1:
        did = (f"{grouped(count)} {VERBS[action]}" for action, count in line.actions.items())
        words += f": {', '.join(did)}"
    if line.patients is not None and line.patients > 1:
        words += f" · {plural(line.patients, 'patient')}"
    return words


def change_words(line: TrailLine) -> str:
    """The fields that a correction changed: `grade 3 → 2`."""
    if line.event is None or line.before is None or line.event.action != "correct":
        return ""
    return ", ".join(
        f"{'date' if name == 'occurred_on' else field_words(name).lower()}"
        f" {value_words(old)} → {value_words(new)}"
        for name, old, new in changed_fields(line.before, line.event)
    )


def status_spans(line: TrailLine | None) -> tuple[Sequence[Span], Sequence[Span]]:
    """The line under the cursor in full, in two: what it says; of which fact, and why."""
    if line is None:
        return [], []
    if line.event is None:
        first, last = grouped(line.first_seq), grouped(line.seq)
        return [(append_words(line), "bar-strong")], [
            (f"seq {first} to {last}  ↵ lists them", "bar")
        ]
    event = line.event
    changes = change_words(line)
    day = f"{event.occurred_on}  "
    first_line: list[Span] = [(day, "bar")]
    if changes:
        first_line.append((f"{changes}  ", "bar-changed"))
    first_line.append((describe(event), "bar-strong"))
    second = f"{event.fact} r{event.revision}"
    second += f"  “{event.reason}”" if event.reason else ""
    second += f"  {event.source}" if event.source else ""
    return first_line, [(second, "bar")]
