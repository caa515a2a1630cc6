"""How payloads of older versions are read today. Nothing stored is ever rewritten.

Each step turns version n of a kind's payload into version n + 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from timeline.errors import InvalidEvent
from timeline.kinds import find_kind

Payload = dict[str, Any]


def _drug_dose_2(payload: Payload) -> Payload:
    """Version 1 kept the tablet dose and how often it was taken; version 2 keeps the daily dose."""
    kept = {key: value for key, value in payload.items() if key not in ("dose_mg", "times_daily")}
    return {**kept, "daily_dose_mg": payload["dose_mg"] * payload["times_daily"]}


STEPS: dict[tuple[str, int], Callable[[Payload], Payload]] = {
    ("drug_dose", 1): _drug_dose_2,
}


def upcast(kind: str, version: int, payload: Payload) -> Payload:
    """The payload as the current version of its kind would have it.

    Raises InvalidEvent for a version that this program does not know.
    """
    current = find_kind(kind).version
    if not 1 <= version <= current:
        raise InvalidEvent(
            f"version {version} of {kind} is not known; this program reads 1 to {current}"
        )
    for step in range(version, current):
        try:
            payload = STEPS[kind, step](payload)
        except (KeyError, TypeError) as error:
            raise InvalidEvent(f"not a version {step} payload of {kind}: {error}") from error
    return payload
