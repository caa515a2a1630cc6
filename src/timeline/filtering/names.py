"""What a condition may name: columns by their short names, grades of adverse events, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timeline.projections.declaration import Column

SHORT_NAMES: dict[str, str] = {
    "id": "patient",
    "cp": "child_pugh",
    "dx": "diagnosis_basis",
    "prior": "previous_treatments",
    "origin": "origin_on",
    "site": "rt_site",
    "target": "rt_target",
    "technique": "rt_technique",
    "gy": "rt_gy",
    "fx": "rt_fractions",
    "drug": "agent",
    "dose": "dose_mg",
    "best": "best_response",
    "afp": "afp_change_percent",
    "ttp": "ttp_months",
    "progressed": "ttp_event",
    "os": "os_months",
    "dead": "os_event",
    "late3": "late_3_months",
    "late6": "late_6_months",
    "skin": "skin_reaction",
    "first": "first_on",
    "last": "last_on",
}
"""The short names, of any table that has the column and none of that name itself."""

GRADE_IN_WORDS = ("late_3_months", "late_6_months")
"""Columns of words that begin with a grade: held against a number, the grade is meant."""

ISSUES = "issues"
FACTS: dict[str, Column] = {
    ISSUES: Column("integer", "data issues that are open: errors and warnings"),
}
"""What the course row is asked for that stands in other tables, one value a patient."""

OTHER_NAMES: dict[str, str] = {"open": ISSUES, "open_issues": ISSUES}
"""How the list of the cohort heads the same."""

GRADES: dict[str, str] = {"ae": "worst_grade", "lab": "worst_laboratory_grade"}
"""The column of `toxicity` that `ae:TERM` and `lab:TEST` ask for; without a term, of any."""

GRADE_MEANINGS: dict[str, str] = {
    "ae": "worst CTCAE grade of an adverse event from day 0 on, as in ae:hfs>=3",
    "lab": "worst CTCAE grade of a laboratory test from day 0 on, as in lab:platelets>=3",
}

_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def folded(text: str) -> str:
    """A text with its ASCII letters in lower case, as SQLite's lower() has it."""
    return text.translate(_ASCII_LOWER)


@dataclass(frozen=True)
class Language:
    """What the conditions on one table may name.

    `facts` allows grades of adverse events and counts of issues, `words` allows words that occur
    anywhere in the row. `terms` are those of the study, beside the ones that CTCAE lists.
    """

    columns: Mapping[str, Column]
    facts: bool = False
    words: bool = False
    terms: tuple[str, ...] = ()

    def column(self, name: str) -> str | None:
        """The column or fact that a name stands for: itself, a short name, `…_months`."""
        folded = name.casefold()
        for spelling in (name, folded, SHORT_NAMES.get(folded, ""), f"{folded}_months"):
            if spelling in self.columns or (self.facts and spelling in FACTS):
                return spelling
        return OTHER_NAMES.get(folded) if self.facts else None

    def declared(self, column: str) -> Column:
        """What is declared of a column or fact."""
        return self.columns[column] if column in self.columns else FACTS[column]

    @property
    def searched(self) -> tuple[str, ...]:
        """The columns that words are looked for in."""
        text = ("text", "date", "partial_date")
        columns = self.columns.items()
        return tuple(name for name, one in columns if one.dtype in text and name != "evidence")

    @property
    def short(self) -> dict[str, str]:
        """The shortest name of every column and fact, with the column that it stands for."""
        names = {target: short for short, target in SHORT_NAMES.items()}
        known = [*self.columns, *(FACTS if self.facts else ())]
        return {names.get(name, name): name for name in dict.fromkeys(known) if name != "evidence"}
