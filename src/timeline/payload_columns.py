"""Payloads of one kind taken apart into columns, one array a field."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from typing import Any

import msgspec
import msgspec.inspect
import numpy as np
import numpy.typing as npt

from timeline.effective import objects
from timeline.kinds import KINDS
from timeline.upcasts import upcast

Columns = dict[str, npt.NDArray[Any]]
"""By field: numbers as float64 with NaN for missing, the rest as objects with None."""


def decode_columns(kind: str, fields: tuple[str, ...], payloads: str) -> Columns:
    """The fields of payloads of the current version, given as JSON one after another by commas."""
    decoded = _decoder(kind, fields).decode(f"[{payloads}]")
    return {name: _column(kind, name, list(map(attrgetter(name), decoded))) for name in fields}


def upcast_payload(kind: str, version: int, text: str) -> str:
    """A payload as the current version of its kind would have written it."""
    return msgspec.json.encode(upcast(kind, version, msgspec.json.decode(text))).decode()


def spread(values: npt.NDArray[Any], places: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
    """The values at the places; missing where the place is -1."""
    missing = None if values.dtype == object else np.nan
    if len(values) == 0:
        return np.full(len(places), missing, dtype=values.dtype)
    found: npt.NDArray[Any] = values[places]
    found[places < 0] = missing
    return found


@cache
def _decoder(kind: str, fields: tuple[str, ...]) -> msgspec.json.Decoder[list[Any]]:
    """Reads those fields of a kind's payloads; they were validated when they were written."""
    known = {field.name: field for field in msgspec.structs.fields(KINDS[kind].payload)}
    wanted: list[Any] = []
    for name in fields:
        default = known[name].default
        if default is msgspec.NODEFAULT and known[name].default_factory is not msgspec.NODEFAULT:
            wanted.append((name, Any, msgspec.field(default_factory=list)))
        elif default is msgspec.NODEFAULT:
            wanted.append((name, Any))
        else:
            wanted.append((name, Any, default))
    lean: Any = msgspec.defstruct(f"{kind}_fields", wanted, gc=False, kw_only=True)
    return msgspec.json.Decoder(list[lean])


def _fields_of(*types: type[msgspec.inspect.Type]) -> frozenset[tuple[str, str]]:
    """The kinds and fields of payloads that are of one of the types, or missing."""
    found = set()
    for kind, declared in KINDS.items():
        for field in msgspec.inspect.type_info(declared.payload).fields:  # type: ignore[attr-defined]
            if any(isinstance(part, types) for part in getattr(field.type, "types", (field.type,))):
                found.add((kind, field.name))
    return frozenset(found)


NUMERIC = _fields_of(msgspec.inspect.IntType, msgspec.inspect.FloatType)
LISTS = _fields_of(msgspec.inspect.ListType)


def _column(kind: str, name: str, values: list[Any]) -> npt.NDArray[Any]:
    if (kind, name) in NUMERIC:
        return np.array(values, dtype=np.float64)
    return objects(values)
