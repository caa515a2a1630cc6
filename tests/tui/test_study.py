"""The workbench on the study's cohort: 31 patients, thousands of events, months of corrections."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from timeline import examples
from timeline.interchange.importing import import_files
from timeline.replay import refresh
from timeline.store import Store


@pytest.fixture(scope="session")
def built_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.db"
    with Store.open(path, create=True) as store:
        files = sorted(examples.path("study").glob("*.csv"))
        import_files(store, [*files, examples.path("study") / "history.jsonl"], actor="import")
        refresh(store)
    return path


@pytest.fixture
def study(built_study: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built_study, tmp_path / "study.db"))


async def test_eighteen_patients_are_analysed_and_thirteen_left_out(desk: Any, study: Path) -> None:
    async with desk((120, 40), path=study) as at:
        assert "18 patients" in at.line(0)
        assert "13 excluded hidden" in at.text
        await at.press("x")
        assert "31 patients" in at.line(0)


async def test_every_patient_opens_explains_and_tells_a_history(desk: Any, study: Path) -> None:
    async with desk((80, 24), path=study) as at:
        await at.press("x")
        for row in list(at.app.rows):
            at.app.open_patient(row.patient)
            await at.settle()
            assert at.line(0).startswith(f" {row.patient} ")
            await at.press("2")
            assert at.app.screen.query_one("#explanation").lines
            await at.press("escape", "h", "q", "q")


async def test_an_earlier_point_of_every_change_of_a_patient_can_be_looked_from(
    desk: Any, study: Path
) -> None:
    async with desk((120, 40), path=study) as at:
        at.app.open_patient("M02")
        await at.settle()
        known = [len(at.app.screen.course.events)]
        for _ in range(6):
            await at.press("comma")
            known.append(len(at.app.screen.course.events))
        assert known == sorted(known, reverse=True)
        assert known[-1] < known[0]
