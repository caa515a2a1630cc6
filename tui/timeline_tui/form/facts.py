"""The state that a retraction or reinstatement is about, in lines."""

from __future__ import annotations

from timeline_tui.form.fields import form_fields
from timeline_tui.form.subject import Subject
from timeline_tui.widgets.drawing import Span
from timeline_tui.wording import day_words, lesion_words, value_words


def fact_lines(subject: Subject) -> list[list[Span]]:
    """The fact's fields as they stand, and what becomes of them."""
    what = {
        "retract": "The fact leaves every table. It stays in the store, with its history.",
        "reinstate": "The fact counts again, as it stood before it was retracted.",
    }[subject.action]
    lines: list[list[Span]] = [[(what, "soft")], []]
    lines.append([(f"{'Occurred on':<20}", "faint"), (day_words(subject.occurred_on), "text")])
    for field in form_fields(subject.kind):
        value = subject.payload.get(field.name)
        if field.lesions:
            for at, words in enumerate(lesion_words(value or [])):
                label = field.label if at == 0 else ""
                lines.append([(f"{label:<20}", "faint"), (words, "text")])
        elif value not in (None, [], ""):
            lines.append(
                [
                    (f"{field.label:<20}", "faint"),
                    (f"{value_words(value)} {field.unit}".rstrip(), "text"),
                ]
            )
    return [*lines, []]
