"""A full replay, tables written, against reading the raw events: with columns kept, and cold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.measuring import Figure, ratio
from benchmarks.stores import built_store
from timeline.column_cache.folder import folder_of
from timeline.deriving import with_needs
from timeline.projections.declarations import PROJECTIONS
from timeline.replay import replay
from timeline.store import Store

FIRST = ("os", "ttp", "pfs", "afp_decline", "late_toxicity", "radiotherapy", "course")
"""The first projections that there were: what is wanted is said of these."""


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    with Store.open(built_store(folder, events)) as store:
        scan = partial(store.rows, "SELECT * FROM events")
        warm, cold = partial(replay, store), partial(_replay_cold, store)
        replay(store)
        with alone(FIRST) as names:
            value, detail = ratio(warm, scan, rounds=rounds)
            title = f"replay of the first {len(names)} projections ÷ a scan"
            yield Figure(title, value, "×", 1.0, f"{detail}: {', '.join(names)}")
            value, detail = ratio(cold, scan, rounds=rounds)
            yield Figure("the same with no columns kept yet", value, "×", None, detail)
        value, detail = ratio(warm, scan, rounds=rounds)
        title = f"replay of all {len(PROJECTIONS)} projections ÷ a scan"
        yield Figure(title, value, "×", None, f"{detail}: {', '.join(PROJECTIONS)}")
        value, detail = ratio(cold, scan, rounds=rounds)
        yield Figure("the same with no columns kept yet", value, "×", None, detail)


def _replay_cold(store: Store) -> None:
    """A replay that has to decode every event and keeps the columns for the next."""
    shutil.rmtree(folder_of(store.path), ignore_errors=True)
    replay(store)


@contextmanager
def alone(names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """For a while no other projections are declared than those, and what they need."""
    everything = dict(PROJECTIONS)
    kept = with_needs(names)
    try:
        for name in everything.keys() - set(kept):
            del PROJECTIONS[name]
        yield kept
    finally:
        PROJECTIONS.clear()
        PROJECTIONS.update(everything)
