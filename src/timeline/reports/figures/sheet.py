"""The sheet that figures are drawn on: one column of a journal, and how it becomes a file.

The same data give the same bytes: no date, no random id. Colours are those of Okabe & Ito, which
are told apart by colour-blind readers; every figure tells its groups apart by shape or line too.
"""

from __future__ import annotations

import io
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from timeline.errors import InvalidFigure

COLUMN_MM = 89
"""The width of a column; two of them with the gap are 183."""

PAGE_MM = 183
INCH_MM = 25.4
DOTS_PER_INCH = 300

DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))
"""The line of each group: solid, dashed, dotted, dash and dot."""

_METADATA: dict[str, dict[str, Any]] = {
    ".svg": {"Date": None, "Creator": "timeline"},
    ".pdf": {"CreationDate": None, "Creator": "timeline", "Producer": None},
    ".png": {"Software": "timeline"},
}
_STYLE: Any = {
    "svg.hashsalt": "timeline",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 7,
    "axes.labelsize": 7,
    "axes.titlesize": 7,
    "xtick.labelsize": 6.5,
    "ytick.labelsize": 6.5,
    "legend.fontsize": 6.5,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.2,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
    "axes.unicode_minus": True,
    "text.parse_math": False,
}


def require_writable_kind(path: Path) -> str:
    """The file's ending. Raises InvalidFigure where it is not that of a figure."""
    ending = path.suffix.lower()
    if ending not in _METADATA:
        raise InvalidFigure(
            f"{path}: {ending or 'no ending'} is not a kind of figure;"
            f" known: {', '.join(_METADATA)}"
        )
    return ending


@contextmanager
def sheet(path: Path, *, width_mm: float, height_mm: float) -> Iterator[Figure]:
    """A figure to draw on, written to the file at the end; a file that was there is replaced.

    The file is its owner's alone, for it shows patients. Raises InvalidFigure for another ending or
    where the file cannot be written.
    """
    ending = require_writable_kind(path)
    with rc_context(_STYLE):
        figure = Figure(figsize=(width_mm / INCH_MM, height_mm / INCH_MM), layout="constrained")
        yield figure
        content = io.BytesIO()
        with warnings.catch_warnings():
            # A glyph that the font lacks is drawn as a box; there is nothing else to tell.
            warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
            figure.savefig(
                content, format=ending[1:], dpi=DOTS_PER_INCH, metadata=_METADATA[ending]
            )
    _write(path, content.getvalue())


def _write(path: Path, content: bytes) -> None:
    """Put the bytes in place whole, readable by their owner (mode 0600)."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InvalidFigure(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def percent_axis(axes: Axes, title: str) -> None:
    """The vertical axis from 0 to 100 %."""
    axes.set_ylim(0, 1.02)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    axes.set_ylabel(title)
