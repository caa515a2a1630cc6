"""One door for each third-party library, and nothing imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import timeline
import timeline_migrations
import timeline_tui
from courses import Patient, row, tell
from timeline.store import Store

PACKAGES = (timeline, timeline_migrations, timeline_tui)

DOORS = {
    "pendulum": {"timeline.dates"},
    "sqlite_utils": {"timeline_migrations"},
    "pandas": {
        "timeline.effective",
        "timeline.deriving",
        "timeline.projections",
        "timeline.exporting.cdisc.write",
    },
    "numpy": {
        "timeline.effective",
        "timeline.loading",
        "timeline.event_columns",
        "timeline.sql_columns",
        "timeline.column_cache",
        "timeline.payload_columns",
        "timeline.projections",
        "timeline.criteria",
        "timeline.statistics",
        "timeline.exporting.cdisc.write",
    },
    "scipy": {"timeline.statistics"},
    "statsmodels": {"timeline.statistics"},
    "matplotlib": {"timeline.reports.figures"},
    "pyarrow": {"timeline.exporting.write_parquet"},
    "pyreadstat": {"timeline.exporting.cdisc", "timeline.interchange.sdtm"},
    "pydicom": {"timeline.interchange.dicom"},
    "openpyxl": {"timeline.exporting.workbook", "timeline.interchange"},
    "jinja2": {"timeline.exporting.html"},
    "markupsafe": {"timeline.exporting.html"},
    "textual_serve": {"timeline_tui.serving"},
    "aiohttp": {"timeline_tui.serving"},
    "click": {"timeline.cli"},
    "rich": {"timeline.cli", "timeline_tui"},
    "textual": {"timeline_tui"},
    "timeline_tui": {"timeline.cli", "timeline_tui"},
}


def imports() -> dict[str, set[str]]:
    """What each module of the project imports, wherever in it."""
    found: dict[str, set[str]] = {}
    for package in PACKAGES:
        root = Path(str(package.__file__)).parent
        for file in root.rglob("*.py"):
            path = file.relative_to(root.parent).with_suffix("")
            names: set[str] = set()
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names |= {node.module} | {f"{node.module}.{n.name}" for n in node.names}
            found[".".join(path.parts).removesuffix(".__init__")] = names
    return found


IMPORTS = imports()


def belongs(name: str, places: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def users(library: str) -> set[str]:
    return {
        module for module, names in IMPORTS.items() if any(belongs(n, {library}) for n in names)
    }


@pytest.mark.parametrize("library", DOORS)
def test_a_library_comes_in_by_its_door_alone(library: str) -> None:
    assert {module for module in users(library) if not belongs(module, DOORS[library])} == set()


@pytest.mark.parametrize("library", sorted(DOORS.keys() - {"pyarrow"}))
def test_every_door_is_used(library: str) -> None:
    assert users(library)


def test_no_other_library_comes_in() -> None:
    known = {*DOORS, *sys.stdlib_module_names, "msgspec", "timeline", "timeline_migrations"}
    tops = {name.partition(".")[0] for names in IMPORTS.values() for name in names}
    assert tops - known == set()


@pytest.mark.parametrize(
    "place", ["timeline.projections", "timeline.criteria", "timeline.dates", "timeline.kinds"]
)
def test_rules_read_no_file_no_store_and_no_chance(place: str) -> None:
    outside = {"os", "pathlib", "sqlite3", "random", "time", "socket", "timeline.store"}
    for module in IMPORTS:
        if belongs(module, {place}):
            assert not {name for name in IMPORTS[module] if belongs(name, outside)}, module


def test_only_dates_reads_the_clock() -> None:
    calls = {"now", "today", "utcnow", "time", "time_ns"}
    for package in (timeline, timeline_migrations):
        root = Path(str(package.__file__)).parent
        for file in root.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    assert node.func.attr not in calls or file.name == "dates.py", file


def loaded_by(code: str, *arguments: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return set(told.stdout.split("\n")[-2].split())


HEAVY = {
    "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "sqlite_utils", "textual", "pyarrow",
}  # fmt: skip


@pytest.mark.parametrize(
    "module",
    ["timeline.store", "timeline.history", "timeline.query", "timeline.explain", "timeline.cli"],
)
def test_nothing_heavy_is_loaded_with(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()


def test_a_question_whose_answer_stands_in_a_table_loads_nothing_heavy(store: Store) -> None:
    tell(store, Patient().irradiated("2010-08-23").died("2011-04-11"))
    assert row(store, "os")["days"] == 231
    code = (
        "import sys\n"
        "from timeline.query import read_table\n"
        "from timeline.store import Store\n"
        "with Store.open(sys.argv[1]) as store:\n"
        "    assert read_table(store, 'os').rows[0][3] == 231\n"
    )
    assert loaded_by(code, str(store.path)) & HEAVY == set()


def test_recording_loads_nothing_heavy(store: Store) -> None:
    code = (
        "import sys\n"
        "from timeline.events import Draft\n"
        "from timeline.recording import append\n"
        "from timeline.store import Store\n"
        "draft = Draft(patient='P07', kind='note', occurred_on='2010', payload={'text': 'x'})\n"
        "with Store.open(sys.argv[1]) as store:\n"
        "    append(store, [draft], actor='nurse')\n"
    )
    assert loaded_by(code, str(store.path)) & HEAVY == set()
    assert store.head().seq == 1
