"""The server: on the loopback address alone, behind a secret in the address.

Every user of the machine can reach its loopback address, so the path begins with a secret that is
made anew for each run. Whoever does not know it is told nothing, not even that this is timeline.
Host and Origin have to be this machine's own, so that no page from elsewhere can reach in through
the user's browser. Nothing is logged: not an address, not a key, not a word of a screen.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from importlib.resources import files
from urllib.parse import quote, urlsplit

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from timeline.errors import TimelineError
from timeline_tui.serving.options import Options
from timeline_tui.serving.page import headers, render_page
from timeline_tui.serving.service import Sitting

LOOPBACK = "127.0.0.1"
MOST_SITTINGS = 8
"""So many at once: each is a process that holds a cohort in memory."""
_OWN_NAMES = {LOOPBACK, "localhost", "::1"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Workbenches:
    """The sittings of one server, and what its addresses answer."""

    def __init__(self, options: Options, secret: str) -> None:
        self.options, self.secret = options, secret
        self.downloads = DownloadManager()
        self.sockets: set[web.WebSocketResponse] = set()

    def app(self) -> web.Application:
        """The addresses. All of them begin with the secret."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get(f"/{self.secret}/", self.page),
                web.get(f"/{self.secret}/ws", self.sit),
                web.get(f"/{self.secret}/download/{{key}}", self.download),
                web.static(f"/{self.secret}/static", str(files("textual_serve") / "static")),
            ]
        )
        app.on_shutdown.append(self._close)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever is not at this machine or does not know the secret, all in one way."""
        given = request.path.split("/")[1]
        known = secrets.compare_digest(given.encode(), self.secret.encode())
        if not (known and _is_own(request)):
            return web.Response(status=404, text="nothing here\n")
        response = await handler(request)
        if not response.prepared:
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    async def page(self, request: web.Request) -> web.Response:
        """The page, which then asks for a sitting."""
        nonce = secrets.token_urlsafe(16)
        text = render_page(
            f"ws://{request.host}/{self.secret}/ws",
            nonce=nonce,
            size=_number(request, "fontsize", 16, 8, 40),
            light=self.options.theme == "light",
        )
        return web.Response(
            text=text, content_type="text/html", headers=headers(request.host, nonce)
        )

    async def sit(self, request: web.Request) -> web.StreamResponse:
        """A workbench of its own at the end of a web socket."""
        if len(self.sockets) >= MOST_SITTINGS:
            return web.Response(status=503, text=f"{MOST_SITTINGS} are open already\n")
        channel = web.WebSocketResponse(heartbeat=15, timeout=2)
        self.sockets.add(channel)
        sitting = Sitting(
            self.options.command(),
            write_bytes=channel.send_bytes,
            write_str=channel.send_str,
            close=channel.close,
            download_manager=self.downloads,
        )
        try:
            await channel.prepare(request)
            width = _number(request, "width", 80, 20, 500)
            await sitting.start(width, _number(request, "height", 24, 5, 200))
            await _relay(channel, sitting)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.sockets.discard(channel)
            await sitting.leave()
        return channel

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that a sitting hands out, once: a picture of its screen."""
        key = request.match_info["key"]
        try:
            offered = await self.downloads.get_download_metadata(key)
        except KeyError:
            return web.Response(status=404, text="nothing here\n")
        response = web.StreamResponse(
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(offered.file_name)}",
                "Cache-Control": "no-store",
            }
        )
        await response.prepare(request)
        async for chunk in self.downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _close(self, app: web.Application) -> None:
        for channel in tuple(self.sockets):
            await channel.close(code=WSCloseCode.GOING_AWAY)


def _is_own(request: web.Request) -> bool:
    """Whether the browser thinks that it speaks to this machine, from a page of this server."""
    if urlsplit(f"//{request.host}").hostname not in _OWN_NAMES:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"http://{request.host}"


def _number(request: web.Request, name: str, otherwise: int, least: int, most: int) -> int:
    text = request.query.get(name, "")
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise
    return max(least, min(most, found))


async def _relay(channel: web.WebSocketResponse, sitting: Sitting) -> None:
    """Hand on what the browser sends; what it would not send is left aside."""
    async for message in channel:
        if message.type != WSMsgType.TEXT:
            continue
        match _read(message):
            case ["stdin", str(keys)]:
                await sitting.send_bytes(keys.encode("utf-8", "ignore"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await sitting.set_terminal_size(max(20, min(500, width)), max(5, min(200, height)))
            case ["ping", str(when)]:
                await channel.send_json(["pong", when])
            case ["blur"]:
                await sitting.blur()
            case ["focus"]:
                await sitting.focus()


def _read(message: object) -> object:
    try:
        return message.json()  # type: ignore[attr-defined]
    except (ValueError, RecursionError):
        return None


async def start_server(options: Options, port: int) -> tuple[web.AppRunner, str]:
    """Begin to serve; the runner, to be cleaned up, and the address with its secret."""
    listening = _listen(port)
    secret = secrets.token_urlsafe(24)
    runner = web.AppRunner(
        Workbenches(options, secret).app(), access_log=None, shutdown_timeout=1.0
    )
    await runner.setup()
    await web.SockSite(runner, listening).start()
    return runner, f"http://{LOOPBACK}:{listening.getsockname()[1]}/{secret}/"


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise TimelineError(
            f"port {port} cannot be had ({error.strerror}); say --port with another, or 0 for any"
        ) from None
    return listening


async def _stay(options: Options, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    runner, address = await start_server(options, port)
    sys.stdout.write(
        f"{address}\n"
        "Open this address in a browser on this machine. Whoever has it can do what you can,\n"
        "so hand it to nobody. Ctrl-C ends it.\n"
    )
    sys.stdout.flush()
    try:
        await stop.wait()
    finally:
        await runner.cleanup()


def run(options: Options, port: int) -> None:
    """Serve until SIGINT or SIGTERM."""
    for name in ("textual-serve", "aiohttp"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    asyncio.run(_stay(options, port))
