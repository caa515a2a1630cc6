"""The study's cohort, as the command line knows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from timeline import examples
from timeline.interchange.importing import import_files
from timeline.replay import refresh
from timeline.store import Store


@pytest.fixture(scope="session")
def built_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("analysed") / "study.db"
    with Store.open(path, create=True) as store:
        files = sorted(examples.path("study").glob("*.csv"))
        import_files(store, [*files, examples.path("study") / "history.jsonl"], actor="import")
        refresh(store)
    return path


@pytest.fixture
def study(built_study: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built_study, tmp_path / "study.db"))
