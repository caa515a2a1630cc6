"""RELREC: which datasets belong together, and by which variable. The same for every study."""

from __future__ import annotations

from timeline.exporting.cdisc.dataset import Variable, variables

NAME, LABEL = "RELREC", "Related Records"

VARIABLES: tuple[Variable, ...] = variables(
    ("STUDYID", "Study Identifier"),
    ("RDOMAIN", "Related Domain Abbreviation"),
    ("USUBJID", "Unique Subject Identifier"),
    ("IDVAR", "Identifying Variable"),
    ("IDVARVAL", "Identifying Variable Value"),
    ("RELTYPE", "Relationship Type"),
    ("RELID", "Relationship Identifier"),
)


def rows(study: str) -> list[tuple[str | None, ...]]:
    """One lesion of TU has many measurements of TR (SDTMIG 8.3)."""
    return [
        (study, "TU", None, "TULNKID", None, "ONE", "TUTR"),
        (study, "TR", None, "TRLNKID", None, "MANY", "TUTR"),
    ]
