"""Facts that are no longer in the file that they came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timeline.events import Draft
from timeline.history import EFFECTIVE
from timeline.interchange.import_summary import Vanished
from timeline.interchange.staging import Staging
from timeline.store import Store

_FROM_FILE = (
    "SELECT e.fact, e.patient, e.kind, first.source FROM events AS e"
    " JOIN events AS first ON first.fact = e.fact AND first.revision = 1"
    " WHERE substr(first.source, 1, :length) IN (:rows, :sheets)"
    f" AND {EFFECTIVE} ORDER BY e.seq"
)
"""Effective facts that were recorded from a row of a file, or of a sheet of it."""


def vanished(store: Store, staging: Staging, files: Sequence[str]) -> Iterator[Vanished]:
    """The effective facts that an earlier import of a file of the same name recorded, and of which
    no row of this import speaks.
    """
    staging.index_facts()
    as_of = store.head().seq
    for file in dict.fromkeys(files):
        begins = {"rows": f"{file}#", "sheets": f"{file}[", "length": len(file) + 1}
        for fact, patient, kind, source in store.connection.execute(
            _FROM_FILE, {**begins, "as_of": as_of}
        ):
            if not staging.speaks_of(fact):
                yield Vanished(file, fact, patient, kind, source)


def retraction(store: Store, gone: Vanished, reason: str) -> Draft:
    """The draft that retracts a vanished fact."""
    ((revision,),) = store.rows("SELECT max(revision) FROM events WHERE fact = ?", (gone.fact,))
    return Draft(
        action="retract",
        fact=gone.fact,
        revision=revision + 1,
        patient=gone.patient,
        kind=gone.kind,
        source=gone.file,
        reason=reason,
    )
