"""Which words may name a patient, a fact, a lock or an actor: names go into ids, files, screens."""

from __future__ import annotations

from timeline.errors import InvalidEvent
from timeline.kinds import Kind
from timeline.payload_errors import value_text


def check_patient(patient: str) -> None:
    """Raises InvalidEvent where the words cannot name a patient."""
    if not patient or len(patient) > 100 or not patient.isprintable() or set(patient) & set(" /"):
        raise InvalidEvent(
            f"field patient: {value_text(patient)} cannot name a patient; expected 1 to 100 visible"
            " characters without blanks or '/'"
        )


def check_fact(fact: str, patient: str, kind: Kind) -> None:
    """Raises InvalidEvent where a fact id is not one of the patient and the kind."""
    if len(fact) > 400 or not fact.isprintable() or " " in fact:
        raise InvalidEvent(f"field fact: {value_text(fact)} cannot name a fact; expected no blanks")
    stem = f"{patient}/{kind.name}"
    if fact == stem:
        return
    if not kind.natural_key:
        raise InvalidEvent(f"field fact: {fact!r} given, expected {stem}: a patient has one")
    if not fact.startswith(f"{stem}/"):
        raise InvalidEvent(f"field fact: {fact!r} given, expected {stem}/KEY")


def name_words(name: str, text: str) -> str:
    """Words that name somebody, stripped. Raises InvalidEvent where they cannot."""
    text = text.strip()
    if not text or len(text) > 200 or not text.isprintable():
        raise InvalidEvent(f"field {name}: {text!r} given, expected 1 to 200 visible characters")
    return text


def lock_name(text: str) -> str:
    """Words that name a lock, stripped. Raises InvalidEvent where they would be taken for a seq."""
    name = text.strip()
    unfit = not name or len(name) > 200 or not name.isprintable()
    if unfit or name.isdigit() or name in ("now", "head"):
        raise InvalidEvent(f"field name: {text!r} cannot name a lock; expected words")
    return name
