"""Drives the served workbench in headless Chromium: `python -m tui.in_a_browser STORE [PICTURE]`.

It speaks the browser's own debugging protocol, so it needs nothing but a browser: `find_browser`
says whether there is one.
"""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from timeline_tui.serving import Options
from timeline_tui.serving.server import start_server

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PATIENCE = 60


def find_browser() -> str | None:
    """The browser of this machine, if it has one of those that are known."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """One page of the browser: what it asked for, what it complained of, and its keys."""

    def __init__(self, channel: aiohttp.ClientWebSocketResponse) -> None:
        self._channel = channel
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.frames = b""
        self._changed = asyncio.Event()

    async def listen(self) -> None:
        async for message in self._channel:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
                continue
            what, params = told.get("method"), told.get("params", {})
            if what == "Network.requestWillBeSent":
                self.asked.append(params["request"]["url"])
            elif what == "Network.webSocketCreated":
                self.asked.append(params["url"])
            elif what == "Network.webSocketFrameReceived" and params["response"]["opcode"] == 2:
                self.frames += base64.b64decode(params["response"]["payloadData"])
            elif what == "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])
            elif what == "Runtime.exceptionThrown":
                self.complaints.append(str(params["exceptionDetails"].get("exception")))
            self._changed.set()

    async def say(self, method: str, **params: Any) -> dict[str, Any]:
        """A command of the debugging protocol, and its answer."""
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._channel.send_json({"id": self._number, "method": method, "params": params})
        told = await asyncio.wait_for(answer, PATIENCE)
        assert "error" not in told, told
        return dict(told.get("result", {}))

    async def evaluate(self, expression: str) -> Any:
        found = await self.say(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        return found["result"].get("value")

    async def received(self, words: str) -> None:
        """Wait until the workbench has sent words to the page."""
        async with asyncio.timeout(PATIENCE):
            while words.encode() not in self.frames:
                self._changed.clear()
                await self._changed.wait()

    async def press(self, key: str, text: str, code: int) -> None:
        """A key, as a person presses it."""
        common = {"key": key, "windowsVirtualKeyCode": code}
        await self.say("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        await self.say("Input.dispatchKeyEvent", type="keyUp", **common)

    async def click(self, x: float, y: float) -> None:
        """A click with the left button, in pixels of the page."""
        for kind in ("mousePressed", "mouseReleased"):
            await self.say(
                "Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1
            )

    async def picture(self) -> bytes:
        """What the page looks like, as PNG."""
        found = await self.say("Page.captureScreenshot", format="png")
        return base64.b64decode(found["data"])


@asynccontextmanager
async def browsing(browser: str, address: str) -> AsyncIterator[Tab]:
    """A tab that is at an address; the browser is ended afterwards and leaves nothing."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        process = await asyncio.create_subprocess_exec(
            browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-dev-shm-usage", "--window-size=1200,800",
            "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            port = await _debugging_port(Path(folder) / "DevToolsActivePort")
            async with aiohttp.ClientSession() as client:
                async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    pages = [tab for tab in await answer.json() if tab["type"] == "page"]
                async with client.ws_connect(
                    pages[0]["webSocketDebuggerUrl"], max_msg_size=0
                ) as channel:
                    tab = Tab(channel)
                    listening = asyncio.create_task(tab.listen())
                    for domain in ("Page", "Network", "Log", "Runtime"):
                        await tab.say(f"{domain}.enable")
                    await tab.say("Page.navigate", url=address)
                    yield tab
                    listening.cancel()
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()


async def _debugging_port(file: Path) -> int:
    async with asyncio.timeout(PATIENCE):
        while not (file.exists() and file.read_text().strip()):
            await asyncio.sleep(0.05)
    return int(file.read_text().split()[0])


def hosts(addresses: list[str]) -> set[str | None]:
    """Where a page went, but for what it holds itself."""
    return {urlsplit(url).hostname for url in addresses if not url.startswith(("data:", "about:"))}


async def look(browser: str, store: Path, picture: Path, *, theme: str | None = None) -> None:
    """Open a store in the browser, open its first patient by a key, and take a picture."""
    runner, address = await start_server(Options(str(store), "browser", theme=theme), 0)
    try:
        async with browsing(browser, address) as tab:
            await tab.received("Patient")
            await tab.say("Page.bringToFront")
            await tab.evaluate("document.querySelector('.xterm-helper-textarea').focus()")
            await tab.press("Enter", "\r", 13)
            await tab.received("Sorafenib")
            await asyncio.sleep(1)  # the picture is of what is painted, not of what has arrived
            picture.write_bytes(await tab.picture())
            sys.stdout.write(f"{picture}: from {hosts(tab.asked)}; {tab.complaints}\n")
    finally:
        await runner.cleanup()


if __name__ == "__main__":
    found_ = find_browser()
    if found_ is None:
        sys.exit(f"there is no browser here; one of {', '.join(NAMES)} is needed")
    asyncio.run(
        look(
            found_, Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "browser.png"),
            theme=sys.argv[3] if len(sys.argv) > 3 else None,
        )
    )  # fmt: skip
