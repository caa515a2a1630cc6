"""How the cohort list was left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from timeline_tui.cohort.more_columns import ALL_COLUMNS
from timeline_tui.cohort.ordering import Sorting
from timeline_tui.state import Section

if TYPE_CHECKING:
    from timeline_tui.app import Workbench


@dataclass(frozen=True, slots=True)
class CohortKept(Section):
    """Filter, order, columns, and the patient under the cursor."""

    filter: str = ""
    sorted_by: str = "patient"
    descending: bool = False
    show_excluded: bool = False
    show_preview: bool = True
    hidden: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    patient: str = ""

    @property
    def sorting(self) -> Sorting:
        """The order; by patient where the column is none of today's."""
        return (
            Sorting(self.sorted_by, self.descending) if self.sorted_by in ALL_COLUMNS else Sorting()
        )


def keep(bench: Workbench, **changes: Any) -> None:
    """Keep a change of how the list is left."""
    bench.keep(replace(bench.recall(CohortKept), **changes))
