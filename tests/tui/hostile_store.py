"""Stores that no screen may break on: empty, one event, and everything that a record can hold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from timeline.events import Draft
from timeline.history import draft_correction, effective_events
from timeline.recording import append
from timeline.replay import refresh
from timeline.store import Store
from tui.conftest import say

TERMS = (
    "Palmar-plantar [bold red]erythrodysaesthesia[/] " * 4,
    "発熱性好中球減少症と肝細胞癌の進行" * 6,
    "اضطراب الكبد \u202eشديد\u202c جدا",
    "e\u0301\u0301\u0301 o\u0308 \u0915\u094d\u0937\u093f 👨\u200d👩\u200d👧 🇯🇵",
    "a\tb\x07 \x1b[31mred\x1b]0;title\x07 \x9b2J",
    "[/nothing] [@click=app.quit]here[/] {braces} %s \\[x",
    "x" * 200,
    "…",
)
VALUES = (1e-300, 5e-324, 0.0, 1e-9, 0.1, 7.0, 1e6, 1e9)
DAYS = ("1971", "1983-02", "1999-12-31", "2000-02-29", "2009", "2009-03", "2008-07-04")


def forty_years() -> list[Draft]:
    """3,000 events of one patient, a value every five days."""
    first = date(1968, 1, 1)
    drafts = [say("LONG", "registration", "1967-12", sex="female", birth_date="1931")]
    for number in range(2_960):
        day = str(first + timedelta(days=number * 5))
        if number % 6:
            analyte, unit = (("AFP", "IU/mL"), ("platelets", "10^9/L"))[number % 2]
            drafts.append(
                say("LONG", "lab", day, analyte=analyte, unit=unit, value=float(number % 400),
                    lower_limit=150.0, upper_limit=400.0)
            )  # fmt: skip
        else:
            drafts.append(
                say("LONG", "adverse_event", day, episode=f"e{number // 18}", term="fatigue",
                    grade=number // 6 % 4, ctcae_version="3.0")
            )  # fmt: skip
    drafts += [
        say("LONG", "vital_status", str(first + timedelta(days=14_600 + number)), status="alive")
        for number in range(40)
    ]
    return drafts


def words() -> list[Draft]:
    """Every text field with texts that a terminal, a layout or a markup could stumble over."""
    drafts = []
    for number, term in enumerate(TERMS):
        on = DAYS[number % len(DAYS)]
        word = term[:200]
        drafts += [
            say("WORDS", "adverse_event", on, episode=f"e{number}", term=word,
                grade=number % 5 + 1, ctcae_version="5.0"),
            say("WORDS", "note", on, text=term[:2000] + str(number)),
            say("WORDS", "procedure", on, name=word, site=word),
            say("WORDS", "imaging", on, modality="CT", region=word,
                lesions=[{"lesion": word, "role": "target", "field": "in", "longest_mm": 1e-9}],
                new_lesions=[word], reported_response="PD"),
            say("WORDS", "rt_prescription", on, course=f"c{number}", site=word, target="primary",
                technique=word, total_dose_gy=200.0, fractions=200, fraction_dose_gy=1.0),
        ]  # fmt: skip
    drafts += [
        say("WORDS", "lab", DAYS[at % len(DAYS)], analyte=analyte, unit=unit, value=value,
            comparator=("none", "<", ">")[at % 3], lower_limit=-1e9, upper_limit=1e9)
        for analyte, unit in (("AFP", "ng/mL"), ("platelets", "/µL"), ("bilirubin", "µmol/L"))
        for at, value in enumerate(VALUES)
    ]  # fmt: skip
    return drafts


def build_hostile(path: Path) -> None:
    """All of it in one store, with a corrected fact whose reason is hostile too."""
    with Store.open(path, create=True) as store:
        one = say("ONE", "note", "2009", text="alone")
        append(store, [*forty_years(), *words(), one], actor="import")
        (event,) = effective_events(store, "ONE")
        wrong = draft_correction(store, event.fact, {"text": TERMS[4]}, reason=TERMS[2])
        append(store, [wrong], actor="jc [b] 医師")
        refresh(store)


def build_one(path: Path) -> None:
    """One event."""
    with Store.open(path, create=True) as store:
        append(store, [say("ONE", "registration", "2009", sex="unknown")], actor="import")
        refresh(store)


def build_empty(path: Path) -> None:
    """No event."""
    with Store.open(path, create=True) as store:
        refresh(store)
