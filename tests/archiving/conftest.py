"""A store with a history: corrections, a retraction, a lock and another protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import Patient, tell
from timeline.archiving.archive import archive
from timeline.events import Draft, LockDraft
from timeline.protocol import default_protocol_text
from timeline.protocols import set_protocol
from timeline.recording import append
from timeline.store import Store


@pytest.fixture
def told(store: Store) -> Store:
    tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
    death = store.events("kind = 'vital_status'")[-1]
    lock = LockDraft(name="final", reason="analysis")
    retracted = Draft(
        patient="P07", kind="vital_status", action="retract", fact=death.fact, reason="of another"
    )
    append(store, [lock, retracted], actor="jc")
    text = default_protocol_text()
    set_protocol(store, text, source="protocol.toml", actor="jc", reason="stated – “as is”")
    return store


@pytest.fixture
def archived(told: Store, tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    archive(told, folder)
    return folder
