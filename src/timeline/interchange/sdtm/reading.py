"""Which events come of which dataset of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from timeline.errors import Place, Problem, Refused, Remark
from timeline.events import Draft
from timeline.interchange.sdtm.adverse_events import adverse_events
from timeline.interchange.sdtm.dataset import SUFFIXES
from timeline.interchange.sdtm.demographics import contacts, decisions, registrations
from timeline.interchange.sdtm.findings import laboratory, visits
from timeline.interchange.sdtm.subjects import Study
from timeline.interchange.sdtm.treatment import doses, procedures
from timeline.interchange.sdtm.tumours import scans
from timeline.interchange.text_lines import TextLines

Read = Draft | Problem | Remark

DOMAINS: dict[str, Callable[[Study], Iterator[Read]]] = {
    "DM": registrations,
    "DS": decisions,
    "EX": doses,
    "PR": procedures,
    "LB": laboratory,
    "AE": adverse_events,
    "TU": scans,
    "SS": contacts,
    "QS": visits,
}
BESIDE = ("TR", "RS", "RELREC", "SUPPDM", "SUPPPR", "SUPPAE", "SUPPTU", "SUPPTR", "SUPPRS")
"""Datasets that are read with another one: TR and RS with TU, or the first of them there is."""


class SdtmReader:
    """A reader of the datasets of one folder."""

    def __init__(self, folder: Path, *, ctcae_version: str = "5.0") -> None:
        self.study = Study(folder, ctcae_version)

    def __call__(self, lines: TextLines) -> Iterator[Read]:
        """The events of one dataset. Raises Refused where a variable is missing."""
        name = lines.path.stem.upper()
        if name in DOMAINS:
            yield from DOMAINS[name](self.study)
            yield from self.study.dataset(name).problems
        elif name in ("TR", "RS") and self._stands_for_the_scans(name):
            yield from scans(self.study)
        elif name not in BESIDE:
            message = f"{name} is not a domain that is read; known: {', '.join(DOMAINS)}"
            yield Remark(Problem(message, Place(lines.path.name)))

    def _stands_for_the_scans(self, name: str) -> bool:
        first = next(one for one in ("TU", "TR", "RS") if self.study.dataset(one).records)
        return first == name


def datasets(folder: Path) -> list[Path]:
    """The files of a folder that are datasets, demographics first. Raises Refused without any."""
    found = [path for path in sorted(folder.iterdir()) if path.suffix.casefold() in SUFFIXES]
    if not found:
        raise Refused([Problem("no datasets (.csv, .xpt) here", Place(str(folder)))])
    return sorted(found, key=lambda path: path.stem.upper() != "DM")
