"""Stores of synthetic events, built once a run and shared between subjects."""

from __future__ import annotations

from pathlib import Path

from benchmarks.synthetic import short_courses, synthetic_drafts
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store


def built_store(folder: Path, events: int) -> Path:
    """A store of so many synthetic events with its tables, from this run or built now."""
    path = folder / f"{events}.db"
    if not path.exists():
        with Store.open(path, create=True) as store:
            append(store, synthetic_drafts(events), actor="benchmark")
            refresh(store)
    return path


def wide_store(folder: Path, patients: int) -> Path:
    """A store of many patients of whom little is known: three events each, with its tables."""
    path = folder / f"{patients}-patients.db"
    if not path.exists():
        with Store.open(path, create=True) as store:
            append(store, short_courses(patients), actor="benchmark")
            refresh(store)
    return path
