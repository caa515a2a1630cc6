"""A program in a pseudo-terminal of 120×40: what arrives there, and how long after a key."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from pathlib import Path
from typing import NamedTuple, Self

ROWS, COLUMNS = 40, 120
LIMIT_SECONDS = 30.0
QUIET_SECONDS = 0.5
"""After so long without a byte all has been painted."""


class Answer(NamedTuple):
    """Seconds from a key to the first byte of what it paints, of those how many the program waited
    for a processor that others had, and all the bytes until it is quiet again.
    """

    seconds: float
    waited: float
    bytes: int

    @property
    def running(self) -> float:
        """Seconds without those."""
        return self.seconds - self.waited


class Terminal:
    """A command running in a terminal of its own; leaving the block ends it."""

    def __init__(self, command: list[str], state: Path) -> None:
        self.started = time.perf_counter()
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            homes = {"XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(state)}
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", **homes)
            os.execv(command[0], command)
        size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._terminal)

    def until(self, text: str) -> Answer:
        """The start, answered as soon as the text has arrived. Raises TimeoutError."""
        seen, wanted = b"", text.encode()
        while wanted not in seen:
            left = LIMIT_SECONDS - (time.perf_counter() - self.started)
            if not self._ready(left):
                raise TimeoutError(f"{text!r} did not appear")
            seen += os.read(self._terminal, 65_536)
        return Answer(time.perf_counter() - self.started, self._waited(), len(seen))

    def prepare(self, *keys: str) -> None:
        """Send keys of which none need paint anything."""
        for key in keys:
            os.write(self._terminal, key.encode())
            self.settle()

    def press(self, key: str) -> Answer:
        """Send a key and wait until its painting is over. Raises TimeoutError where none comes."""
        waited, start = self._waited(), time.perf_counter()
        os.write(self._terminal, key.encode())
        if not self._ready(LIMIT_SECONDS):
            raise TimeoutError(f"nothing was painted after {key!r}")
        seconds, waited = time.perf_counter() - start, self._waited() - waited
        return Answer(seconds, waited, self.settle())

    def settle(self, seconds: float = QUIET_SECONDS) -> int:
        """Wait until nothing arrives any more; how many bytes did."""
        taken = 0
        while self._ready(seconds):
            taken += len(os.read(self._terminal, 65_536))
        return taken

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._terminal], [], [], max(0.0, seconds))[0])

    def _waited(self) -> float:
        """Seconds that the main thread could have run but for other programs, as Linux counts."""
        try:
            text = Path(f"/proc/{self._child}/schedstat").read_text()
        except OSError:
            return 0.0
        return int(text.split()[1]) / 1e9
