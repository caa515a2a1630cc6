"""Files written where a test can name them, and the ways to import them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from timeline.errors import TimelineError
from timeline.interchange.importing import ImportSummary, import_files
from timeline.store import Store

PATIENTS = """
    patient,occurred_on,sex,birth_date
    P01,2007-06-20,male,1950
    P02,2007-09,female,
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file: text, whose indentation is taken off, or bytes as they are."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        raw = content if isinstance(content, bytes) else dedent(content).lstrip("\n").encode()
        path.write_bytes(raw)
        return path

    return write_file


@pytest.fixture
def bring(store: Store) -> Callable[..., ImportSummary]:
    """Import files into the store."""

    def import_into(*paths: Path, **options: object) -> ImportSummary:
        return import_files(store, paths, actor="data.manager", **options)  # type: ignore[arg-type]

    return import_into


@pytest.fixture
def refusal(store: Store, bring: Callable[..., ImportSummary]) -> Callable[..., list[str]]:
    """The lines of a refusal; the store has to be as it was before."""

    def refused(*paths: Path, **options: object) -> list[str]:
        before = store.head()
        with pytest.raises(TimelineError) as raised:
            bring(*paths, **options)
        assert store.head() == before
        return str(raised.value).splitlines()

    return refused


@pytest.fixture
def patients(write: Callable[[str, str], Path], bring: Callable[..., ImportSummary]) -> None:
    """P01 (born 1950) and P02 are registered."""
    bring(write("registration.csv", PATIENTS))
