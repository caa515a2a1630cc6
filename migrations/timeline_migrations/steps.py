"""The steps. A step that has been released is never edited; a change is a new step.

sqlite-utils' `transform` drops the triggers of the table it rebuilds: a step that uses it on an
append-only table has to create them again.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from timeline_migrations import MIGRATION_SET
from timeline_migrations.triggers import EVENT_TRIGGERS, append_only

migrations = Migrations(MIGRATION_SET)


@migrations()
def m001_events(db: Database) -> None:
    """The events, and the head that shows if their tail was cut off."""
    db.execute(
        """
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            fact TEXT NOT NULL,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            action TEXT NOT NULL CHECK (action IN ('record', 'correct', 'retract', 'reinstate')),
            supersedes INTEGER CHECK ((supersedes IS NULL) = (revision = 1)),
            patient TEXT NOT NULL,
            kind TEXT NOT NULL,
            occurred_on TEXT NOT NULL,
            precision TEXT AS (
                CASE length(occurred_on) WHEN 10 THEN 'day' WHEN 7 THEN 'month' ELSE 'year' END
            ) VIRTUAL,
            recorded_at INTEGER NOT NULL,
            actor TEXT NOT NULL,
            source TEXT NOT NULL,
            reason TEXT NOT NULL CHECK (revision = 1 OR length(reason) > 0),
            schema_version INTEGER NOT NULL,
            payload TEXT NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            UNIQUE (fact, revision)
        )
        """
    )
    db.execute("CREATE INDEX events_patient ON events (patient)")
    db.execute("CREATE INDEX events_supersedes ON events (supersedes) WHERE supersedes IS NOT NULL")
    db.execute(
        "CREATE INDEX events_anchors ON events (patient)"
        " WHERE kind IN ('registration', 'vital_status', 'rt_prescription')"
    )
    db.execute(
        "CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1),"
        " seq INTEGER NOT NULL, recorded_at INTEGER NOT NULL, hash BLOB NOT NULL)"
    )
    db.execute("INSERT INTO head VALUES (1, 0, 0, zeroblob(32))")
    for sql in EVENT_TRIGGERS.values():
        db.execute(sql)


@migrations()
def m002_locks(db: Database) -> None:
    """Named points in record time, each anchoring the head it was set at."""
    db.execute(
        "CREATE TABLE locks (name TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL,"
        " locked_at INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL)"
    )
    for sql in append_only("locks", "name = NEW.name").values():
        db.execute(sql)


@migrations()
def m003_projections(db: Database) -> None:
    """Where each projection's table stands: the seq and the definitions it was built at."""
    db.execute(
        "CREATE TABLE checkpoints (projection TEXT PRIMARY KEY, seq INTEGER NOT NULL,"
        " definition TEXT NOT NULL, protocol TEXT NOT NULL)"
    )


@migrations()
def m004_protocols(db: Database) -> None:
    """The study's definitions that the store answers by; the last one is in force."""
    db.execute(
        "CREATE TABLE protocols (id INTEGER PRIMARY KEY, set_at INTEGER NOT NULL,"
        " actor TEXT NOT NULL, reason TEXT NOT NULL, text TEXT NOT NULL)"
    )
    for sql in append_only("protocols", "id = NEW.id").values():
        db.execute(sql)


@migrations()
def m005_effective_events(db: Database) -> None:
    """What holds now, for those who look into the store with a tool of their own."""
    db.execute(
        """
        CREATE VIEW effective_events AS
        SELECT seq, fact, revision, patient, kind, occurred_on, precision,
            strftime('%Y-%m-%dT%H:%M:%SZ', recorded_at / 1000000, 'unixepoch') AS recorded_at,
            actor, source, reason, schema_version, payload
        FROM events
        WHERE action <> 'retract' AND NOT EXISTS (
            SELECT 1 FROM events AS later WHERE later.supersedes = events.seq
        )
        """
    )


@migrations()
def m006_imports(db: Database) -> None:
    """Which files were imported: their hash, their rows, and the events that came of them."""
    db.execute(
        "CREATE TABLE imports (id INTEGER PRIMARY KEY, imported_at INTEGER NOT NULL,"
        " actor TEXT NOT NULL, file TEXT NOT NULL, sha256 BLOB NOT NULL, bytes INTEGER NOT NULL,"
        " rows INTEGER NOT NULL, first_seq INTEGER, last_seq INTEGER)"
    )
    for sql in append_only("imports", "id = NEW.id").values():
        db.execute(sql)
