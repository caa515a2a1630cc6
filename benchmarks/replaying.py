"""A full replay of every projection, tables written, against reading the raw events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, ratio
from benchmarks.stores import built_store
from timeline.replay import replay
from timeline.store import Store


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    with Store.open(built_store(folder, events)) as store:
        value, detail = ratio(
            lambda: replay(store), lambda: store.rows("SELECT * FROM events"), rounds=rounds
        )
    yield Figure("full replay of all projections ÷ SELECT * … fetchall()", value, "×", 1.0, detail)
