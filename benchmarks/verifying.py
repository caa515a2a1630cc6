"""Verifying the chain over every event, against reading the raw events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Figure, ratio
from benchmarks.stores import built_store
from timeline.chain import verify
from timeline.store import Store


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    with Store.open(built_store(folder, events)) as store:
        value, detail = ratio(
            lambda: verify(store), lambda: store.rows("SELECT * FROM events"), rounds=rounds
        )
    yield Figure("verify ÷ SELECT * … fetchall()", value, "×", 1.5, detail)
