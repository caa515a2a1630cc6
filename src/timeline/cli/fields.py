"""`field=value` words of the command line as a payload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import msgspec

from timeline.errors import InvalidEvent
from timeline.interchange.tidy_csv import words
from timeline.kinds import Kind
from timeline.payload_errors import field_types, is_list, suggestion, value_text


def parse_fields(kind: Kind, given: Sequence[str]) -> dict[str, Any]:
    """The payload that the words say: lists separated by `;`, lesions as JSON.

    Raises InvalidEvent for a field that the kind does not have, UsageError for what is no
    `field=value`.
    """
    types = field_types(kind.payload)
    payload: dict[str, Any] = {}
    for word in given:
        name, sign, value = word.partition("=")
        name = name.strip()
        if not sign or not name:
            raise click.UsageError(f"{word!r} given, expected field=value")
        if name not in types:
            hint = suggestion(name, list(types))
            raise InvalidEvent(f"field {name}: not a field of {kind.name}; {hint}")
        if name in payload:
            raise click.UsageError(f"field {name} is given twice")
        if name == "lesions":
            payload[name] = _json(name, value)
        elif is_list(types[name]):
            payload[name] = words(value)
        else:
            payload[name] = value.strip()
    return payload


def _json(name: str, value: str) -> Any:
    if not value.strip():
        return []
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise InvalidEvent(
            f"field {name}: {value_text(value)} is not JSON ({error}); expected a list such as"
            ' [{"lesion": "L1", "role": "target", "longest_mm": 32}]'
        ) from None
