"""Events in columns, one entry an event: what is read of a store before facts are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from timeline.effective import Days, Objects
from timeline.kinds import KINDS
from timeline.payload_columns import Columns

Word = TypeVar("Word")
Fields = Mapping[str, tuple[str, ...]]
Only = Mapping[str, tuple[str, tuple[str, ...]]]
"""By kind, a field and the values of it beyond which no payload is wanted."""

WITH_PAYLOAD = {kind: ord("a") + number for number, kind in enumerate(KINDS)}
WITHOUT_PAYLOAD = {kind: ord("A") + number for number, kind in enumerate(KINDS)}
"""One byte for each kind, in the column `code`: another one where the payload was not wanted."""


@dataclass(frozen=True)
class EventColumns:
    """Events as they were recorded, one entry each in every column but `payloads`: that has, by
    kind, the wanted fields of the events WITH_PAYLOAD, in the same order. `patient` is the number
    of a name.
    """

    seq: Days
    code: npt.NDArray[np.uint8]
    day: Days
    last_day: Days
    fact: Objects
    patient: npt.NDArray[np.int64]
    payloads: dict[str, Columns]


class Numbers(dict[Word, int]):
    """Gives each word that it has not met the next number."""

    def __missing__(self, word: Word) -> int:
        number = self[word] = len(self)
        return number

    def of(self, words: Iterable[Word], count: int) -> npt.NDArray[np.int64]:
        """The numbers of so many words."""
        return np.fromiter(map(self.__getitem__, words), dtype=np.int64, count=count)


def chosen(events: EventColumns, rows: npt.NDArray[np.bool_]) -> EventColumns:
    """The events where a mask holds, their payloads with them."""
    if rows.all():
        return events
    return EventColumns(
        seq=events.seq[rows],
        code=events.code[rows],
        day=events.day[rows],
        last_day=events.last_day[rows],
        fact=events.fact[rows],
        patient=events.patient[rows],
        payloads={
            kind: {
                name: column[rows[events.code == WITH_PAYLOAD[kind]]]
                for name, column in columns.items()
            }
            for kind, columns in events.payloads.items()
        },
    )


def joined(blocks: Sequence[EventColumns], fields: Fields) -> EventColumns:
    """Blocks of events as one, with those fields of their payloads."""
    if len(blocks) == 1:
        return blocks[0]
    return EventColumns(
        seq=np.concatenate([block.seq for block in blocks]),
        code=np.concatenate([block.code for block in blocks]),
        day=np.concatenate([block.day for block in blocks]),
        last_day=np.concatenate([block.last_day for block in blocks]),
        fact=np.concatenate([block.fact for block in blocks]),
        patient=np.concatenate([block.patient for block in blocks]),
        payloads={
            kind: {
                name: np.concatenate([block.payloads[kind][name] for block in blocks])
                for name in names
            }
            for kind, names in fields.items()
            if names
        },
    )
