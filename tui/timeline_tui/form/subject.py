"""What a form is about: the fact, the revision that it is made from, and what it starts with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from timeline.dates import parse_clinical_date
from timeline.describe import describe
from timeline.errors import InvalidDate, TimelineError
from timeline.events import Draft, Event
from timeline.history import revisions
from timeline.kinds import decode_payload, find_kind
from timeline_tui.form.fields import Value, form_fields, to_control, to_payload
from timeline_tui.session import Session, Step

Act = Literal["record", "correct", "retract", "reinstate"]


@dataclass(frozen=True)
class Subject:
    """One change to be made. `base` is the last revision as the user saw it."""

    action: Act
    kind: str
    patient: str = ""
    base: Event | None = None
    occurred_on: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    undoes: Step | None = None

    @property
    def editable(self) -> bool:
        """Whether the fields can be changed: a retraction repeats the state before it."""
        return self.action in ("record", "correct")

    @property
    def title(self) -> str:
        verb = f"Undo: {self.action}" if self.undoes else self.action.capitalize()
        what = find_kind(self.kind).title.lower() if self.base is None else describe(self.base)
        return f"{verb} · {what}"

    def start_values(self) -> dict[str, Value]:
        """What the controls hold at first."""
        values: dict[str, Value] = {
            "patient": self.patient,
            "occurred_on": self.occurred_on,
            "reason": self.reason,
        }
        for form_field in form_fields(self.kind):
            values[f"payload.{form_field.name}"] = to_control(
                form_field, self.payload.get(form_field.name)
            )
        return values

    def rebased(self, last: Event) -> Subject:
        """The same change, to be made after another's revision."""
        return replace(self, base=last)


def recording(kind: str, patient: str | None, occurred_on: str) -> Subject:
    """A new event; its day is where the user stood."""
    return Subject("record", kind, patient or "", occurred_on=occurred_on)


def read_subject(session: Session, fact: str, action: str) -> Subject:
    """A change of a fact as it stands now."""
    with session.open() as store:
        last = revisions(store, fact)[-1]
    if action == "retract" and last.action == "retract":
        action = "reinstate"
    return _revising(last, action, last, "")


def read_undoing(session: Session, step: Step) -> Subject:
    """The change that undoes another: the state before it, as a revision of its own."""
    with session.open() as store:
        known = revisions(store, step.fact)
    undone = next(event for event in known if event.revision == step.revision)
    reason = f"undoes revision {step.revision}" + (f": {undone.reason}" if undone.reason else "")
    before = next((event for event in known if event.revision == step.revision - 1), undone)
    act = {"record": "retract", "correct": "correct", "retract": "reinstate"}
    action = act.get(step.action, "retract")
    return replace(_revising(known[-1], action, before, reason), undoes=step)


def _revising(last: Event, action: Any, state: Event, reason: str) -> Subject:
    return Subject(action, last.kind, last.patient, last, state.occurred_on, state.payload, reason)


def draft_of(subject: Subject, values: Mapping[str, Value]) -> Draft:
    """The draft that the form's values say."""
    reason = str(values.get("reason", "")).strip()
    base = subject.base
    if base is not None and not subject.editable:
        return Draft(
            action=subject.action, fact=base.fact, revision=base.revision + 1,
            patient=base.patient, kind=base.kind, reason=reason, source="workbench",
        )  # fmt: skip
    fields = form_fields(subject.kind)
    inner = {field.name: values.get(f"payload.{field.name}", "") for field in fields}
    return Draft(
        action=subject.action,
        fact=base.fact if base else None,
        revision=base.revision + 1 if base else None,
        patient=base.patient if base else str(values.get("patient", "")).strip(),
        kind=subject.kind,
        occurred_on=str(values.get("occurred_on", "")).strip(),
        payload=to_payload(fields, inner),
        reason=reason,
        source="workbench",
        from_text=True,
    )


def find_problems(subject: Subject, draft: Draft) -> dict[str, str]:
    """What is wrong with a draft, by control, in the core's own words."""
    found: dict[str, str] = {}
    if subject.action == "record" and not draft.patient:
        found["patient"] = "not given; whose event is it?"
    if subject.action != "record" and not draft.reason:
        found["reason"] = f"not given; to {subject.action} a fact needs a reason"
    if subject.editable:
        try:
            parse_clinical_date(draft.occurred_on)
        except InvalidDate as error:
            found["occurred_on"] = str(error) if draft.occurred_on else "not given; when was it?"
        found |= _payload_problems(draft)
    return found


def _payload_problems(draft: Draft) -> dict[str, str]:
    """Each field's first problem: a wrong optional field is set aside to look at the next one."""
    kind = find_kind(draft.kind)
    payload = dict(draft.payload)
    required = {field.name for field in form_fields(draft.kind) if field.required}
    found = {
        f"payload.{name}": f"not given; {kind.title.lower()} needs it"
        for name in required
        if name not in payload
    }
    while True:
        try:
            decode_payload(kind, payload, from_text=True)
        except TimelineError as error:
            name, message = _split(str(error))
            found.setdefault(f"payload.{name}", message)
            if name not in payload or name in required:
                return found
            del payload[name]
        else:
            return found


def _split(message: str) -> tuple[str, str]:
    """The field that a message names, and the rest of it."""
    head, _, rest = message.removeprefix("field ").partition(": ")
    return head.split(".")[0].split("[")[0], rest or message
