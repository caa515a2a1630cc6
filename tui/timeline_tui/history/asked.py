"""What the history screen asks of the trail: what is typed, within what it was opened for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from timeline.audit_trail.conditions import TrailFilter
from timeline.audit_trail.filter_text import parse_trail_filter


@dataclass(frozen=True)
class Scope:
    """What the screen is about: a patient, the events of one append, or the whole store."""

    patient: str | None = None
    first_seq: int | None = None
    last_seq: int | None = None
    words: str = ""

    @property
    def is_one_append(self) -> bool:
        return self.first_seq is not None


def asked(scope: Scope, text: str) -> TrailFilter:
    """The filter that is typed, narrowed to the scope. Raises InvalidFilter."""
    found = parse_trail_filter(text)
    if scope.patient is not None:
        others = found.patients and scope.patient not in found.patients
        found = replace(found, patients=(scope.patient,), last_seq=0 if others else found.last_seq)
    if scope.first_seq is not None and scope.last_seq is not None:
        first = max(scope.first_seq, found.first_seq or 1)
        last = min(scope.last_seq, found.last_seq if found.last_seq is not None else scope.last_seq)
        found = replace(found, first_seq=first, last_seq=last)
    return found
