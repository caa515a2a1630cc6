"""The study's cohort in a store, made once for the tests that only read it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline.examples import path
from timeline.interchange.importing import import_files
from timeline.store import Store


@pytest.fixture(scope="session")
def cohort_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("cohort") / "study.db"
    folder = path("study")
    with Store.open(file, create=True) as store:
        files = [*sorted(folder.glob("*.csv")), *sorted(folder.glob("*.jsonl"))]
        import_files(store, files, actor="jc")
    return file


@pytest.fixture
def cohort(cohort_file: Path, tmp_path: Path) -> Iterator[Store]:
    """The study's cohort, to be used as one likes."""
    shutil.copy(cohort_file, tmp_path / "study.db")
    with Store.open(tmp_path / "study.db") as store:
        yield store
