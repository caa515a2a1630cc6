"""The commands of the page on survival do what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from timeline.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "survival.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```\n(.*?)```", PAGE, flags=re.DOTALL)
    for line in block.splitlines()
    if line.startswith("timeline ")
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("survival") / "study.db"
    assert main(["--db", str(path), "demo", "--no-tui"]) == 0
    return path


def test_the_page_has_commands() -> None:
    assert len(COMMANDS) >= 9


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(
    command: str, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["--db", str(study), *shlex.split(command)[1:]]) == 0
    for word in shlex.split(command):
        if word.endswith(".pdf"):
            assert Path(word).read_bytes().startswith(b"%PDF")
