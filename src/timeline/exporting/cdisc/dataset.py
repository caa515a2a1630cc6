"""What a dataset is made of: named, labelled variables, and a record for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from timeline.exporting.cdisc.subject import Subject

Type = Literal["text", "number", "date"]
Record = Mapping[str, Any]
FACT = "fact"
"""The key under which a record names the fact that it tells of; no variable of the dataset."""


@dataclass(frozen=True)
class Variable:
    """A variable: at most 8 characters, a label of at most 40. A `date` is an ISO date, which SAS
    has as a number of days.
    """

    name: str
    label: str
    type: Type = "text"


@dataclass(frozen=True)
class Dataset:
    """A dataset, and the function that tells the records of one subject in their order."""

    name: str
    label: str
    variables: tuple[Variable, ...]
    records: Callable[[Subject], Iterator[Record]]

    @property
    def seq(self) -> str | None:
        """The variable that numbers a subject's records, where there is one."""
        return next((one.name for one in self.variables if one.name == f"{self.name}SEQ"), None)


IDENTIFIERS = (
    Variable("STUDYID", "Study Identifier"),
    Variable("DOMAIN", "Domain Abbreviation"),
    Variable("USUBJID", "Unique Subject Identifier"),
)


def variables(*pairs: tuple[str, str]) -> tuple[Variable, ...]:
    """Variables from (name, label); a name that ends in `#` is a number, in `@` a date."""
    types: dict[str, Type] = {"#": "number", "@": "date"}
    return tuple(
        Variable(name.rstrip("#@"), label, types.get(name[-1], "text")) for name, label in pairs
    )


def supplemental(domain: str, records: Callable[[Subject], Iterator[Record]]) -> Dataset:
    """The dataset of a domain's supplemental qualifiers (SDTMIG 8.4)."""
    return Dataset(
        f"SUPP{domain}",
        f"Supplemental Qualifiers for {domain}",
        variables(
            ("STUDYID", "Study Identifier"),
            ("RDOMAIN", "Related Domain Abbreviation"),
            ("USUBJID", "Unique Subject Identifier"),
            ("IDVAR", "Identifying Variable"),
            ("IDVARVAL", "Identifying Variable Value"),
            ("QNAM", "Qualifier Variable Name"),
            ("QLABEL", "Qualifier Variable Label"),
            ("QVAL", "Data Value"),
            ("QORIG", "Origin"),
        ),
        lambda subject: ({**record, "RDOMAIN": domain} for record in records(subject)),
    )


def qualifier_of(by: str, value: str, name: str, label: str, told: str) -> Record:
    """A supplemental qualifier of the records that have a value in a variable."""
    return {
        "IDVAR": by,
        "IDVARVAL": value,
        "QNAM": name,
        "QLABEL": label,
        "QVAL": told,
        "QORIG": "CRF",
    }
