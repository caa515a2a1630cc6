"""Drafts and events: what someone wants to say of a patient, and what the store holds of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from msgspec import Struct

from timeline.dates import Precision, parse_clinical_date
from timeline.errors import Place
from timeline.kinds import Kind

Action = Literal["record", "correct", "retract", "reinstate"]


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """Revision `revision` of a fact, immutable. `payload` is upcast to the current version.

    `recorded_at` is in microseconds since the epoch, UTC; `hash` is 32 bytes.
    """

    seq: int
    fact: str
    revision: int
    action: Action
    patient: str
    kind: str
    occurred_on: str
    recorded_at: int
    actor: str
    source: str
    reason: str
    schema_version: int
    payload: dict[str, Any]
    hash: bytes

    @property
    def precision(self) -> Precision:
        return parse_clinical_date(self.occurred_on).precision


class Draft(Struct, frozen=True, kw_only=True, gc=False):
    """An event that is not written yet.

    A record needs patient, kind, occurred_on and payload; its fact id is made from the natural key
    where none is given. A correction carries the whole new state; retract and reinstate carry none.
    `revision` is the number that this revision will have: where it is given, the append is refused
    if somebody else revised the fact meanwhile. `recorded_at` is only for a history that another
    system has kept; else the store's clock decides.
    """

    patient: str
    kind: str
    occurred_on: str = ""
    payload: Mapping[str, Any] = {}
    action: Action = "record"
    fact: str | None = None
    revision: int | None = None
    actor: str | None = None
    source: str = ""
    reason: str = ""
    schema_version: int | None = None
    recorded_at: int | None = None
    from_text: bool = False
    place: Place = Place()


class LockDraft(Struct, frozen=True, kw_only=True):
    """A lock to be set at this point of a batch."""

    name: str
    reason: str
    actor: str | None = None
    recorded_at: int | None = None
    place: Place = Place()


_NOT_IN_KEY = re.compile(r"[^\w.+-]+")


def key_text(value: object) -> str:
    """A value as it stands in a fact id: lower case, all but letters, digits and `.+-` as `_`.

    Letters of every script stay: names that differ must not become one fact.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).lower()
    return _NOT_IN_KEY.sub("_", text).strip("_") or "_"


def natural_fact(kind: Kind, patient: str, occurred_on: str, payload: Mapping[str, Any]) -> str:
    """The fact id that the kind's natural key gives, e.g. `P07/lab/afp-2010-08-20`."""
    parts = [occurred_on if name == "date" else payload.get(name, "") for name in kind.natural_key]
    key = "-".join(key_text(part) for part in parts)
    return f"{patient}/{kind.name}/{key}" if key else f"{patient}/{kind.name}"


def fact_from_key(kind: Kind, patient: str, key: str) -> str:
    """The fact id of a source's own row key."""
    return f"{patient}/{kind.name}/{key_text(key)}"
