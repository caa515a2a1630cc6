"""The fields of a form, made from the kind's payload: nothing about a kind is written twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from timeline.kinds import find_kind
from timeline.payload_errors import choices, describe, field_types, is_list
from timeline.payloads import Lesion
from timeline_tui.wording import field_unit, field_words

MOST_CHOICES = 11
Value = str | list[str] | list[dict[str, str]]
"""What a control holds: a text, words, or the rows of a table."""


@dataclass(frozen=True)
class FormField:
    """One field: its label, its unit, what it may hold in words, and the words to choose from."""

    name: str
    label: str
    unit: str = ""
    hint: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    many: bool = False
    default: str = ""
    lesions: bool = False


@lru_cache(maxsize=32)
def form_fields(kind: str) -> tuple[FormField, ...]:
    """The fields of a kind's payload, in its order."""
    payload = find_kind(kind).payload
    types = field_types(payload)
    units = find_kind(kind).units
    found = []
    for field in msgspec.structs.fields(payload):
        declared = types[field.name]
        unit = units.get(field.name) or field_unit(field.name)
        found.append(
            FormField(
                field.name,
                field_words(field.name),
                "" if field.name == "lesions" else unit,
                _hint(describe(payload, [field.name])),
                field.required,
                tuple(choices(declared)) or _small_range(payload, field.name),
                is_list(declared),
                field.default if isinstance(field.default, str) else "",
                lesions=field.name == "lesions",
            )
        )
    return tuple(found)


def _hint(words: str) -> str:
    """What a field may hold, where that is worth saying: that a text is a text is not."""
    if words.startswith("text"):
        return ""
    return re.sub(r" from (0|-1e\+09) to 1e\+09", "", words)


def _small_range(payload: type[Any], name: str) -> tuple[str, ...]:
    """The values of a whole number with few of them, so that they can be chosen."""
    info = msgspec.inspect.type_info(payload)
    assert isinstance(info, msgspec.inspect.StructType)
    declared = next(field.type for field in info.fields if field.name == name)
    if isinstance(declared, msgspec.inspect.UnionType):
        declared = next(t for t in declared.types if not isinstance(t, msgspec.inspect.NoneType))
    if not isinstance(declared, msgspec.inspect.IntType):
        return ()
    low, high = declared.ge, declared.le
    if low is None or high is None or high - low >= MOST_CHOICES:
        return ()
    return tuple(str(number) for number in range(low, high + 1))


LESION_FIELDS: tuple[str, ...] = tuple(field.name for field in msgspec.structs.fields(Lesion))
LESION_CHOICES: dict[str, tuple[str, ...]] = {
    "role": ("target", "non_target"),
    "field": ("", "in", "out"),
}


def to_control(field: FormField, value: Any) -> Value:
    """A payload's value as its control holds it."""
    if field.lesions:
        return [{name: _text(row.get(name)) for name in LESION_FIELDS} for row in value or []]
    if field.many:
        words = [str(word) for word in value or []]
        return words if field.choices else "; ".join(words)
    return _text(value) or field.default


def to_payload(fields: tuple[FormField, ...], values: Mapping[str, Value]) -> dict[str, Any]:
    """The payload that the controls say, in texts still; what is empty is left out."""
    payload: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.name, "")
        if field.lesions:
            rows = [_filled(row) for row in value if isinstance(row, dict)]
            found: Any = [row for row in rows if set(row) - {"role"}]
        elif field.many and isinstance(value, str):
            found = [word.strip() for word in value.split(";") if word.strip()]
        else:
            found = value.strip() if isinstance(value, str) else value
        if found:
            payload[field.name] = found
    return payload


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: text.strip() for name, text in row.items() if text.strip()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
