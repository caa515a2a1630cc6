"""Resources of a bundle, or of a file with one a line, and careful ways to look into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from timeline.errors import Place, Problem, Refused

SUFFIXES = (".json", ".ndjson")
MOST_BYTES = 500_000_000


@dataclass(frozen=True)
class Resource:
    """One resource: the file, its place there counted from 1, and what it says."""

    file: str
    number: int
    said: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.said.get("resourceType", ""))

    @property
    def source(self) -> str:
        return f"{self.file}#{self.number}"

    def at(self, element: str) -> Place:
        """Where an element of the resource stands."""
        return Place(self.file, self.number, element)

    def get(self, *path: str) -> Any:
        """What stands at a path of elements, the first of a list's; None where nothing does."""
        found: Any = self.said
        for name in path:
            if isinstance(found, list):
                found = found[0] if found else None
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def text(self, *path: str) -> str:
        """A text at a path, empty where there is none."""
        found = self.get(*path)
        return found if isinstance(found, str) else ""


def read_resources(path: Path) -> Iterator[Resource]:
    """The resources of a bundle (.json) or of lines (.ndjson). Raises Refused for other JSON."""
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"{path.stat().st_size} bytes; expected no more than {MOST_BYTES}"
            raise Refused([Problem(message, Place(path.name))])
        content = path.read_bytes()
    except OSError as error:
        raise Refused([Problem(f"{path}: cannot be read: {error.strerror}")]) from None
    if path.suffix.casefold() == ".ndjson":
        lines = [line for line in content.splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            yield Resource(path.name, number, _decoded(path, line, number))
        return
    whole = _decoded(path, content, 1)
    if whole.get("resourceType") != "Bundle":
        yield Resource(path.name, 1, whole)
        return
    entries = whole.get("entry") or []
    if not isinstance(entries, list):
        raise Refused([Problem("no list of entries", Place(path.name, 1, "entry"))])
    for number, entry in enumerate(entries, 1):
        said = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(said, dict):
            yield Resource(path.name, number, said)


def _decoded(path: Path, content: bytes, number: int) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused([Problem(f"not JSON: {error}", Place(path.name, number))]) from None
    if not isinstance(found, dict) or not isinstance(found.get("resourceType"), str):
        message = "no FHIR resource; expected an object with a resourceType"
        raise Refused([Problem(message, Place(path.name, number))])
    return found


def codes(concept: Any) -> Iterator[tuple[str, str]]:
    """The codings of a CodeableConcept as (code, display), then its text as a display."""
    if not isinstance(concept, dict):
        return
    for coding in concept.get("coding") or []:
        if isinstance(coding, dict):
            yield str(coding.get("code", "")), str(coding.get("display", ""))
    if isinstance(concept.get("text"), str):
        yield "", concept["text"]


def words(concept: Any) -> str:
    """What a CodeableConcept is called: its text, else its first display or code; of a list the
    first.
    """
    if isinstance(concept, list):
        return words(concept[0]) if concept else ""
    if not isinstance(concept, dict):
        return ""
    told = [display or code for code, display in codes(concept)]
    return str(concept.get("text") or next((one for one in told if one), ""))


def extension(holder: Any, name: str) -> dict[str, Any]:
    """The extension whose url ends with a name; empty where there is none."""
    found = holder.get("extension") if isinstance(holder, dict) else None
    for one in found if isinstance(found, list) else []:
        if isinstance(one, dict) and str(one.get("url", "")).rstrip("/").endswith(name):
            return one
    return {}
