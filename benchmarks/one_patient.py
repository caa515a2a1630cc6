"""One patient's refresh after a correction, warm, in the store and in one a tenth its size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure, seconds
from benchmarks.stores import built_store
from timeline.history import draft_correction
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store

ROUNDS = 21


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    large = _milliseconds(built_store(folder, events))
    small = _milliseconds(built_store(folder, events // 10))
    yield Figure("one patient's refresh after a correction, warm", large, "ms", 10)
    detail = f"{large:.1f} ms against {small:.1f} ms"
    yield Figure("the same ÷ in a store a tenth the size", large / small, "×", 1.5, detail)


def _milliseconds(path: Path) -> float:
    with Store.open(path) as store:
        ((fact,),) = store.rows(
            "SELECT fact FROM events WHERE patient = 'P000007' AND kind = 'lab'"
            " AND revision = 1 ORDER BY seq LIMIT 1"
        )
        taken = []
        for value in range(1, ROUNDS + 1):
            change = draft_correction(store, fact, {"value": 1000.0 + value}, reason="re-read")
            append(store, [change], actor="benchmark")
            taken.append(seconds(lambda: refresh(store)))
    return median(taken[1:]) * 1000
