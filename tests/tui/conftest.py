"""A small store for the screens: five patients made by hand, some corrected, and a lock."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from textual.pilot import Pilot

from timeline.dates import parse_instant
from timeline.events import Draft, LockDraft
from timeline.history import draft_correction, draft_retraction
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store
from timeline_tui.app import Workbench
from timeline_tui.cohort.opening import read_opening
from timeline_tui.session import Session


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether the served workbench was opened in a browser."""
    from tui.in_a_browser import find_browser

    found = find_browser() or "there is none here, so none opened the served workbench"
    terminalreporter.write_line(f"browser: {found}")


IMPORTED = parse_instant("2010-01-05T08:00:00Z")
CORRECTED = parse_instant("2010-01-12T09:30:00Z")
LOCKED = parse_instant("2010-02-01T12:00:00Z")
RETRACTED = parse_instant("2010-03-10T16:45:00Z")


def say(patient: str, kind: str, on: str, **payload: Any) -> Draft:
    """One event as an import would bring it."""
    return Draft(
        patient=patient,
        kind=kind,
        occurred_on=on,
        payload=payload,
        recorded_at=IMPORTED,
        source=f"{kind}.csv",
    )


def irradiate(
    patient: str,
    start: str,
    total: float,
    fractions: int,
    *,
    target: str,
    site: str,
    pause: int = 0,
) -> list[Draft]:
    """A prescription and its fractions on weekdays, with a pause of so many days in the middle."""
    dose = round(total / fractions, 4)
    drafts = [
        say(
            patient, "rt_prescription", start, course="1", site=site, target=target,
            technique="3D-CRT", total_dose_gy=total, fractions=fractions, fraction_dose_gy=dose,
        )
    ]  # fmt: skip
    day = date.fromisoformat(start)
    for number in range(1, fractions + 1):
        while day.weekday() > 4:
            day += timedelta(days=1)
        drafts.append(
            say(patient, "rt_fraction", str(day), course="1", number=number, dose_gy=dose)
        )
        day += timedelta(days=1 + (pause if number == fractions // 2 else 0))
    return drafts


def person(
    patient: str, sex: str, birth: str, etiology: str, on: str, *, group: str, **status: Any
) -> list[Draft]:
    """Registration, eligibility and clinical status before the treatment."""
    return [
        say(patient, "registration", on, sex=sex, birth_date=birth, etiology=etiology,
            diagnosis_basis="histology", previous_treatments=["TACE", "RFA"]),
        say(patient, "eligibility", on, status="included", group=group),
        say(patient, "clinical_status", on, **status),
    ]  # fmt: skip


def doses(patient: str, *steps: tuple[str, float, str]) -> list[Draft]:
    return [
        say(patient, "drug_dose", on, agent="sorafenib", daily_dose_mg=mg, reason=reason)
        for on, mg, reason in steps
    ]


def labs(
    patient: str, analyte: str, unit: str, *draws: tuple[str, float], **limits: float
) -> list[Draft]:
    return [
        say(patient, "lab", on, analyte=analyte, value=value, unit=unit, **limits)
        for on, value in draws
    ]


def scan(patient: str, on: str, response: str, longest: float, **more: Any) -> Draft:
    lesion = {"lesion": "L1", "role": "target", "field": "in", "longest_mm": longest}
    return say(
        patient, "imaging", on, modality="CT", region="abdomen", lesions=[lesion],
        reported_response=response, **more,
    )  # fmt: skip


def toxicity(patient: str, episode: str, term: str, *grades: tuple[str, int]) -> list[Draft]:
    return [
        say(patient, "adverse_event", on, episode=episode, term=term, grade=grade,
            ctcae_version="3.0", attribution=["sorafenib"])
        for on, grade in grades
    ]  # fmt: skip


def cohort() -> list[Draft]:
    """Five patients: the whole course of one, and one of each that a screen has to cope with."""
    return [
        *person("P07", "male", "1955-07", "HBV", "2009-02-16", group="primary",
                ecog=1, child_pugh_score=5, child_pugh_class="A", stage_system="UICC", stage="IVA"),
        *irradiate("P07", "2009-03-02", 45.0, 25, target="primary", site="liver", pause=9),
        *doses("P07", ("2009-03-02", 800, "start"), ("2009-04-09", 400, "toxicity"),
               ("2009-05-11", 0, "toxicity"), ("2009-05-18", 800, "recovery"),
               ("2009-08-03", 0, "progression")),
        *labs("P07", "AFP", "IU/mL", ("2009-02-20", 8320), ("2009-03-16", 5100),
              ("2009-04-20", 1040), ("2009-05-25", 610), ("2009-07-06", 2400),
              ("2009-08-24", 9800)),
        *labs("P07", "platelets", "10^9/L", ("2009-02-20", 182), ("2009-03-16", 96),
              ("2009-04-20", 48), ("2009-05-25", 110), ("2009-07-06", 141),
              lower_limit=150, upper_limit=400),
        *labs("P07", "ALT", "IU/L", ("2009-02-20", 42), ("2009-04-20", 134), ("2009-07-06", 61),
              lower_limit=10, upper_limit=45),
        *labs("P07", "bilirubin", "mg/dL", ("2009-02-20", 0.9), ("2009-04-20", 2.3),
              ("2009-07-06", 1.2), upper_limit=1.2),
        scan("P07", "2009-02-18", "baseline", 84), scan("P07", "2009-05-04", "PR", 52),
        scan("P07", "2009-07-06", "PD", 55, new_lesions=["lung"]),
        *toxicity("P07", "hfs", "hand-foot skin reaction", ("2009-03-23", 2), ("2009-04-07", 3),
                  ("2009-05-14", 1), ("2009-06-22", 0)),
        *toxicity("P07", "platelets", "thrombocytopenia", ("2009-04-20", 3), ("2009-05-25", 0)),
        say("P07", "note", "2009-06-01", text="Seen at home [by the nurse]; [bold]no[/bold] pain."),
        say("P07", "vital_status", "2009-11-02", status="dead", cause="liver failure"),
        *person("P08", "female", "1938-02-11", "HCV", "2008-10-06", group="metastasis",
                ecog=0, child_pugh_score=6, child_pugh_class="A", stage="IVB"),
        *irradiate("P08", "2008-10-20", 30.0, 10, target="bone", site="L3"),
        *doses("P08", ("2008-10-13", 800, "start"),),
        *labs("P08", "AFP", "IU/mL", ("2008-10-10", 94), ("2008-11-24", 14)),
        scan("P08", "2008-10-08", "baseline", 31), scan("P08", "2009-01-12", "CR", 0),
        *toxicity("P08", "fatigue", "fatigue", ("2009-01-20", 1)),
        say("P08", "vital_status", "2009-12-14", status="alive"),
        *person("P09", "male", "1943", "alcohol", "2009-05-04", group="primary",
                ecog=1, child_pugh_score=7, child_pugh_class="B", stage="IIIA"),
        *irradiate("P09", "2009-05-18", 54.0, 30, target="primary", site="liver"),
        *doses("P09", ("2009-05-18", 400, "start"), ("2009-07-01", 0, "toxicity")),
        scan("P09", "2009-05-06", "baseline", 61), scan("P09", "2009-07-20", "PD", 80),
        say("P09", "vital_status", "2009-09-09", status="dead"),
        *person("P10", "female", "1950-09-30", "unknown", "2009-09-01", group="primary",
                ecog=2, child_pugh_score=6, child_pugh_class="A", stage="II"),
        say("P10", "note", "2009-09", text="Lost after the first visit."),
        say("B01", "registration", "2009-01-12", sex="male", birth_date="1931-01-01",
            etiology="HBV"),
        say("B01", "eligibility", "2009-01-12", status="excluded", reason="Child–Pugh C"),
    ]  # fmt: skip


def _build(path: Path) -> None:
    with Store.open(path, create=True) as store:
        append(store, cohort(), actor="import")
        hfs = "P07/adverse_event/hfs-2009-04-07"
        wrong = draft_correction(store, hfs, {"grade": 2}, reason="grade mis-keyed")
        append(store, [_at(wrong, CORRECTED)], actor="jc")
        back = draft_correction(store, hfs, {"grade": 3}, reason="it was 3 after all")
        append(store, [_at(back, CORRECTED + 60_000_000)], actor="jc")
        lock = LockDraft(name="first cut", reason="interim analysis", recorded_at=LOCKED)
        append(store, [lock], actor="jc")
        gone = draft_retraction(
            store, "P08/adverse_event/fatigue-2009-01-20", reason="wrong patient"
        )
        append(store, [_at(gone, RETRACTED)], actor="mk")
        refresh(store)


def _at(draft: Draft, recorded_at: int) -> Draft:
    return msgspec.structs.replace(draft, recorded_at=recorded_at)


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "study.db"
    _build(path)
    return path


@pytest.fixture
def store_path(built_store: Path, tmp_path: Path) -> Path:
    """A store of its own for one test."""
    path = tmp_path / "study.db"
    shutil.copy(built_store, path)
    return path


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own state or keys."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")


@dataclass
class Desk:
    """The workbench as a user sits before it."""

    app: Workbench
    pilot: Pilot[int]

    async def settle(self) -> None:
        """Wait until nothing runs and nothing waits to run."""
        idle = 0
        while idle < 4:
            await self.pilot.pause(0.01)
            busy = any(worker.is_running for worker in self.app.workers)
            idle = 0 if busy else idle + 1

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        for character in text:
            await self.pilot.press("space" if character == " " else character)
        await self.settle()

    @property
    def text(self) -> str:
        """Everything on the screen, without trailing blanks."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    def line(self, number: int) -> str:
        return self.text.splitlines()[number]


Opener = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def desk(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Sits down before a store (the small one unless another is given) and waits for the list."""
    monkeypatch.setattr("timeline_tui.form.screen.REST_SECONDS", 0.01)
    monkeypatch.setattr("timeline_tui.cohort.preview.REST_SECONDS", 0.0)

    @asynccontextmanager
    async def sit(
        size: tuple[int, int] = (80, 24),
        *,
        path: Path = store_path,
        as_of: str | None = None,
        theme: str | None = None,
        notifications: bool = False,
        **session: Any,
    ) -> AsyncIterator[Desk]:
        known = Session(path, actor="jc", **session)
        app = Workbench(known, read_opening(path), as_of=as_of, theme=theme)
        async with app.run_test(size=size, notifications=notifications) as pilot:
            found = Desk(app, pilot)
            await found.settle()
            yield found

    return sit


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Holds a screen's text against the one that was looked at; UPDATE_GOLDENS=1 writes it anew."""
    folder = Path(__file__).parent / "goldens"

    def hold(name: str, text: str) -> None:
        file = folder / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDENS"):
            folder.mkdir(exist_ok=True)
            file.write_text(text + "\n", encoding="utf-8")
        assert text + "\n" == file.read_text(encoding="utf-8")

    return hold
