"""What one sitting at the workbench knows: the store's file, who sits there, and what they did."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.store import Store


@dataclass(frozen=True)
class Step:
    """One change that this session appended, so that it can be undone by another."""

    patient: str
    fact: str
    action: str
    revision: int


@dataclass(frozen=True)
class Saved:
    """What saving a form did. `columns` are the endpoints' columns that moved, `table.column`."""

    step: Step
    title: str
    words: str
    head: int
    columns: frozenset[str] = frozenset()
    undone: bool = False

    @property
    def patient(self) -> str:
        return self.step.patient


@dataclass
class Session:
    """The store's file and the user. Stores are opened where they are used: one a thread."""

    path: Path
    actor: str
    readonly: bool = False
    ascii: bool = False
    debug: bool = False
    steps: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.readonly = self.readonly or not os.access(self.path, os.W_OK)

    def open(self) -> Store:
        """The store, opened in the calling thread. Use it as a context manager."""
        from timeline.store import Store

        return Store.open(self.path, readonly=self.readonly)

    def note(self, saved: Saved) -> None:
        """Remember a change so that it can be undone; undoing forgets the change that it undid."""
        if saved.undone:
            self.steps.pop()
        else:
            self.steps.append(saved.step)
