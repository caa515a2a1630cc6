"""A block of events as arrays of numbers and bytes, and back. Texts are kept once, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from timeline.column_cache.block_files import Arrays
from timeline.effective import Objects, objects
from timeline.event_columns import EventColumns, Fields, Numbers
from timeline.kinds import KINDS
from timeline.payload_columns import LISTS, NUMERIC, Columns

EVERY_FIELD: Fields = {name: kind.payload.__struct_fields__ for name, kind in KINDS.items()}
_WORDS = ".words"
_JSON = msgspec.json.Encoder()
_OF_EVERY_KIND = ("code", "day", "last_day", "fact", "patient", f"patient{_WORDS}")


def array_names(fields: Fields) -> frozenset[str]:
    """The arrays that are needed for those fields."""
    needed = set(_OF_EVERY_KIND)
    for kind, name in _pairs(fields):
        needed |= {f"{kind}.{name}", f"{kind}.{name}{_WORDS}"}
    return frozenset(needed)


def to_arrays(events: EventColumns, patients: list[str]) -> Arrays:
    """A block that has EVERY_FIELD; `patients` are the names by their numbers."""
    met, patient = np.unique(events.patient, return_inverse=True)
    arrays: Arrays = {
        "code": events.code,
        "day": events.day.astype(np.int32),
        "last_day": events.last_day.astype(np.int32),
        "fact": _bytes("\n".join(events.fact.tolist()).encode()),
        "patient": patient.astype(np.int32),
        f"patient{_WORDS}": _bytes(_JSON.encode([patients[number] for number in met])),
    }
    for kind, name in _pairs(EVERY_FIELD):
        column = events.payloads[kind][name]
        if len(column) == 0:
            continue
        if (kind, name) in NUMERIC:
            arrays[f"{kind}.{name}"] = column
        else:
            counted = _counted_lists if (kind, name) in LISTS else _counted
            arrays[f"{kind}.{name}"], arrays[f"{kind}.{name}{_WORDS}"] = counted(column.tolist())
    return arrays


def from_arrays(
    first_seq: int, arrays: Arrays, fields: Fields, numbers: Numbers[str]
) -> EventColumns:
    """The block again, with those fields; its patients are counted by `numbers`."""
    names = msgspec.json.decode(arrays[f"patient{_WORDS}"].data)
    payloads: dict[str, Columns] = {}
    for kind, name in _pairs(fields):
        payloads.setdefault(kind, {})[name] = _column(kind, name, arrays)
    facts = arrays["fact"].tobytes().decode().split("\n")
    return EventColumns(
        seq=np.arange(first_seq, first_seq + len(facts)),
        code=arrays["code"],
        day=arrays["day"].astype(np.int64),
        last_day=arrays["last_day"].astype(np.int64),
        fact=objects(facts),
        patient=numbers.of(names, len(names))[arrays["patient"]],
        payloads=payloads,
    )


def _pairs(fields: Fields) -> Iterator[tuple[str, str]]:
    return ((kind, name) for kind, names in fields.items() for name in names)


def _column(kind: str, name: str, arrays: Arrays) -> npt.NDArray[Any]:
    numeric = (kind, name) in NUMERIC
    column = arrays.get(f"{kind}.{name}")
    if column is None:
        return np.empty(0, dtype=np.float64 if numeric else object)
    if numeric:
        return column
    found: Objects = objects(msgspec.json.decode(arrays[f"{kind}.{name}{_WORDS}"].data))[column]
    return found


def _counted(values: list[str | None]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """The numbers of the values, and the JSON of those that there are."""
    numbers: Numbers[str | None] = Numbers()
    codes = numbers.of(values, len(values)).astype(np.int32)
    return codes, _bytes(_JSON.encode(list(numbers)))


def _counted_lists(values: list[Any]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """The same of lists, which are told apart by their JSON."""
    numbers: Numbers[bytes] = Numbers()
    codes = numbers.of(map(_JSON.encode, values), len(values)).astype(np.int32)
    return codes, _bytes(_JSON.encode([msgspec.Raw(word) for word in numbers]))


def _bytes(data: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(data, dtype=np.uint8)
