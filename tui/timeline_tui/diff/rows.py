"""The rows of the differences: one an endpoint of a patient, its figure first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from timeline.changes import Change
from timeline.projections.declarations import PROJECTIONS
from timeline_tui.form.consequences import change_words, told_changes
from timeline_tui.widgets.drawing import Span, fit
from timeline_tui.wording import plural

SHORT = {
    "late_toxicity": "late",
    "late_toxicity_onset": "late onset",
    "toxicity": "",
    "drug_exposure": "",
    "radiotherapy": "RT",
    "liver_function": "liver",
}
"""What a table is called where its title would fill the line."""


FIGURES = frozenset(
    {"months", "change_percent", "present", "worst_grade", "best_overall", "total_gy"}
)  # fmt: skip
"""The column that stands for its row, where that moved."""
_PLACES = {name: place for place, name in enumerate(PROJECTIONS)}
NO_ENDPOINTS = frozenset({"data_issues", "issue_review"})


@dataclass(frozen=True)
class Because:
    """What was said of a fact between the two points: in a few words, and in a sentence."""

    short: str
    full: str


@dataclass(frozen=True)
class Row:
    """An endpoint of a patient that moved: its figure, what else of it moved, the facts behind."""

    patient: str
    what: str
    old: str
    new: str
    also: tuple[tuple[str, str, str], ...]
    because: tuple[str, ...]


def rows_of(changes: Sequence[Change]) -> list[Row]:
    """What moved, patient by patient, the endpoints in the order of the tables."""
    found = []
    endpoints = [change for change in changes if change.projection not in NO_ENDPOINTS]
    for _, cells in groupby(sorted(told_changes(endpoints), key=_row), key=_row):
        moved = sorted(cells, key=lambda change: change.column not in FIGURES)
        words = [_words(change) for change in moved]
        facts = dict.fromkeys(fact for change in moved for fact in change.because)
        patient = str(moved[0].key["patient"])
        found.append(Row(patient, *words[0], also=tuple(words[1:]), because=tuple(facts)))
    return found


def _row(change: Change) -> tuple[object, ...]:
    patient, *key = change.key.values()
    return (str(patient), _PLACES[change.projection], *key)


def _words(change: Change) -> tuple[str, str, str]:
    """The endpoint in few words, its old and its new value."""
    long, old, new = change_words(change)
    if change.projection not in SHORT:
        return long, old, new
    key = [str(value) for name, value in change.key.items() if name != "patient"]
    if change.projection == "late_toxicity":
        key = [f"{key[0]} mo"]
    column = change.column.removesuffix("_on").removesuffix("_gy").removesuffix("_mg")
    words = (SHORT[change.projection], *key, column.replace("_", " "))
    return " ".join(word for word in words if word), old, new


def count_words(rows: Sequence[Row]) -> str:
    """`12 endpoints of 5 patients moved`."""
    patients = len({row.patient for row in rows})
    return f"{plural(len(rows), 'endpoint')} of {plural(patients, 'patient')} moved"


def _cells(width: int) -> tuple[int, int, int]:
    """For the patient, the endpoint, and old → new together."""
    return (10, 32, 26) if width >= 100 else (8, 20, 20)


def title_spans(width: int) -> list[Span]:
    """The titles over the rows."""
    patient, what, moved = _cells(width)
    return [(fit("Patient", patient) + fit("Endpoint", what) + fit("Old → new", moved), "title"),
            ("Because", "title")]  # fmt: skip


def row_spans(row: Row, width: int, said: Mapping[str, Because]) -> list[Span]:
    """One row; a fact that nothing is known of yet stands by its id."""
    patient, what, moved = _cells(width)
    fact = row.because[0] if row.because else ""
    because = said[fact].short if fact in said else fact
    more = f"  and {len(row.because) - 1} more" if len(row.because) > 1 else ""
    return [
        (fit(row.patient, patient - 1) + " ", "strong"),
        (fit(row.what, what - 1) + " ", "text"),
        (fit(f"{row.old} → {row.new}", moved - 1) + " ", "changed"),
        (because, "soft"),
        (more, "faint"),
    ]


def status_spans(row: Row | None) -> list[Span]:
    """Everything of the endpoint that moved."""
    if row is None:
        return []
    spans: list[Span] = [(f"{row.what} {row.old} → {row.new}", "bar-changed")]
    spans += [(f"   {what} {old} → {new}", "bar") for what, old, new in row.also]
    return spans
