"""The triggers that keep a table append-only; `verify` looks for them by name and text."""

from __future__ import annotations


def append_only(table: str, same_row: str) -> dict[str, str]:
    """Triggers that refuse UPDATE, DELETE and INSERT OR REPLACE on a table, by name."""
    return {
        f"{table}_no_update": (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        ),
        f"{table}_no_delete": (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        ),
        f"{table}_no_replace": (
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_row})"
            f" BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
        ),
    }


EVENT_TRIGGERS = {
    **append_only("events", "fact = NEW.fact AND revision = NEW.revision"),
    "events_in_order": (
        "CREATE TRIGGER events_in_order BEFORE INSERT ON events"
        " WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM events)"
        " BEGIN SELECT RAISE(ABORT, 'seq must follow the last event'); END"
    ),
    "events_revise_the_last": (
        "CREATE TRIGGER events_revise_the_last BEFORE INSERT ON events"
        " WHEN NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM events WHERE seq = NEW.supersedes"
        " AND fact = NEW.fact AND revision = NEW.revision - 1"
        " AND patient = NEW.patient AND kind = NEW.kind)"
        " BEGIN SELECT RAISE(ABORT, 'a revision must follow the last of its fact'); END"
    ),
}

TRIGGERS = {
    **EVENT_TRIGGERS,
    **append_only("locks", "name = NEW.name"),
    **append_only("protocols", "id = NEW.id"),
    **append_only("imports", "id = NEW.id"),
}
