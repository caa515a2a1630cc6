"""Writing to a file from the screen: asked for, never half, never over another unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from timeline.errors import TimelineError
from timeline_tui.widgets.save_to import SaveTo, problem_of, write_whole


def hello(path: Path) -> None:
    path.write_text("hello\n")


async def asked(at: Any, path: Path, write: Any = hello) -> list[Path | None]:
    """The dialog with a path typed into it; the list gets what it is left with."""
    left: list[Path | None] = []
    at.app.push_screen(SaveTo("a greeting", "greeting", ("txt", "csv"), write), left.append)
    await at.settle()
    at.app.screen.query_one("#path").value = str(path)
    await at.settle()
    return left


async def test_a_file_is_written_for_its_owner_alone(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    async with desk() as at:
        left = await asked(at, path)
        await at.press("enter")
        assert left == [path]
    assert path.read_text() == "hello\n"
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_file_that_is_there_is_asked_about(desk: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("mine\n")
    async with desk() as at:
        left = await asked(at, path)
        assert "is there already and would be overwritten" in at.text
        await at.press("enter")
        assert "enter again overwrites it" in at.text
        assert path.read_text() == "mine\n"
        await at.press("enter")
        assert left == [path]
    assert path.read_text() == "hello\n"


async def test_asking_about_one_file_is_no_answer_for_another(desk: Any, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("1")
    two.write_text("2")
    async with desk() as at:
        await asked(at, one)
        await at.press("enter")
        at.app.screen.query_one("#path").value = str(two)
        await at.settle()
        await at.press("enter")
        assert "two.txt is there already: enter again" in at.text
    assert (one.read_text(), two.read_text()) == ("1", "2")


async def test_escape_writes_nothing(desk: Any, tmp_path: Path) -> None:
    async with desk() as at:
        left = await asked(at, tmp_path / "a.txt")
        await at.press("escape")
        assert left == [None]
    assert not (tmp_path / "a.txt").exists()


async def test_the_kind_and_the_ending_go_together(desk: Any, tmp_path: Path) -> None:
    async with desk() as at:
        await asked(at, tmp_path / "a.txt")
        dialog = at.app.screen
        await at.press("tab", "right")
        assert dialog.path == tmp_path / "a.csv"
        dialog.query_one("#path").value = str(tmp_path / "b.txt")
        await at.settle()
        assert dialog.query_one("#kind").values == ["txt"]


async def test_what_fails_leaves_nothing_and_the_dialog_says_why(desk: Any, tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise TimelineError("there is nothing to draw")

    folder = tmp_path / "out"
    folder.mkdir()
    async with desk() as at:
        await asked(at, folder / "a.txt", fail)
        await at.press("enter")
        assert "not written: there is nothing to draw" in at.text
        assert isinstance(at.app.screen, SaveTo)
    assert list(folder.iterdir()) == []


def test_what_was_there_stays_whole_where_writing_fails(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half")
        raise OSError("no space left")

    path = tmp_path / "a.txt"
    path.write_text("mine")
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, fail)
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_wrong_with_a_path_is_said(tmp_path: Path) -> None:
    assert problem_of(tmp_path, ("txt",)) == "that is a folder: a file's name is missing"
    assert problem_of(tmp_path / "no" / "a.txt", ("txt",)).startswith("there is no folder")
    assert problem_of(tmp_path / "a.doc", ("txt", "csv")) == "the name has to end in .txt or .csv"
    assert problem_of(tmp_path / "a.TXT", ("txt", "csv")) == ""
