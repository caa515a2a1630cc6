"""One sitting as the server sees it: the process, and how it is started and ended."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from textual_serve.app_service import AppService

PATIENCE_SECONDS = 4.0
"""So long a sitting may take to leave when it is asked to; then it is ended."""


class Sitting(AppService):
    """Textual-serve's, with a command that no shell reads."""

    def __init__(self, command: Sequence[str], **more: Any) -> None:
        super().__init__("", **more)
        self._arguments = list(command)

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        environment["TEXTUAL_DRIVER"] = "timeline_tui.serving.driver:SittingDriver"
        for name in ("TEXTUAL", "TEXTUAL_LOG"):
            environment.pop(name, None)
        return environment

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Hand on what the process says until it ends; then nothing more can come in either."""
        await super().run()
        with suppress(ConnectionError):
            await self.remote_close()

    async def leave(self) -> None:
        """Ask the process to leave; end it where it does not."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop(), PATIENCE_SECONDS)
        if self._process is None:
            return
        try:
            await asyncio.wait_for(self._process.communicate(), PATIENCE_SECONDS)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.communicate()
