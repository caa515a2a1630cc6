"""The workbench in a browser: through HTTP and the web socket, as a browser would ask for it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from timeline.cli import main
from timeline_tui.serving import MISSING, Options, serve
from timeline_tui.serving.page import render_page
from timeline_tui.serving.server import MOST_SITTINGS, Workbenches, start_server

PATIENCE = 30


@pytest.fixture(autouse=True)
def _children_find_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes of the sittings are as free of the test's own terminal as a browser's are."""
    monkeypatch.delenv("COLORTERM", raising=False)


@asynccontextmanager
async def served(store: Path, **options: Any) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """A server, a client and the address with the secret."""
    runner, address = await start_server(Options(str(store), "jc", **options), 0)
    try:
        async with aiohttp.ClientSession() as client:
            yield client, address
    finally:
        await runner.cleanup()


class Screen:
    """What came through the web socket."""

    def __init__(self, channel: aiohttp.ClientWebSocketResponse) -> None:
        self.channel = channel
        self.bytes = b""
        self.told: list[Any] = []

    @property
    def text(self) -> str:
        """The words that were sent since they were looked at last, without moves and colours."""
        text = self.bytes.decode("utf-8", "replace")
        return re.sub(r"\x1b(\[[0-9;?<=>$]*[A-Za-z]|\].*?(\x07|\x1b\\))", "", text)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Read on until something holds; fails where that takes too long or the server closes."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                message = await self.channel.receive()
                if message.type == aiohttp.WSMsgType.BINARY:
                    self.bytes += message.data
                elif message.type == aiohttp.WSMsgType.TEXT:
                    self.told.append(json.loads(message.data))
                else:
                    raise AssertionError(f"closed: {message}; {self.text}")

    async def shows(self, words: str) -> None:
        await self.until(lambda: words in self.text)

    async def press(self, keys: str, *, shows: str) -> None:
        """Send keys and wait for words that they bring."""
        self.bytes = b""
        await self.channel.send_json(["stdin", keys])
        await self.shows(shows)


@asynccontextmanager
async def sitting(store: Path, **options: Any) -> AsyncIterator[Screen]:
    async with (
        served(store, **options) as (client, address),
        client.ws_connect(f"{address}ws?width=100&height=30") as channel,
    ):
        screen = Screen(channel)
        await screen.shows("P07")
        yield screen


async def test_the_page_is_served_to_whoever_has_the_address(store_path: Path) -> None:
    async with served(store_path) as (client, address), client.get(address) as answer:
        assert answer.status == 200
        page = await answer.text()
        assert f'data-session-websocket-url="ws://{address.removeprefix("http://")}ws"' in page
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_page_names_no_other_place(store_path: Path) -> None:
    async with served(store_path) as (client, address), client.get(address) as answer:
        page, policy = await answer.text(), answer.headers["Content-Security-Policy"]
        host = address.split("/")[2]
        assert set(re.findall(r"(?:https?|wss?)://([^/\"' ]+)", page)) == {host}
        assert set(re.findall(r"(?:https?|wss?)://([^/\"'; ]+)", policy)) == {host}
        for file in re.findall(r'(?:href|src|url)\W+(static/[^"]+)', page):
            async with client.get(address + file) as asked:
                assert asked.status == 200, file
                if file.endswith(".css"):
                    assert not re.search(r"@import|url\(", await asked.text())


async def test_the_address_is_the_loopback_one_and_its_secret_is_long_and_new(
    store_path: Path,
) -> None:
    async with served(store_path) as (_, one), served(store_path) as (_, other):
        assert one.startswith("http://127.0.0.1:")
        secrets = {address.rstrip("/").rpartition("/")[2] for address in (one, other)}
        assert len(secrets) == 2
        assert min(map(len, secrets)) >= 32


@pytest.mark.parametrize("path", ["", "x" * 32 + "/", "static/js/textual.js", "ws", "ä/"])
async def test_whoever_does_not_know_the_secret_is_told_nothing(
    store_path: Path, path: str
) -> None:
    async with served(store_path) as (client, address):
        foreign = "/".join(address.split("/")[:3]) + "/" + path
        async with client.get(foreign) as answer:
            assert answer.status == 404
            assert await answer.text() == "nothing here\n"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await client.ws_connect(foreign + "ws")


async def test_a_page_from_elsewhere_cannot_reach_in(store_path: Path) -> None:
    async with served(store_path) as (client, address):
        for headers in ({"Host": "evil.example:80"}, {"Origin": "http://evil.example"},
                        {"Origin": "http://127.0.0.1:1"}, {"Origin": "null"}):  # fmt: skip
            async with client.get(address, headers=headers) as answer:
                assert answer.status == 404, headers
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await client.ws_connect(f"{address}ws", headers=headers)
        port = address.split(":")[2].split("/")[0]
        async with client.get(address, headers={"Host": f"localhost:{port}"}) as answer:
            assert answer.status == 200


async def test_the_first_frame_has_the_patients_and_keys_and_clicks_work(store_path: Path) -> None:
    async with sitting(store_path) as screen:
        for patient in ("P07", "P08", "P09", "P10"):
            await screen.shows(patient)
        assert "38;2;" in screen.bytes.decode("utf-8", "replace"), "in true colour"
        await screen.press("\r", shows="Sorafenib")
        await screen.press("q", shows="P08")
        await screen.press("\x1b[<0;5;4M\x1b[<0;5;4m" * 2, shows="HCV")


async def test_the_size_follows_the_browsers_window(store_path: Path) -> None:
    async with sitting(store_path) as screen:
        screen.bytes = b""
        await screen.channel.send_json(["resize", {"width": 40, "height": 10}])
        await screen.shows("The terminal is 40×10.")
        await screen.channel.send_json(["resize", {"width": 10**9, "height": -4}])
        await screen.shows("The terminal is 500×5.")


async def test_what_no_browser_sends_is_left_aside(store_path: Path) -> None:
    async with sitting(store_path) as screen:
        for words in ("", "{", "[]", "7", '["stdin"]', '["stdin", 5]', '["resize", {"width": "x"}]',
                      '["quit"]', "[" * 5000):  # fmt: skip
            await screen.channel.send_str(words)
        await screen.channel.send_bytes(b"\x00\xff")
        await screen.channel.send_json(["ping", "12"])
        await screen.until(lambda: ["pong", "12"] in screen.told)
        await screen.press("\r", shows="Sorafenib")


async def test_the_options_reach_the_workbench(store_path: Path) -> None:
    async with sitting(store_path, readonly=True, theme="light", as_of="first cut") as screen:
        await screen.shows("read-only")
        await screen.shows("AS OF lock first cut")
        assert "48;2;251;251;248" in screen.bytes.decode("utf-8", "replace"), "the light ground"


async def test_a_path_with_anything_in_it_is_taken_as_it_is(store_path: Path) -> None:
    odd = store_path.with_name('a b\'; touch owned; "$(touch owned)" ü.db')
    odd.write_bytes(store_path.read_bytes())
    async with sitting(odd) as screen:
        assert "a b'; touch owned" in screen.text
    assert not list(store_path.parent.glob("owned"))


async def test_a_picture_is_asked_about_and_then_downloaded_once(store_path: Path) -> None:
    async with (
        served(store_path) as (client, address),
        client.ws_connect(f"{address}ws?width=100&height=30") as channel,
    ):
        screen = Screen(channel)
        await screen.shows("P07")
        await screen.press("\x10", shows="an action")
        await screen.press("picture", shows="Write a picture")
        await screen.press("\r", shows="It shows patients' data")
        assert screen.told == [], "nothing is handed out before the answer"
        await channel.send_json(["stdin", "y"])
        await screen.until(lambda: bool(screen.told))
        (kind, key), *_ = screen.told
        assert kind == "deliver_file_start"
        read = asyncio.create_task(screen.until(lambda: False))
        async with client.get(f"{address}download/{key}") as answer:
            assert answer.status == 200
            assert "attachment" in answer.headers["Content-Disposition"]
            assert answer.headers["Cache-Control"] == "no-store"
            text = await answer.text()
            assert "<svg" in text
            assert "P07" in text
            assert "cdnjs" not in text
        async with client.get(f"{address}download/{key}") as answer:
            assert answer.status == 404
        async with client.get(address.rsplit("/", 2)[0] + f"/download/{key}") as answer:
            assert answer.status == 404, "not without the secret"
        read.cancel()


async def test_leaving_the_workbench_ends_the_sitting(store_path: Path) -> None:
    async with sitting(store_path) as screen:
        await screen.channel.send_json(["stdin", "q"])
        with pytest.raises(AssertionError, match="closed"):
            await screen.until(lambda: False)


async def test_no_process_outlives_the_server(store_path: Path) -> None:
    async with sitting(store_path):
        (child,) = children()
    assert not alive(child)


async def test_only_so_many_sit_at_once(store_path: Path) -> None:
    benches = Workbenches(Options(str(store_path), "jc"), "s" * 32)
    benches.sockets = {object() for _ in range(MOST_SITTINGS)}  # type: ignore[misc]
    answer = await benches.sit(None)  # type: ignore[arg-type]
    assert answer.status == 503


def children() -> list[int]:
    """The sittings that this process has begun."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"serving.sitting" in command:
            found.append(int(folder.name))
    return found


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def begun(store: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`timeline serve` as a process; it is ended whatever becomes of the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "timeline", "--db", str(store), "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def test_the_command_says_the_address_and_ends_with_ctrl_c(store_path: Path) -> None:
    with begun(store_path) as process:
        address = first_line(process)
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", address)
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{address}ws") as channel,
        ):
            screen = Screen(channel)
            await screen.shows("P07")
            process.send_signal(signal.SIGINT)
            with pytest.raises(AssertionError, match="closed"):
                await screen.until(lambda: False)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert err == ""
        assert "P07" not in out
        assert address not in out, "the secret is said once"


async def test_a_failure_in_the_browser_leaves_nothing_of_a_patient_in_the_terminal(
    store_path: Path,
) -> None:
    with begun(store_path, "--as-of", "P07 no such lock") as process:
        address = first_line(process)
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{address}ws?width=100&height=30") as channel,
        ):
            await Screen(channel).shows("no such lock")
            store_path.write_bytes(b"no store any more" * 500)
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"{address}ws?width=100&height=30") as channel,
        ):
            with pytest.raises(AssertionError, match="closed"):
                await Screen(channel).until(lambda: False)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
        said = out + err
        assert "timeline: the workbench failed (StoreError at " in said
        assert "P07" not in said
        assert str(store_path) not in said
        assert "Traceback" not in said


def test_a_server_that_is_killed_takes_its_sittings_along(store_path: Path) -> None:
    script = (
        "import asyncio, sys; from timeline_tui.serving.options import Options;"
        "import subprocess as s; c = Options(sys.argv[1], 'jc').command();"
        "import os; e = {**os.environ, 'TEXTUAL_DRIVER':"
        " 'timeline_tui.serving.driver:SittingDriver'};"
        "p = s.Popen(c, stdin=s.PIPE, stdout=s.PIPE, env=e); p.stdout.readline();"
        "print(p.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store_path)], stdout=subprocess.PIPE, timeout=PATIENCE,
        check=False,
    )  # fmt: skip
    child = int(done.stdout)
    until = time.monotonic() + PATIENCE
    while alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(child)


def test_a_port_that_is_taken_is_told_in_one_line(
    store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with begun(store_path) as process:
        address = first_line(process)
        port = address.split(":")[2].split("/")[0]
        assert main(["--db", str(store_path), "serve", "--port", port]) == 1
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
    assert f"port {port} cannot be had" in capsys.readouterr().err


def test_without_the_extra_the_line_that_installs_it_is_told(
    store_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in list(sys.modules):
        if name.startswith(("textual_serve", "timeline_tui.serving.se")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert main(["--db", str(store_path), "serve"]) == 1
    assert MISSING in capsys.readouterr().err


def test_a_store_that_is_none_is_refused_before_anything_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(tmp_path / "missing.db"), "serve"]) == 1
    assert "no store here" in capsys.readouterr().err


def test_there_is_no_option_that_opens_it_to_a_network(
    store_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--db", str(store_path), "serve", "--host", "0.0.0.0"]) == 2
    assert "--host" in capsys.readouterr().err


def test_the_page_is_light_for_the_light_theme() -> None:
    assert "background: #fbfbf8" in render_page("ws://x/", nonce="n", size=16, light=True)
    assert "background: #14181f" in render_page("ws://x/", nonce="n", size=16, light=False)


def test_serving_is_not_imported_by_the_workbench(store_path: Path) -> None:
    code = (
        "import sys, timeline_tui.app;"
        "sys.exit(any(n.startswith(('aiohttp', 'textual_serve', 'timeline_tui.serving'))"
        " for n in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert callable(serve)
