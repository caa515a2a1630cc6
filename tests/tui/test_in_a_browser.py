"""The served workbench in a real browser, where this machine has one; the end of the run says so.

What a browser would ask for is tested everywhere, in `test_serving.py`.
"""

from __future__ import annotations

from pathlib import Path

from timeline_tui.serving import Options
from timeline_tui.serving.server import start_server
from tui.in_a_browser import browsing, find_browser, hosts

BROWSER = find_browser()

if BROWSER is not None:

    async def test_the_workbench_works_in_a_browser_and_asks_nobody_else(store_path: Path) -> None:
        assert BROWSER is not None
        runner, address = await start_server(Options(str(store_path), "jc"), 0)
        try:
            async with browsing(BROWSER, address) as tab:
                await tab.received("P10")
                await tab.evaluate("document.querySelector('.xterm-helper-textarea').focus()")
                await tab.press("Enter", "\r", 13)
                await tab.received("Sorafenib")
                assert await tab.evaluate("document.fonts.check('16px \"Roboto Mono\"')")
                assert await tab.evaluate("window.open('http://elsewhere.example/') === null")
                assert hosts(tab.asked) == {"127.0.0.1"}
                refused = [said for said in tab.complaints if "Content Security Policy" in said]
                assert not refused
                await tab.press("q", "q", 81)
                tab.frames = b""
                await tab.press("q", "q", 81)
                assert await tab.evaluate(CLOSED)
        finally:
            await runner.cleanup()


CLOSED = """
new Promise(done => {
  const closed = () => document.body.classList.contains("-closed");
  const look = () => closed() ? done(true) : setTimeout(look, 50);
  look();
})
"""
