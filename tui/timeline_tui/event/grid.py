"""A fact's revisions side by side, in lines: the newest first, changes marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline.events import Event
from timeline_tui.event.reading import FactStory
from timeline_tui.event.reference import reference_spans
from timeline_tui.form.fields import form_fields
from timeline_tui.look import Role
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.widgets.wrapping import wrap
from timeline_tui.wording import (
    day_words,
    field_words,
    grouped,
    instant_words,
    lesion_words,
    plural,
    value_words,
)

LABEL = 18
_NARROWEST, _WIDEST = 20, 44
VERBS = {
    "record": "recorded",
    "correct": "corrected",
    "retract": "retracted",
    "reinstate": "reinstated",
}


def fitting_columns(width: int) -> int:
    """How many revisions fit side by side."""
    return max(1, (width - LABEL) // _NARROWEST)


def fact_lines(story: FactStory, width: int, first: int = 0) -> list[list[Span]]:
    """Everything about a fact: revisions in columns, the reference range, where it came from.

    `first` columns of newer revisions are left out, so that older ones can be seen.
    """
    fitting = fitting_columns(width)
    first = max(0, min(first, len(story.revisions) - fitting))
    shown = list(reversed(story.revisions))[first:]
    columns = shown[:fitting]
    cell = min(_WIDEST, (width - LABEL) // len(columns))
    lines = [_head(columns, cell, story.last), *_rule(len(columns), cell)]
    for name, unit in _names(story):
        lines += _field(name, unit, columns, shown, cell)
    reference = reference_spans(story.last, width - LABEL)
    if reference:
        lines += [[], [(fit("Reference", LABEL), "faint"), *reference]]
    lines += [[], *_provenance(columns, cell)]
    if first or len(shown) > len(columns):
        older = len(shown) - len(columns)
        words = f"{plural(older, 'older revision')} (>)" if older else ""
        newer = f"{plural(first, 'newer revision')} (<)" if first else ""
        lines += [[], [(" · ".join(part for part in (newer, words) if part), "faint")]]
    lines += [[], *_rests(story, width)]
    return lines


def _head(columns: list[Event], cell: int, last: Event) -> list[Span]:
    spans: list[Span] = [(fit("", LABEL), "text")]
    for at, event in enumerate(columns):
        words = f"r{event.revision} {VERBS[event.action]}"
        words = f"{words} ·" + (" now" if event is last else "")
        role: Role = "strong" if at == 0 else "soft"
        spans.append((fit(words.removesuffix(" ·"), cell), role))
    return spans


def _rule(count: int, cell: int) -> list[list[Span]]:
    return [[("─" * (LABEL - 2) + "  ", "rule"), *[("─" * (cell - 2) + "  ", "rule")] * count]]


def _names(story: FactStory) -> list[tuple[str, str]]:
    """(field, unit) of everything that a revision says, the date first."""
    said = {name for event in story.revisions for name in event.payload}
    fields = [(f.name, f.unit) for f in form_fields(story.last.kind) if f.name in said]
    return [("occurred_on", ""), *fields]


def _field(
    name: str, unit: str, columns: list[Event], shown: list[Event], cell: int
) -> list[list[Span]]:
    """A field's lines: one cell a revision; what differs from the revision before is marked."""
    texts: list[list[str]] = []
    roles: list[Role] = []
    for at, event in enumerate(columns):
        before = shown[at + 1] if at + 1 < len(shown) else None
        value = _value(event, name)
        differs = before is not None and value != _value(before, name)
        gone = event.action == "retract"
        texts.append(_cell(name, value, unit, cell - 4, "≠ " if differs else ""))
        roles.append("faint" if gone else "changed" if differs else "text" if at == 0 else "soft")
    height = max(len(text) for text in texts)
    lines: list[list[Span]] = []
    for y in range(height):
        label = field_words(name) if y == 0 else ""
        line: list[Span] = [(fit(label, LABEL), "faint")]
        for text, role in zip(texts, roles, strict=True):
            line.append((fit(text[y] if y < len(text) else "", cell), role))
        lines.append(line)
    return lines


def _value(event: Event, name: str) -> Any:
    return event.occurred_on if name == "occurred_on" else event.payload.get(name)


def _cell(name: str, value: Any, unit: str, width: int, mark: str) -> list[str]:
    if name == "occurred_on":
        return [mark + day_words(str(value))]
    if name == "lesions":
        return [
            mark + line if at == 0 else line for at, line in enumerate(lesion_words(value or []))
        ]
    text = value_words(value)
    return wrap(f"{mark}{text} {unit}".rstrip() if value is not None else mark + text, width)


def _provenance(columns: list[Event], cell: int) -> list[list[Span]]:
    lines: list[list[Span]] = []
    rows: tuple[tuple[str, Callable[[Event], str]], ...] = (
        ("Recorded at", lambda event: instant_words(event.recorded_at)),
        ("By", lambda event: event.actor),
        ("Reason", lambda event: event.reason or "–"),
        ("Source", lambda event: event.source or "–"),
        ("Seq", lambda event: grouped(event.seq)),
    )
    for label, words in rows:
        texts = [wrap(words(event), cell - 2) for event in columns]
        for y in range(max(len(text) for text in texts)):
            line: list[Span] = [(fit(label if y == 0 else "", LABEL), "faint")]
            line += [(fit(text[y] if y < len(text) else "", cell), "soft") for text in texts]
            lines.append(line)
    return lines


def _rests(story: FactStory, width: int) -> list[list[Span]]:
    """Which endpoints rest on the fact."""
    if story.retracted:
        return [[("Retracted: no endpoint rests on it. r reinstates it.", "warn")]]
    if not story.rests:
        return []
    words = wrap(" · ".join(story.rests), max(20, width - LABEL))
    return [
        [(fit("Decides" if at == 0 else "", LABEL), "faint"), (line, "text")]
        for at, line in enumerate(words)
    ]
