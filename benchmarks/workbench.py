"""The workbench in a pseudo-terminal: its first rows, and how soon each key paints.

The first rows are held against the first paint of a minimal app in the same run. A key's time ends
with the first byte that it paints. Of both, waiting for a processor that other programs had is left
out; the time by the clock stands beside. Bytes are all that the key paints until the screen rests.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median, quantiles

from benchmarks.measuring import Figure
from benchmarks.stores import built_store, wide_store
from benchmarks.terminal import Answer, Terminal

PATIENTS, MANY_PATIENTS = 10_000, 100_000
ROUNDS = 7
TURNS = 20

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("READY-TO-READ")
Minimal().run()
"""

DOWN, HOME, PAGE_DOWN = "\x1b[B", "\x1b[H", "\x1b[6~"
ANY_EVENT_AFTER = ["\x1b[1;2C"]
ENTER, ESCAPE, BACKSPACE = "\r", "\x1b", "\x7f"


def figures(folder: Path, events: int, rounds: int) -> Iterator[Figure]:
    state = folder / "state"
    store = built_store(folder, PATIENTS * 100)
    yield _first_rows(store, PATIENTS, "P000003", state)
    yield _first_rows(wide_store(folder, MANY_PATIENTS), MANY_PATIENTS, "P000003", state)
    with Terminal(_workbench(store), state) as terminal:
        terminal.until("P000003")
        terminal.settle(2.0)
        yield from _keys(terminal)


def _workbench(store: Path) -> list[str]:
    return [sys.executable, "-m", "timeline", "--db", str(store), "tui"]


def _first_rows(store: Path, patients: int, text: str, state: Path) -> Figure:
    pairs = []
    for _ in range(ROUNDS):
        with Terminal(_workbench(store), state) as ours:
            first = ours.until(text)
        with Terminal([sys.executable, "-c", MINIMAL], state) as theirs:
            pairs.append((first, theirs.until("READY-TO-READ")))
    beyond = median(one.running - other.running for one, other in pairs) * 1000
    first, minimal = (median(a.seconds for a in one) * 1000 for one in zip(*pairs, strict=True))
    title = f"first rows of {patients:,} patients − a minimal app's paint"
    return Figure(title, beyond, "ms", 100, f"by the clock {first:.0f} ms against {minimal:.0f} ms")


def _keys(terminal: Terminal) -> Iterator[Figure]:
    terminal.prepare(HOME)
    yield from _key("a step in the cohort list", _pressed(terminal, [DOWN] * TURNS))
    yield from _key("a page of it", _pressed(terminal, [PAGE_DOWN] * TURNS))
    terminal.prepare("/")
    typed = "afp<-50 os>12" + BACKSPACE * 7
    yield from _key("a letter of the filter", _pressed(terminal, typed))
    terminal.prepare(ESCAPE, ESCAPE)
    opened, left = _there_and_back(terminal, [ENTER], ["q"])
    yield from _key("opening a patient", opened)
    yield from _key("going back", left)
    terminal.prepare(ENTER, HOME)
    yield from _key("a step on the lanes", _pressed(terminal, ANY_EVENT_AFTER * TURNS))
    yield from _key("a zoom", _pressed(terminal, ["+", "+", "-", "-"] * (TURNS // 4)))
    yield from _key("opening a patient's history", _there_and_back(terminal, ["h"], ["q"])[0])
    terminal.prepare("q")
    for name, key in (("the analysis", "a"), ("the history of all", "h"), ("the review", "r")):
        there, _ = _there_and_back(terminal, ["g", key], ["g", "c"])
        yield from _key(f"going to {name}", there)


def _pressed(terminal: Terminal, keys: Iterable[str]) -> list[Answer]:
    return [terminal.press(key) for key in keys]


def _there_and_back(
    terminal: Terminal, there: list[str], back: list[str]
) -> tuple[list[Answer], list[Answer]]:
    """The answers to the last key of each way."""
    pairs = [
        (_pressed(terminal, there)[-1], _pressed(terminal, back)[-1]) for _ in range(TURNS // 2)
    ]
    return [one for one, _ in pairs], [other for _, other in pairs]


def _key(name: str, answers: list[Answer]) -> Iterator[Figure]:
    taken = [answer.running * 1000 for answer in answers]
    size = (
        f"{median(a.bytes for a in answers):,.0f} bytes, at most {max(a.bytes for a in answers):,}"
    )
    yield Figure(f"{name}, median", median(taken), "ms", 50, size)
    late = quantiles(taken, n=20, method="inclusive")[-1]
    clock = quantiles([answer.seconds * 1000 for answer in answers], n=20, method="inclusive")[-1]
    yield Figure(f"{name}, 95th percentile", late, "ms", 80, f"by the clock {clock:.0f} ms")
