"""What an import did, or on a dry run would have done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from timeline.errors import Problem


@dataclass(frozen=True)
class ImportedFile:
    """A file of an import: its SHA-256, its size, and the rows that something was read from."""

    name: str
    sha256: bytes
    bytes: int
    rows: int


@dataclass(frozen=True)
class Vanished:
    """A fact that an earlier file of the same name told of, and this one does not."""

    file: str
    fact: str
    patient: str
    kind: str
    source: str


@dataclass
class ImportSummary:
    """Events counted by file, kind and outcome (added, corrected, retracted, reinstated, unchanged;
    locks count as a kind `lock`), and by patient and outcome. `first_seq` and `last_seq` bound what
    was written, where anything was. `refused` has what was set aside, where that was asked for.
    """

    dry_run: bool
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    patients: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[Problem] = field(default_factory=list)
    read: list[ImportedFile] = field(default_factory=list)
    vanished: list[Vanished] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    first_seq: int | None = None
    last_seq: int | None = None

    def outcomes(self, *, file: str | None = None, kind: str | None = None) -> dict[str, int]:
        """Events by outcome, of everything or of one file or kind."""
        found: Counter[str] = Counter()
        for (its_file, its_kind, outcome), count in self.counts.items():
            if file in (None, its_file) and kind in (None, its_kind):
                found[outcome] += count
        return dict(found)

    @property
    def files(self) -> list[str]:
        """The files that had any events, in their order."""
        return list(dict.fromkeys(file for file, _, _ in self.counts))

    @property
    def kinds(self) -> list[str]:
        """The kinds of event that came, in their order."""
        return list(dict.fromkeys(kind for _, kind, _ in self.counts))
