"""How a projection's table is declared: key, columns, units, meanings, sources of definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Dtype = Literal["text", "date", "partial_date", "integer", "number", "boolean"]
"""A `partial_date` is a date as far as it is known: `2009-03-02`, `2009-03` or `2009`."""


@dataclass(frozen=True)
class Column:
    """One column: its type, what it means, its unit and where its definition was published."""

    dtype: Dtype
    meaning: str
    unit: str = ""
    source: str = ""


AFP_ALONE: dict[str, tuple[str, tuple[str, ...]]] = {"lab": ("analyte", ("AFP",))}
"""No projection reads the values of another analyte yet."""


@dataclass(frozen=True)
class Declaration:
    """One projection's table. `module` derives it, from the payload fields in `reads` and from the
    tables in `needs`; `columns` has the key first and `evidence` last. `only` names, for a kind,
    the values of a field that the projection looks at: of other facts it reads the dates alone.
    `counts_revisions` is for one that tells how often facts were revised.
    """

    name: str
    title: str
    module: str
    reads: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    needs: tuple[str, ...] = ()
    counts_revisions: bool = False
    only: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=lambda: AFP_ALONE)


PATIENT = Column("text", "pseudonymous identifier")
EVIDENCE = Column("text", "the facts that the row rests on, ids separated by blanks")

FDA_ENDPOINTS = "FDA, Clinical Trial Endpoints for the Approval of Cancer Drugs and Biologics, 2018"
RECIST = "Eisenhauer et al., Eur J Cancer 2009;45:228–247"
FOWLER = "Fowler, Br J Radiol 1989;62:679–694"
WITHERS = "Withers, Thames & Peters, Radiother Oncol 1983;1:187–191"
RCR = (
    "Royal College of Radiologists, The timely delivery of radical radiotherapy: guidelines for the"
    " management of unscheduled treatment interruptions, 4th ed., 2019"
)
LLOVET = "Llovet et al., J Natl Cancer Inst 2008;100:698–711"
CTCAE = "CTCAE v3.0, National Cancer Institute, 2006"

ORIGIN_FIELDS: dict[str, tuple[str, ...]] = {
    "registration": (),
    "rt_fraction": ("course",),
    "drug_dose": ("agent", "daily_dose_mg"),
    "imaging": ("reported_response", "new_lesions", "non_target"),
    "vital_status": ("status",),
    "lab": ("analyte",),
    "clinical_status": (),
    "adverse_event": (),
    "procedure": (),
}
"""What the moments of `moments.py` are found in."""

PROGRESSION_FIELDS: dict[str, tuple[str, ...]] = {
    **ORIGIN_FIELDS,
    "imaging": ("region", "lesions", "reported_response", "new_lesions", "non_target"),
    "rt_prescription": ("course", "target"),
}
"""What scans are judged by, and progression is found in."""
