"""What every sitting in a browser is opened with."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `timeline serve` that are the workbench's own."""

    path: str
    actor: str
    readonly: bool = False
    ascii: bool = False
    as_of: str | None = None
    theme: str | None = None

    def command(self) -> list[str]:
        """What starts the process of a sitting."""
        return [sys.executable, "-m", "timeline_tui.serving.sitting", json.dumps(asdict(self))]
