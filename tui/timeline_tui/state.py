"""What is kept between runs: the theme of the user, how each screen of a store was left, own keys.

A screen that keeps something declares a frozen dataclass, its section, beside itself:

    @dataclass(frozen=True, slots=True)
    class CohortKept(Section):
        filter: str = ""
        hidden: tuple[str, ...] = ()

and says `bench.recall(CohortKept)` and `bench.keep(CohortKept(...))`. A field holds a string, a
number, a truth value, or a tuple of strings, and has a default: what the file holds of another
shape is left aside, field by field. What a value means is for the screen to check.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

MOST_STORES = 200
"""So many stores are remembered; the ones that were left longest ago are forgotten."""
MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Section:
    """How one screen was left. A subclass's name is its name in the file."""


S = TypeVar("S", bound=Section)


@dataclass(frozen=True, slots=True)
class State:
    """How the user left the workbench: the theme for every store, the sections of one."""

    theme: str = ""
    sections: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def section(self, kind: type[S]) -> S:
        """A screen's section; where a field is missing or of another shape, its default."""
        return _taken(kind, self.sections.get(kind.__name__, {}))

    def keeping(self, section: Section) -> State:
        """The same with another section in the place of the one of its kind."""
        kept = {**self.sections, type(section).__name__: asdict(section)}
        return replace(self, sections=kept)


def _taken(kind: type[S], kept: object) -> S:
    values = kept if isinstance(kept, Mapping) else {}
    new = kind()
    taken = {
        known.name: _as_shaped(getattr(new, known.name), values[known.name])
        for known in fields(kind)
        if known.name in values
    }
    return replace(new, **taken)


def _as_shaped(default: Any, value: Any) -> Any:
    """The value where it has the default's shape, else the default."""
    if isinstance(default, tuple):
        whole = isinstance(value, list | tuple) and all(isinstance(word, str) for word in value)
        return tuple(value) if whole else default
    return value if type(value) is type(default) else default


def state_path() -> Path:
    """Where the state is kept, for this user alone."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "timeline" / "workbench.json"


def keys_path() -> Path:
    """Where the user may rebind keys: a TOML table `[keys]` of binding ids to keys."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "timeline" / "workbench.toml"


def read_state(store: Path) -> State:
    """The state that was kept for a store; a fresh one where there is none or it is damaged."""
    kept = _read()
    theme, sections = kept.get("theme"), _stores(kept).get(str(store.resolve()))
    return State(
        theme if isinstance(theme, str) else "",
        sections if isinstance(sections, dict) else {},
    )


def write_state(store: Path, state: State) -> None:
    """Keep the state of a store beside that of the others. A place that cannot be written is no
    reason to complain."""
    kept = _read()
    stores = _stores(kept)
    stores.pop(str(store.resolve()), None)
    stores[str(store.resolve())] = dict(state.sections)
    last = dict(list(stores.items())[-MOST_STORES:])
    try:
        _write(json.dumps({"theme": state.theme, "stores": last}, indent=1))
    except (OSError, ValueError, TypeError):
        return


def _read() -> dict[str, Any]:
    path = state_path()
    try:
        if path.stat().st_size > MOST_BYTES:
            return {}
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _stores(kept: dict[str, Any]) -> dict[str, Any]:
    stores = kept.get("stores")
    return stores if isinstance(stores, dict) else {}


def _write(text: str) -> None:
    """Write beside the file and put it in its place: it is whole, or as it was."""
    path = state_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".workbench.")  # readable by us alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_keymap() -> tuple[dict[str, str], str]:
    """The user's own keys, and what is wrong with the file where something is."""
    path = keys_path()
    if not path.exists():
        return {}, ""
    import tomllib

    try:
        found = tomllib.loads(path.read_text())
    except (OSError, ValueError) as error:
        return {}, f"{path.name}: {error}"
    keys = found.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        return (
            {},
            f'{path.name}: [keys] has to map binding ids to keys, e.g. "patient.record" = "n"',
        )
    return {str(name): str(key) for name, key in keys.items()}, ""
