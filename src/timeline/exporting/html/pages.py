"""Templates filled: everything of a record is escaped, figures stand in the page as SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from timeline import __version__
from timeline.errors import InvalidFigure
from timeline.printable import printable
from timeline.private_files import new_file
from timeline.protocols import current_protocol
from timeline.store import Store

_BEFORE_SVG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_ID = re.compile(r'(\bid="|url\(#|xlink:href="#|href="#)')


def _shown(value: Any) -> Any:
    """A value as it may stand in a page: what a text has of control characters is written out."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return printable(value) if plain else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("timeline.exporting.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_shown,
    )


def write_page(path: Path, template: str, **content: Any) -> None:
    """Fill a template into a new file."""
    text = _environment().get_template(template).render(**content)
    with new_file(path) as file:
        file.write(text.encode())


def figure(name: str, write: Callable[[Path], None]) -> Markup | None:
    """A figure as SVG for a page, its ids made the page's own by `name`; None without a content."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "figure.svg"
        try:
            write(path)
        except InvalidFigure:
            return None
        svg = _BEFORE_SVG.sub("", path.read_text(encoding="utf-8"))
    return Markup(_ID.sub(rf"\g<1>{name}-", svg))  # its writer escapes the texts


def standing(store: Store, seq: int) -> str:
    """From which point in record time and by which definitions a page is."""
    protocol = current_protocol(store)
    now = "" if seq == store.head().seq else " (an earlier cut)"
    return (
        f"as of seq {seq}{now} · protocol {protocol.study.name} {protocol.fingerprint}"
        f" · timeline {__version__}"
    )
