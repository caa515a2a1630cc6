"""The filter line: `actor=jc kind=lab action=correct since=2010-01 "mis-keyed"`.

A field takes several values, joined by commas. A word without a field is looked for in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from timeline.audit_trail.conditions import ACTIONS, TrailFilter, read_period
from timeline.errors import InvalidDate, InvalidFilter
from timeline.kinds import KINDS
from timeline.payload_errors import suggestion

FIELDS = {
    "patient": "patients",
    "actor": "actors",
    "kind": "kinds",
    "action": "actions",
    "fact": "facts",
    "source": "sources",
}
TIMES = ("on", "since", "until", "seq")
_KNOWN: dict[str, Sequence[str]] = {"kind": list(KINDS), "action": ACTIONS}
_TOKEN = re.compile(r'\s*(?:(?P<name>\w+)=)?(?P<value>(?:"[^"]*"?|[^\s"])*)')


def parse_trail_filter(text: str) -> TrailFilter:
    """Read a filter line. Raises InvalidFilter with the position of what is not understood."""
    found: dict[str, Any] = {}
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:  # pragma: no cover - the pattern takes all
            raise InvalidFilter(text, problem="not understood", position=position + 1)
        name, value = match["name"], match["value"].replace('"', "")
        try:
            _take(found, name, value)
        except (ValueError, InvalidDate) as error:
            at = match.start("name" if name else "value") + 1
            raise InvalidFilter(text, problem=str(error), position=at) from None
        position = match.end()
    return TrailFilter(**found)


def _take(found: dict[str, Any], name: str | None, value: str) -> None:
    """Add one condition. Raises ValueError or InvalidDate in words."""
    if name is None:
        if value:
            found["words"] = (*found.get("words", ()), value)
        return
    if name not in FIELDS and name not in TIMES:
        raise ValueError(f"{name!r} is not a field; {suggestion(name, [*FIELDS, *TIMES])}")
    if not value:
        raise ValueError(f"expected a value after {name}=")
    match name:
        case "on":
            found["since"], found["until"] = read_period(value)
        case "since":
            found["since"] = read_period(value)[0]
        case "until":
            found["until"] = read_period(value)[1]
        case "seq":
            found["first_seq"], found["last_seq"] = read_seqs(value)
        case _:
            wanted = tuple(part for part in value.split(",") if part)
            for word in wanted:
                known = _KNOWN.get(name, [word])
                if word not in known:
                    raise ValueError(f"{word!r} is no {name}; {suggestion(word, list(known))}")
            found[FIELDS[name]] = (*found.get(FIELDS[name], ()), *wanted)


def read_seqs(text: str) -> tuple[int, int]:
    """`62` or `63-128` as the first and the last seq. Raises ValueError in words."""
    match = re.fullmatch(r"(\d{1,18})(?:(?:-|\.\.)(\d{1,18}))?", text, re.ASCII)
    if match is None:
        raise ValueError(f"{text!r} is no seq; expected e.g. 62 or 63-128")
    first = int(match[1])
    return first, int(match[2]) if match[2] else first
