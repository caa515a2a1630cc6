"""A made-up course that has everything that the lanes can draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

RT_START = date(2009, 3, 2)
RECORDED = 1_262_304_000_000_000
CORRECTED = 1_263_254_400_000_000


@dataclass(frozen=True)
class Made:
    """An event for tests: only what lanes need."""

    kind: str
    occurred_on: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    fact: str = ""
    revision: int = 1
    recorded_at: int = RECORDED
    actor: str = "mk"
    source: str = ""
    reason: str = ""


def on(days: int) -> str:
    """The ISO date so many days from RT start."""
    return (RT_START + timedelta(days=days)).isoformat()


def made(kind: str, when: str | int, *, key: str = "", **payload: Any) -> Made:
    """An event of patient P07."""
    day = when if isinstance(when, str) else on(when)
    source = f"{kind}.csv#14"
    return Made(kind, day, payload, f"P07/{kind}/{key or day}", source=source)


def corrected(event: Made, reason: str) -> Made:
    """The same as revision 2."""
    return Made(
        event.kind,
        event.occurred_on,
        event.payload,
        event.fact,
        revision=2,
        recorded_at=CORRECTED,
        actor="jc",
        source=event.source,
        reason=reason,
    )


def lab(analyte: str, days: int, value: float, **more: Any) -> Made:
    """A laboratory value in the analyte's usual unit, with limits."""
    unit, low, high = {
        "AFP": ("IU/mL", None, 10),
        "platelets": ("10^9/L", 150, 400),
        "haemoglobin": ("g/dL", 13, 17),
        "AST": ("IU/L", None, 40),
        "ALT": ("IU/L", None, 40),
        "bilirubin": ("mg/dL", None, 1.2),
        "albumin": ("g/dL", 3.5, 5.2),
    }[analyte]
    limits = {"lower_limit": low, "upper_limit": high} | more
    given = {name: limit for name, limit in limits.items() if limit is not None}
    return made(
        "lab", days, key=f"{analyte.lower()}-{on(days)}", analyte=analyte, value=value, unit=unit,
        **given,
    )  # fmt: skip


def grade(payload: Mapping[str, Any]) -> int | None:
    """CTCAE 4.03 for the demo's analytes, written out here so that tests need no other table."""
    value, name = float(payload["value"]), str(payload["analyte"])
    falling = {
        "platelets": (150, 75, 50, 25),
        "haemoglobin": (13, 10, 8, 6.5),
        "albumin": (3.5, 3, 2, 0),
    }
    rising = {
        "AST": (40, 120, 200, 800),
        "ALT": (40, 120, 200, 800),
        "bilirubin": (1.2, 1.8, 3.6, 12),
    }
    if name in falling:
        return sum(value < limit for limit in falling[name])
    if name in rising:
        return sum(value > limit for limit in rising[name])
    return None


def _fractions() -> list[Made]:
    days = [d for d in range(46) if (RT_START + timedelta(days=d)).weekday() < 5]
    days = [d for d in days if not 18 <= d <= 27][:25]
    return [
        made("rt_fraction", d, key=f"1-{n}", course="1", number=n, dose_gy=1.8)
        for n, d in enumerate(days, 1)
    ]


def _doses() -> list[Made]:
    steps = ((0, 800, "start"), (37, 400, "toxicity"), (62, 0, "toxicity"), (76, 400, "recovery"))
    doses = [
        made("drug_dose", day, key=f"sorafenib-{on(day)}", agent="sorafenib", daily_dose_mg=dose,
             reason=why)
        for day, dose, why in steps
    ]  # fmt: skip
    doses[1] = corrected(doses[1], "dose read off the wrong line")
    return [*doses, made("drug_dose", 196, key="sorafenib-end", agent="sorafenib", daily_dose_mg=0,
                         reason="progression")]  # fmt: skip


def _labs() -> list[Made]:
    afp = (
        (-6, 23919), (14, 17400), (28, 11020), (42, 8320), (63, 6480), (84, 5958), (105, 6700),
        (126, 9100), (150, 14200), (178, 31000), (206, 58400), (233, 90500),
    )  # fmt: skip
    rows = (
        (-6, 182, 13.9, 44, 38, 0.9, 4.1), (7, 151, 13.4, 62, 51, 0.9, 4.0),
        (14, 118, 12.8, 88, 74, 1.1, 3.9), (21, 92, 12.1, 135, 110, 1.2, 3.8),
        (28, 74, 11.6, 140, 128, 1.4, 3.6), (35, 61, 11.0, 96, 81, 1.5, 3.5),
        (42, 48, 10.4, 71, 60, 1.3, 3.4), (56, 66, 10.9, 52, 44, 1.1, 3.5),
        (70, 89, 11.3, 41, 36, 1.0, 3.6), (84, 121, 12.0, 39, 33, 0.9, 3.7),
        (105, 143, 12.4, 42, 37, 1.0, 3.7), (126, 150, 12.2, 58, 45, 1.1, 3.6),
        (150, 132, 11.5, 92, 70, 1.6, 3.3), (178, 110, 10.2, 160, 122, 2.4, 3.0),
        (206, 84, 9.1, 310, 204, 4.4, 2.6), (233, 58, 8.2, 890, 460, 9.8, 2.1),
    )  # fmt: skip
    names = ("platelets", "haemoglobin", "AST", "ALT", "bilirubin", "albumin")
    found = [lab("AFP", day, value) for day, value in afp]
    found += [
        lab(name, day, value)
        for day, *values in rows
        for name, value in zip(names, values, strict=True)
    ]
    found[4] = corrected(found[4], "digits swapped")
    return found


def _scans() -> list[Made]:
    calls: tuple[tuple[int, str, int, list[str]], ...]
    calls = ((-10, "baseline", 92, []), (46, "SD", 84, []), (92, "PR", 58, []),
             (126, "PR", 60, []), (188, "PD", 95, ["lung"]))  # fmt: skip
    return [
        made("imaging", day, key=f"ct-abdomen-{on(day)}", modality="CT", region="abdomen",
             lesions=[{"lesion": "T1", "role": "target", "longest_mm": size}], new_lesions=new,
             reported_response=call)
        for day, call, size, new in calls
    ]  # fmt: skip


def _toxicity() -> list[Made]:
    course = (
        (
            "hfs",
            "Hand–foot skin reaction",
            "sorafenib",
            ((12, 1), (24, 2), (33, 3), (48, 2), (70, 0)),
        ),
        ("fatigue", "Fatigue", "RT", ((5, 1), (150, 2), (201, 3))),
        ("diarrhoea", "Diarrhoea", "sorafenib", ((20, 2), (34, 0), (90, 2), (110, 1), (131, 0))),
        ("thrombo", "Platelet count decreased", "RT", ((28, 2), (42, 3), (56, 2), (84, 0))),
        ("derm", "Radiation dermatitis", "RT", ((18, 1), (30, 2), (52, 0))),
        ("ascites", "Ascites", "disease", ((178, 2), (215, 3))),
        ("failure", "Hepatic failure", "disease", ((228, 4), (245, 5))),
    )
    found = [
        made("adverse_event", day, key=f"{name}-{on(day)}", episode=name, term=term, grade=g,
             ctcae_version="4.03", attribution=[cause])
        for name, term, cause, grades in course
        for day, g in grades
    ]  # fmt: skip
    found[2] = corrected(found[2], "grade mis-keyed")
    return found


def demo_course() -> list[Made]:
    """Everything, in the order of dates."""
    other = [
        made("registration", -12, sex="male", birth_date="1956", etiology="HBV"),
        made("clinical_status", -8, ecog=0, child_pugh_class="A", child_pugh_score=6, stage="IVA"),
        made("rt_prescription", -4, key="1", course="1", site="liver", target="primary",
             technique="3D-CRT", total_dose_gy=45, fractions=25, fraction_dose_gy=1.8),
        made("clinical_status", 92, ecog=1, child_pugh_class="B", child_pugh_score=7),
        made("procedure", 135, key="tace", name="TACE", site="liver"),
        made("note", "2009-09", text="Family asks for [palliative] care at home."),
        made("vital_status", 245, status="dead", cause="hepatic failure"),
    ]  # fmt: skip
    found = [*other, *_fractions(), *_doses(), *_labs(), *_scans(), *_toxicity()]
    return sorted(found, key=lambda event: event.occurred_on)
