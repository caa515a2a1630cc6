"""The example data that timeline ships."""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError

_PACKAGE = Path(__file__).parent
ROOTS = (_PACKAGE / "_examples", _PACKAGE.parents[1] / "examples")
"""Inside an installed package; beside `src` in a checkout."""


def path(name: str) -> Path:
    """The folder of an example: `study` or `hcc_visits`."""
    for root in ROOTS:
        if (root / name).is_dir():
            return root / name
    raise TimelineError(f"the example {name!r} is not part of this installation")
