"""One line of a form: label, control, and what the control may hold or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from timeline_tui.form.fields import FormField, Value, form_fields
from timeline_tui.form.lesions import LesionTable
from timeline_tui.form.subject import Subject
from timeline_tui.widgets.choice import Choice
from timeline_tui.widgets.line_input import LineInput

_SENTENCES = frozenset({"reason", "payload.text", "payload.cause", "payload.reason"})
"""Fields that hold a sentence: they take the whole line, their hint comes only with a problem."""


class FieldRow(Vertical):
    """A field with its control. `key` names the control's value in the form."""

    def __init__(self, key: str, field: FormField, value: Value) -> None:
        wide = bool(field.choices or field.lesions) or key in _SENTENCES
        super().__init__(classes="wide" if wide else "")
        self.key = key
        self.field = field
        self.start = value
        self.problem = ""

    def compose(self) -> ComposeResult:
        field = self.field
        mark = "*" if field.required else " "
        with Horizontal(classes="field"):
            label = f"{field.label} mm" if field.lesions else f"{field.label} {mark}"
            yield Static(label, classes="field-label", markup=False)
            yield self._control()
            yield Static(self._hint(), classes="field-hint", markup=False)

    def _control(self) -> Widget:
        field, value = self.field, self.start
        if field.lesions:
            rows = [row for row in value if isinstance(row, dict)]
            return LesionTable(rows)
        if field.choices:
            chosen = [str(word) for word in value] if isinstance(value, list) else [value]
            return Choice(
                field.choices,
                chosen,
                many=field.many,
                optional=not field.required and not field.default,
            )
        hint = field.hint if self.key in _SENTENCES else ""
        return LineInput(str(value), placeholder=hint)

    def _hint(self) -> str:
        field = self.field
        if field.choices:
            return ""
        if field.lesions:
            return "f3 adds a lesion, f4 takes one away"
        if field.many:
            return "put ; between several"
        return " · ".join(word for word in (field.unit, field.hint) if word)

    @property
    def value(self) -> Value:
        """What the control holds now."""
        for table in self.query(LesionTable):
            return table.values()
        for choice in self.query(Choice):
            if not self.field.many:
                return (choice.values or [""])[0]
            return choice.values
        return self.query_one(LineInput).value

    def set_problem(self, problem: str, *, silent: bool) -> None:
        """Say what is wrong, or what may stand here. `silent` keeps to the hint."""
        self.problem = problem
        shown = problem if problem and not silent else ""
        hint = self.query_one(".field-hint", Static)
        hint.update(f"✕ {shown}" if shown else self._hint())
        self.set_class(bool(shown), "-wrong")

    def focus_control(self) -> None:
        for widget in (*self.query(Choice), *self.query(Input)):
            if widget.focusable:
                widget.focus()
                return


def field_rows(subject: Subject, start: Mapping[str, Value]) -> Iterator[FieldRow]:
    """The rows that a change of this kind asks for."""
    if subject.action == "record" and not subject.patient:
        field = FormField("patient", "Patient", hint="without blanks", required=True)
        yield FieldRow("patient", field, start["patient"])
    if subject.editable:
        hint = "YYYY-MM-DD, YYYY-MM or YYYY"
        day = FormField("occurred_on", "Occurred on", hint=hint, required=True)
        yield FieldRow("occurred_on", day, start["occurred_on"])
        for field in form_fields(subject.kind):
            key = f"payload.{field.name}"
            yield FieldRow(key, field, start[key])
    if subject.action != "record":
        hint = f"why you {subject.action} it"
        reason = FormField("reason", "Why", hint=hint, required=True)
        yield FieldRow("reason", reason, start["reason"])
