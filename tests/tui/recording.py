"""The workbench on a terminal that only counts: what a driver is given to write, byte for byte."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.drivers.headless_driver import HeadlessDriver

from timeline_tui.app import Workbench
from timeline_tui.cohort.opening import read_opening
from timeline_tui.session import Session
from tui.conftest import Desk


class RecordingDriver(HeadlessDriver):
    """Keeps what a terminal would get; to Textual it is one that is looked at."""

    written = ""

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written += data


class Recorder(Desk):
    """A desk that says how many bytes a key sent to the terminal."""

    async def bytes_of(self, *keys: str) -> int:
        """Everything that is painted until nothing runs any more."""
        driver = self.app._driver
        assert isinstance(driver, RecordingDriver)
        driver.written = ""
        await self.press(*keys)
        return len(driver.written.encode())


@asynccontextmanager
async def recording(path: Path, size: tuple[int, int]) -> AsyncIterator[Recorder]:
    """Sit down before a store, and wait for the list."""
    app = Workbench(Session(path, actor="jc"), read_opening(path))
    app.driver_class = RecordingDriver
    async with app.run_test(size=size, headless=False) as pilot:
        recorder = Recorder(app, pilot)
        await recorder.settle()
        yield recorder
