"""One patient's refresh after one change, warm, in the store and in one a tenth its size."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.measuring import Figure
from benchmarks.replaying import FIRST, alone
from benchmarks.stores import built_store
from timeline.events import Draft
from timeline.history import draft_correction
from timeline.projections.declarations import PROJECTIONS
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store

PATIENT = "P000007"
ROUNDS = 21
DAYS = 28
Change = Callable[[Store, int], Draft]
"""The draft of a change, another one for each number."""


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    with alone(FIRST) as names:
        yield _slowest(_measured(built_store(folder, events)), f"of the first {len(names)} tables")
    large = _measured(built_store(folder, events))
    small = _measured(built_store(folder, events // 10))
    yield _slowest(large, f"of all {len(PROJECTIONS)} tables")
    every, tenth = (median(wall for wall, _ in found.values()) for found in (large, small))
    detail = f"{every:.1f} ms against {tenth:.1f} ms"
    yield Figure("the same ÷ in a store a tenth the size", every / tenth, "×", 1.5, detail)


def _slowest(large: dict[str, tuple[float, float]], of: str) -> Figure:
    slowest = max(large, key=lambda name: large[name][0])
    taken, busy = large[slowest]
    detail = f"{slowest}, processor {busy:.1f} ms; " + ", ".join(
        f"{name} {wall:.1f}" for name, (wall, _) in large.items() if name != slowest
    )
    return Figure(f"one patient's refresh after a change, warm, {of}", taken, "ms", 10, detail)


def _corrected(kind: str, field: str) -> Change:
    def change(store: Store, number: int) -> Draft:
        return draft_correction(
            store, _first_fact(store, kind), {field: number / 10}, reason="re-read"
        )

    return change


def _redated(store: Store, number: int) -> Draft:
    fact, day = _first_fact(store, "drug_dose"), f"2003-02-{number % DAYS + 1:02}"
    return draft_correction(store, fact, {}, reason="another day", occurred_on=day)


def _measured_lesion(store: Store, number: int) -> Draft:
    lesion = {"lesion": "T1", "role": "target", "field": "in", "longest_mm": 20 + number}
    return draft_correction(
        store, _first_fact(store, "imaging"), {"lesions": [lesion]}, reason="re-measured"
    )


def _new_value(store: Store, number: int) -> Draft:
    payload = {"analyte": "AFP", "value": float(number), "unit": "IU/mL"}
    on = f"2003-03-{number % DAYS + 1:02}"
    return Draft(patient=PATIENT, kind="lab", occurred_on=on, payload=payload)


CHANGES: dict[str, Change] = {
    "a laboratory value corrected": _corrected("lab", "value"),
    "a fraction's dose": _corrected("rt_fraction", "dose_gy"),
    "a lesion": _measured_lesion,
    "the day of a dose": _redated,
    "a new laboratory value": _new_value,
}


def _measured(path: Path) -> dict[str, tuple[float, float]]:
    """Of each change the median milliseconds by the clock and of the processor."""
    found = {}
    with Store.open(path) as store:
        refresh(store)
        for name, change in CHANGES.items():
            times = []
            for number in range(1, ROUNDS + 1):
                append(store, [change(store, number)], actor="benchmark")
                gc.collect()
                clock, processor = perf_counter(), process_time()
                refresh(store)
                times.append((perf_counter() - clock, process_time() - processor))
            wall, busy = zip(*times[1:], strict=True)
            found[name] = (median(wall) * 1000, median(busy) * 1000)
    return found


def _first_fact(store: Store, kind: str) -> str:
    ((fact,),) = store.rows(
        "SELECT fact FROM events WHERE patient = ? AND kind = ? AND revision = 1"
        " ORDER BY seq LIMIT 1",
        (PATIENT, kind),
    )
    return str(fact)
