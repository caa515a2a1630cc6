"""The workbench's first rows with 10,000 patients, against the first paint of a minimal app.

Both run in a pseudo-terminal of 120×40; the clock stops when a given text has arrived.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measuring import Figure
from benchmarks.stores import built_store

PATIENTS = 10_000
ROUNDS = 7
LIMIT_SECONDS = 20.0

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("READY-TO-READ")
Minimal().run()
"""


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    path = built_store(folder, PATIENTS * 100)
    ours = [sys.executable, "-m", "timeline", "--db", str(path), "tui"]
    theirs = [sys.executable, "-c", MINIMAL]
    pairs = [
        (_first_sight(ours, b"P000003"), _first_sight(theirs, b"READY-TO-READ"))
        for _ in range(ROUNDS)
    ]
    beyond = median(one - other for one, other in pairs) * 1000
    first, minimal = (median(times) * 1000 for times in zip(*pairs, strict=True))
    detail = f"{first:.0f} ms against {minimal:.0f} ms"
    yield Figure("workbench's first rows − a minimal app's paint", beyond, "ms", 100, detail)


def _first_sight(command: list[str], text: bytes) -> float:
    """Seconds from the start of a command to the arrival of a text on its terminal."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execv(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    seen = b""
    try:
        while text not in seen:
            left = LIMIT_SECONDS - (time.perf_counter() - start)
            if left <= 0 or not select.select([terminal], [], [], left)[0]:
                raise TimeoutError(f"{command}: {text!r} did not appear")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
