"""Stores that cannot be used: each is one clear line, exit 1, and stays as it was."""

import os
import shutil
import sqlite3
import stat

import pytest

AFP = "P07/lab/afp-2009-02-27"
RECORD = ("record", "note", "--patient", "P07", "--on", "2009-05-02", "text=seen")


def refused(run, *arguments):
    said = run(*arguments)
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
    return said.err


@pytest.mark.parametrize("command", [("query", "os"), ("show", "P07"), ("verify",), RECORD])
def test_no_store_here(run, command):
    assert refused(run, *command) == (
        "timeline: timeline.db: no store here; `timeline init --db timeline.db` makes one\n"
    )


def test_a_store_is_not_made_twice(run, treated):
    before = run("verify").out
    assert refused(run, "init") == "timeline: timeline.db: a store is here already\n"
    assert run("verify").out == before


def test_a_file_that_is_no_store(run, folder):
    (folder / "timeline.db").write_text("patient,occurred_on\n" * 20)
    assert refused(run, "query", "os") == (
        "timeline: timeline.db: not a timeline store (not an SQLite file)\n"
    )


def test_an_sqlite_file_of_another_program(run, folder):
    with sqlite3.connect(folder / "timeline.db") as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    assert refused(run, *RECORD) == (
        "timeline: timeline.db: not a timeline store (an SQLite file of another)\n"
    )


def test_a_folder_is_no_store(run, folder):
    (folder / "timeline.db").mkdir()
    assert refused(run, "query", "os") == "timeline: timeline.db: a folder, not a store\n"


def settled(folder):
    """The store's file with everything in it, and no log beside it."""
    with sqlite3.connect(folder / "timeline.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return folder / "timeline.db"


@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_truncated_store(run, treated, folder, kept):
    path = settled(folder)
    size = path.stat().st_size
    os.truncate(path, int(size * kept))
    said = refused(run, "query", "os")
    assert said == (
        f"timeline: timeline.db: the store is truncated ({int(size * kept)} of {size} bytes);"
        " restore it from a backup\n"
    )


def test_a_store_that_another_process_is_writing_to(run, treated, folder, monkeypatch):
    monkeypatch.setattr("timeline.store.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(folder / "timeline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert refused(run, *RECORD) == (
            "timeline: timeline.db: another process is writing to the store; tried for 0.05 s,"
            " nothing was changed; try again\n"
        )
        assert refused(run, "import", "lab.csv").startswith("timeline: timeline.db: another")
        assert run("show", "P07").code == 0
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert run(*RECORD).code == 0


def test_a_read_only_store_answers_and_refuses_to_write(run, treated, folder, monkeypatch):
    """As for a user who may not write the file; root may, whatever its mode."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    assert run("query", "os", "--format", "csv").lines[1].startswith("P07,2009-03-02,2009-11-02")
    assert refused(run, *RECORD) == "timeline: timeline.db: the store is read-only\n"
    assert refused(run, "replay") == "timeline: timeline.db: the store is read-only\n"


def tamper(folder, *statements):
    """Edit the store behind its back, and leave no trace but the edit."""
    connection = sqlite3.connect(folder / "timeline.db")
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    kept = triggers.fetchall()
    for name, _ in kept:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _, sql in kept:
        connection.execute(sql)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (
            ["UPDATE events SET payload = replace(payload, '8320', '8321') WHERE seq = 9"],
            "event 9 is not the one that was written; the chain is broken there",
        ),
        (["DELETE FROM events WHERE seq = 4"], "event 4 is missing; the chain is broken there"),
        (
            ["DELETE FROM events WHERE seq > 9"],
            "event 10 is missing; the tail was cut off (the store has known 11 events)",
        ),
    ],
)
def test_a_store_edited_behind_its_back(run, treated, folder, statements, message):
    tamper(folder, *statements)
    assert refused(run, "verify") == f"timeline: {message}\n"


def test_a_trigger_that_is_gone(run, treated, folder):
    with sqlite3.connect(folder / "timeline.db") as connection:
        connection.execute("DROP TRIGGER events_no_update")
    connection.close()
    assert refused(run, "verify") == (
        "timeline: the trigger events_no_update that keeps the store append-only is gone or"
        " changed\n"
    )


def test_an_archive_and_the_store_made_of_it_print_the_same_token(run, treated, folder):
    archived = run("archive", "archive")
    restored = run("restore", "archive", "--db", "again.db")
    assert archived.out == restored.out == run("verify", "--db", "again.db").out
    assert "archive: 11 events, whole as they were written" in archived.err
    assert refused(run, "restore", "archive") == (
        "timeline: timeline.db: a file is here already; name another\n"
    )
    assert refused(run, "restore", "nowhere", "--db", "never.db") == (
        "timeline: nowhere: no archive here; it would have a manifest.json\n"
    )


def test_a_backup_is_a_store_and_never_overwrites(run, treated, folder):
    run("backup", "copy.db")
    copy = folder / "copy.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert run("--db", "copy.db", "verify").out == run("verify").out
    assert refused(run, "backup", "copy.db") == (
        "timeline: copy.db: a file is here already; name another\n"
    )
    assert refused(run, "backup", "no/copy.db") == (
        "timeline: no/copy.db: cannot be created: No such file or directory\n"
    )


def test_replay_check_finds_a_table_that_was_edited(run, treated, folder):
    run("replay")
    assert run("replay", "--check").code == 0
    with sqlite3.connect(folder / "timeline.db") as connection:
        connection.execute("UPDATE os SET days = 1000")
    connection.close()
    said = run("replay", "--check")
    assert (said.code, said.lines) == (1, ["P07 os: days 1000 → 245"])
    assert said.err == "timeline: 1 cell differs from the events; `timeline replay --all`\n"
    assert run("replay", "--all").code == 0
    assert run("replay", "--check").code == 0


def test_a_full_disk_leaves_the_store_as_it_was(run, treated, folder, monkeypatch):
    before = run("verify").out
    shutil.copy(settled(folder), folder / "small.db")

    from timeline import store as stores

    connect = stores._connect

    def small(path, *, readonly):
        connection = connect(path, readonly=readonly)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(stores, "_connect", small)
    rows = "".join(f"P07,2009-05-02,{'x' * 1900}\n" for _ in range(50))
    (folder / "note.csv").write_text("patient,occurred_on,text\n" + rows)
    said = refused(run, "import", "note.csv")
    assert said == "timeline: timeline.db: the disk is full; nothing was changed\n"
    monkeypatch.undo()
    assert run("verify", "--db", str(folder / "timeline.db")).out == before
