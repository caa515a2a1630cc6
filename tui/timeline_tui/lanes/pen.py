"""What every lane draws with: the glyphs, the time scale and which facts are evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from timeline_tui.lanes.course import Item
from timeline_tui.lanes.palette import Look
from timeline_tui.lanes.scale import Scale
from timeline_tui.lanes.sizes import Sizes
from timeline_tui.lanes.text import clean, cut, to_ascii

Grade = Callable[[Mapping[str, Any]], int | None]
"""The CTCAE grade of a laboratory value's payload; None where no rule grades it."""


def ungraded(payload: Mapping[str, Any]) -> int | None:
    """No value has a grade."""
    return None


@dataclass(frozen=True, slots=True)
class Pen:
    """The scale and the look of one frame."""

    scale: Scale
    look: Look
    evidence: frozenset[str] = frozenset()
    grade: Grade = ungraded
    threshold: float = 200.0
    """AFP in IU/mL that the dashed line marks."""
    grades: Mapping[str, int | None] = field(default_factory=dict)
    """By fact, where a grade is already known; `grade` is asked of the others."""

    sizes: Sizes = field(default_factory=Sizes)
    """The response as judged by the projections."""

    def grade_of(self, item: Item) -> int | None:
        """The CTCAE grade of a laboratory value."""
        fact = item.event.fact
        return self.grades[fact] if fact in self.grades else self.grade(item.payload)

    def role(self, item: Item, role: str) -> str:
        """A role with the marks that the item's fact gives it."""
        marks = "+c" if item.corrected else ""
        return role + marks + ("+e" if item.event.fact in self.evidence else "")

    def glyph(self, name: str) -> str:
        return self.look.glyph(name)

    def words(self, text: object, width: int = 200) -> str:
        """Text of the record, cleaned, cut to a width and in ASCII where it must be."""
        shown = cut(clean(str(text)), width)
        return to_ascii(shown) if self.look.ascii else shown

    def column(self, item: Item) -> int:
        return self.scale.column(item.day)
