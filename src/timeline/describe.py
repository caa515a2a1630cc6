"""Events in a clinician's words: one line a fact, and what a revision changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.events import Event


def number(value: Any) -> str:
    """A number without needless digits: `1.8`, `45`, `23919`."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def counted(how_many: int, one: str, many: str | None = None) -> str:
    """`1 fraction`, `25 fractions`; `many` is given where the plural is not made by an s."""
    return f"{how_many} {one if how_many == 1 else many or one + 's'}"


def describe(event: Event) -> str:
    """What happened, without its date: `AFP 23919 IU/mL`, `CT abdomen: PD, new lesion lung`."""
    return describe_payload(event.kind, event.payload)


def describe_payload(kind: str, payload: Mapping[str, Any]) -> str:
    """The same for a payload that is not recorded yet."""
    get = payload.get
    match kind:
        case "registration":
            parts = [get("sex"), _born(get("birth_date")), get("etiology"), get("diagnosis_basis")]
            return f"registration: {_listed(parts)}"
        case "eligibility":
            return _listed([get("status"), get("group"), get("reason")])
        case "clinical_status":
            child_pugh = f"{get('child_pugh_class') or ''}{get('child_pugh_score') or ''}"
            return _listed(
                [
                    f"ECOG {get('ecog')}" if get("ecog") is not None else None,
                    f"Child–Pugh {child_pugh}" if child_pugh else None,
                    f"stage {get('stage')}" if get("stage") else None,
                    f"ascites {get('ascites')}" if get("ascites") else None,
                    f"encephalopathy {get('encephalopathy')}" if get("encephalopathy") else None,
                ]
            )
        case "rt_prescription":
            fractions = counted(get("fractions") or 0, "fraction")
            return (
                f"RT course {get('course')}: {number(get('total_dose_gy'))} Gy in {fractions} to"
                f" {get('site')}, {get('technique')}"
            )
        case "rt_fraction":
            return (
                f"fraction {get('number')} of course {get('course')}, {number(get('dose_gy'))} Gy"
            )
        case "drug_dose":
            dose = get("daily_dose_mg")
            given = f"{number(dose)} mg/day" if dose else "held"
            return _listed([f"{get('agent')} {given}", get("reason")])
        case "lab":
            comparator = "" if get("comparator", "none") == "none" else f"{get('comparator')} "
            unit = "" if get("unit") == "1" else f" {get('unit')}"
            return f"{get('analyte')} {comparator}{number(get('value'))}{unit}"
        case "imaging":
            new = get("new_lesions") or []
            return f"{get('modality')} {get('region')}: " + (
                _listed(
                    [
                        get("reported_response"),
                        f"non-target {get('non_target')}" if get("non_target") else None,
                        f"new lesion {', '.join(new)}" if new else None,
                    ]
                )
                or "no call"
            )
        case "adverse_event":
            cause = get("attribution") or []
            grade = f"grade {get('grade')}" if get("grade") else "resolved"
            return _listed([f"{get('term')}, {grade}", " and ".join(cause) or None])
        case "procedure":
            return _listed([get("name"), get("site")])
        case "vital_status":
            return _listed([get("status"), get("cause")])
        case "review":
            about = (get("issue") or get("about") or "the whole course").replace("_", " ")
            return f"{get('verdict')}: {about}, “{get('comment')}”"
        case _:
            return str(get("text", ""))


def moves_in_words(before: Event, after: Event) -> str:
    """What a revision changed: `date 2010-06 → 2010-06-24, reported response PR → PD`."""
    return ", ".join(
        f"{'date' if name == 'occurred_on' else name.replace('_', ' ')}"
        f" {_shown(old)} → {_shown(new)}"
        for name, old, new in changed_fields(before, after)
    )


def changed_fields(before: Event, after: Event) -> list[tuple[str, Any, Any]]:
    """The fields that differ between two revisions: name, old and new value (None: not given)."""
    old = {"occurred_on": before.occurred_on, **before.payload}
    new = {"occurred_on": after.occurred_on, **after.payload}
    names = dict.fromkeys([*old, *new])
    return [(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)]


def _born(date: Any) -> str | None:
    return f"born {date}" if date else None


def _listed(parts: list[Any]) -> str:
    return ", ".join(str(part) for part in parts if part)


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, list):
        return (
            f"{len(value)} entries" if any(isinstance(v, dict) for v in value) else _listed(value)
        )
    return number(value)
