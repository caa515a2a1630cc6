"""Every event of a store up to a seq: whole blocks from their files, the rest from the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from timeline.column_cache.blocks import EVERY_FIELD, array_names, from_arrays, to_arrays
from timeline.column_cache.folder import Span, keep, may_keep, read_kept
from timeline.event_columns import EventColumns, Fields, Numbers, Only
from timeline.sql_columns import SqlColumns
from timeline.store import Store

BLOCK = 50_000
"""Events in a block that is kept. What is left at a store's end is read from the store."""
_AT_A_TIME = 100_000
"""Events taken from the store at a time where they are not kept."""


def read_everybody(
    store: Store, fields: Fields, only: Only, *, as_of: int, numbers: Numbers[str], cached: bool
) -> Iterator[EventColumns]:
    """Blocks of all events in no order that matters; patients are counted by `numbers`.

    Whole blocks that are not kept yet are kept now, where the store is open for writing. With
    `cached` false nothing kept is used.
    """
    lean = SqlColumns(store, fields, only, as_of=as_of, numbers=numbers)
    spans = _whole_spans(store, as_of) if cached else []
    missing = []
    names = array_names(fields)
    for span in spans:
        arrays = read_kept(store.path, span, names)
        if arrays is None:
            missing.append(span)
        else:
            yield from_arrays(span.first, arrays, fields, numbers)
    if missing and not store.readonly and may_keep(store.path):
        yield from _kept_now(store, missing, fields, numbers)
    else:
        yield from lean.of_spans((span.first, span.last) for span in missing)
    yield from lean.of_spans(_pieces(after=len(spans) * BLOCK, upto=as_of))


def _whole_spans(store: Store, as_of: int) -> list[Span]:
    """The whole blocks that end at a seq or before, with the store's own hash of each."""
    ends = list(range(BLOCK, as_of + 1, BLOCK))
    if not ends:
        return []
    found = store.rows(
        "SELECT seq, hash FROM events WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq",
        [msgspec.json.encode(ends).decode()],
    )
    if [seq for seq, _ in found] != ends:
        return []
    return [Span(seq - BLOCK + 1, seq, hash) for seq, hash in found]


def _kept_now(
    store: Store, spans: list[Span], fields: Fields, numbers: Numbers[str]
) -> Iterator[EventColumns]:
    """The events of the spans, read with every field and kept on the way."""
    reading = SqlColumns(store, EVERY_FIELD, {}, as_of=spans[-1].last, numbers=numbers)
    room = True
    blocks = reading.of_spans((span.first, span.last) for span in spans)
    for span, block in zip(spans, blocks, strict=True):
        if len(block.seq) != BLOCK:
            yield block
            continue
        arrays = to_arrays(block, list(numbers))
        room = room and keep(store.path, span, arrays)
        yield from_arrays(span.first, arrays, fields, numbers)


def _pieces(*, after: int, upto: int) -> Iterable[tuple[int, int]]:
    """Spans of the seqs after one, up to another; of a store without events one that is empty."""
    if upto == 0:
        return [(1, 0)]
    return ((start + 1, min(start + _AT_A_TIME, upto)) for start in range(after, upto, _AT_A_TIME))
