"""Late toxicity at the landmarks as plain data: bars of patients, and the terms in effect."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from timeline_tui.analysis.chart import Selection

NONE, DIED, LOST = "none", "died", "lost"
KINDS = ("5", "4", "3", "2", "1", NONE, DIED, LOST)
"""What a patient's place in a bar says: the worst grade, none, or why not evaluable."""

EVALUABLE = KINDS[:6]
SYMBOLS = {NONE: "○", DIED: "†", LOST: "?"}


@dataclass(frozen=True)
class Bar:
    """The patients of a group at a landmark, by what was found of them."""

    landmark: int
    group: int
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    def of(self, *kinds: str) -> tuple[str, ...]:
        """The patients of some kinds, in the order of the bar."""
        return tuple(who for kind, patients in self.parts if kind in kinds for who in patients)

    @property
    def everybody(self) -> tuple[str, ...]:
        return self.of(*KINDS)

    @property
    def evaluable(self) -> tuple[str, ...]:
        return self.of(*EVALUABLE)

    @property
    def present(self) -> tuple[str, ...]:
        return self.of(*KINDS[:5])

    @property
    def worst(self) -> str:
        """The worst grade of the group, `G3`; empty where there is none."""
        return next((f"G{kind}" for kind, who in self.parts if kind in KINDS[:5] and who), "")


@dataclass(frozen=True)
class Term:
    """A term, and who has it in effect: by landmark and group."""

    name: str
    patients: dict[tuple[int, int], tuple[str, ...]]


@dataclass(frozen=True)
class LandmarksData:
    """What the chart of the landmarks draws. `rows` are what a file is written from."""

    subtitle: str
    after: str
    groups: tuple[str, ...]
    landmarks: tuple[int, ...]
    bars: tuple[Bar, ...]
    terms: tuple[Term, ...]
    terms_of: dict[tuple[int, str], str] = field(default_factory=dict)
    """By landmark and patient the terms in effect."""
    notes: tuple[Selection, ...] = ()
    empty: str = ""
    rows: tuple[dict[str, Any], ...] = field(default=(), compare=False)


def finding_words(kind: str) -> str:
    """A part of a bar in words."""
    known = {NONE: "without late toxicity", DIED: "died before", LOST: "last contact before"}
    return known.get(kind, f"with grade {kind}")
