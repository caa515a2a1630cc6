"""The program run as a user runs it, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from timeline.cli import main


@dataclass(frozen=True)
class Said:
    """What a command said and how it left."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and a user called jc."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TIMELINE_DB", raising=False)
    monkeypatch.setenv("TIMELINE_ACTOR", "jc")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command; `run("query", "os")`."""

    def run_command(*arguments: str) -> Said:
        capsys.readouterr()
        code = main(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run_command


@pytest.fixture
def treated(run: Callable[..., Said], folder: Path) -> None:
    """A store with P07: five fractions, AFP before and after, death; and P08, only registered."""
    files = {
        "registration.csv": "patient,occurred_on,sex,birth_date\n"
        "P07,2009-02-20,male,1950\nP08,2009-03,female,\n",
        "rt_prescription.csv": "patient,occurred_on,course,site,target,technique,total_dose_gy,"
        "fractions,fraction_dose_gy\nP07,2009-02-25,1,liver,primary,3D-CRT,9,5,1.8\n",
        "rt_fraction.csv": "patient,occurred_on,course,number,dose_gy\n"
        + "".join(f"P07,2009-03-0{n + 1},1,{n},1.8\n" for n in range(1, 6)),
        "lab.csv": "patient,occurred_on,analyte,value,unit\n"
        "P07,2009-02-27,AFP,8320,IU/mL\nP07,2009-04-02,AFP,1040,IU/mL\n",
        "vital_status.csv": "patient,occurred_on,status\nP07,2009-11-02,dead\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    assert run("init").code == 0
    assert run("import", *files).code == 0
