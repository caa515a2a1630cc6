"""An archive of which anything was altered is refused, and no store appears."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.archiving.restore import restore
from timeline.errors import BrokenChain, InvalidArchive, StoreError, TimelineError

FILES = ("events.jsonl", "locks.jsonl", "protocols.jsonl")


def refused(archive: Path, error: type[TimelineError], words: str) -> None:
    target = archive.parent / "again.db"
    with pytest.raises(error, match=words):
        restore(archive, target)
    assert not list(archive.parent.glob("again.db*"))


def edit(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))


def renew_manifest(archive: Path, **changes: Any) -> None:
    """What a forger would do as well: make the manifest fit the altered files."""
    path = archive / "manifest.json"
    manifest = json.loads(path.read_text())
    for file in manifest["files"]:
        data = (archive / file["name"]).read_bytes()
        file |= {
            "lines": data.count(b"\n"),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    path.write_text(json.dumps(manifest | changes))


def test_an_edited_event_is_named_by_its_seq(archived: Path) -> None:
    edit(archived / "events.jsonl", lambda lines: [
        line.replace('"dose_gy":1.8', '"dose_gy":2.0') if '"seq":5,' in line else line
        for line in lines
    ])  # fmt: skip
    refused(archived, BrokenChain, "event 5 is not the one that was written")


def test_even_where_the_manifest_was_made_to_fit(archived: Path) -> None:
    edit(archived / "events.jsonl", lambda lines: [
        line.replace('"actor":"', '"actor":"x') if '"seq":5,' in line else line for line in lines
    ])  # fmt: skip
    renew_manifest(archived)
    refused(archived, BrokenChain, "event 5 is not the one that was written")


def test_a_blank_in_a_payload_is_an_edit(archived: Path) -> None:
    edit(archived / "events.jsonl", lambda lines: [
        line.replace('"payload":{', '"payload":{ ') if '"seq":7,' in line else line
        for line in lines
    ])  # fmt: skip
    renew_manifest(archived)
    refused(archived, BrokenChain, "event 7 is not the one that was written")


def test_events_cut_off_the_end_are_missed(archived: Path) -> None:
    edit(archived / "events.jsonl", lambda lines: lines[:-2])
    renew_manifest(archived)
    refused(archived, BrokenChain, "is missing; the tail was cut off")


def test_an_event_taken_out_or_swapped_is_found(archived: Path) -> None:
    whole = archived / "events.jsonl"
    text = whole.read_text()
    edit(whole, lambda lines: lines[:9] + lines[10:])
    refused(archived, InvalidArchive, "events.jsonl: altered: seq must follow the last event")
    whole.write_text(text)
    edit(whole, lambda lines: [*lines[:9], lines[10], lines[9], *lines[11:]])
    refused(archived, InvalidArchive, "events.jsonl: altered: seq must follow the last event")


def test_a_lock_moved_to_another_event_breaks_its_anchor(archived: Path) -> None:
    lock = json.loads((archived / "locks.jsonl").read_text())
    (archived / "locks.jsonl").write_text(json.dumps(lock | {"seq": lock["seq"] - 1}) + "\n")
    renew_manifest(archived)
    refused(archived, BrokenChain, "is not the one that lock 'final' anchored")


def test_a_protocol_or_lock_reworded_does_not_fit_the_manifest(archived: Path) -> None:
    for name, word in (("locks.jsonl", "analysis"), ("protocols.jsonl", "stated")):
        text = (archived / name).read_text()
        (archived / name).write_text(text.replace(word, "other"))
        refused(archived, InvalidArchive, f"{name}: altered: 1 lines.*the manifest names 1 lines")
        (archived / name).write_text(text)


@pytest.mark.parametrize("name", [*FILES, "manifest.json"])
def test_a_missing_file_is_named(archived: Path, name: str) -> None:
    (archived / name).unlink()
    refused(archived, InvalidArchive, "no archive here" if name == "manifest.json" else name)


def test_a_line_that_is_no_event_is_named(archived: Path) -> None:
    edit(archived / "events.jsonl", lambda lines: [*lines[:2], "{}\n", *lines[3:]])
    refused(archived, InvalidArchive, "events.jsonl, line 3: altered: Object missing required")


def test_a_manifest_of_another_format_says_who_wrote_it(archived: Path) -> None:
    renew_manifest(archived, format=2, made_by="timeline 9.0")
    refused(archived, InvalidArchive, "field format: 2 given, expected 1.*timeline 9.0")


def test_a_folder_that_cannot_hold_the_store_is_named(archived: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be created: No such file or directory"):
        restore(archived, tmp_path / "gone" / "again.db")


@given(data=st.data())
def test_any_byte_changed_in_any_file_is_found(data: st.DataObject, archived: Path) -> None:
    folder = archived.parent / "altered"
    shutil.copytree(archived, folder)
    try:
        path = folder / data.draw(st.sampled_from(FILES))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(content)
        refused(folder, TimelineError, r"altered|event \d+ |missing")
    finally:
        shutil.rmtree(folder)
