"""The README's tour does what it shows, command by command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)
VARYING = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{16})\b|\b20\d\d-\d\d-\d\dT[0-9:]+\.\d+Z")
"""Hashes, the protocol's fingerprint, and the instant at which a command of the tour was run."""


def _lines(text: str) -> list[str]:
    """What was said, line by line; standard output and error come in either order."""
    return sorted(VARYING.sub("…", line).rstrip() for line in text.splitlines())


def test_every_command_of_the_tour_says_what_the_readme_shows(tmp_path: Path) -> None:
    shown = [entry for block in BLOCKS for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    commands = [entry.split("\n", 1) for entry in shown if entry]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TIMELINE_")},
        "TIMELINE_ACTOR": "jc",
    }
    assert len(commands) > 10
    for command, expected in commands:
        said = subprocess.run(
            command.replace("timeline ", f"{sys.executable} -m timeline ", 1),
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert _lines(said.stdout) == _lines(expected), command


def test_every_picture_and_page_that_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (Path(__file__).parents[2] / target).exists(), target
