"""The charts as text, of the study's cohort; a person has looked at each of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SIZES = [(80, 24), (120, 40)]


async def survival(at: Any) -> None:
    await at.press("g", "a", "b")
    await at.type("group")
    await at.press("enter", "down", "right")


async def limits(at: Any) -> None:
    await survival(at)
    await at.press("e", "i")


async def landmarks(at: Any) -> None:
    await survival(at)
    await at.press("5", "down", "right")


async def incidence(at: Any) -> None:
    await survival(at)
    await at.press("5", "v")


async def groupings(at: Any) -> None:
    await at.press("g", "a", "b", "down")


async def selections(at: Any) -> None:
    await survival(at)
    await at.press("m", "down")


async def file(at: Any) -> None:
    await at.press("g", "a", "w", "tab", "right")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "steps",
    [survival, limits, landmarks, incidence, groupings, selections, file],
    ids=lambda steps: steps.__name__,
)
async def test_the_chart_is_the_one_that_was_looked_at(
    desk: Any,
    study: Path,
    golden: Callable[[str, str], None],
    steps: Callable[[Any], Any],
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir("/")
    async with desk(size, path=study) as at:
        await steps(at)
        golden(f"analysis-{steps.__name__}-{size[0]}x{size[1]}", at.text)


async def test_the_curves_in_ascii(
    desk: Any, study: Path, golden: Callable[[str, str], None]
) -> None:
    async with desk((80, 24), path=study, ascii=True) as at:
        await survival(at)
        assert at.text.isascii()
        golden("analysis-survival-ascii-80x24", at.text)
