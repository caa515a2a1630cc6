"""What is kept between runs: filter, order, theme; and the user's own keys."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from timeline_tui.cohort.columns import BY_NAME
from timeline_tui.cohort.ordering import Sorting


def state_path() -> Path:
    """Where the state is kept, for this user alone."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "timeline" / "workbench.json"


def keys_path() -> Path:
    """Where the user may rebind keys: a TOML table `[keys]` of binding ids to keys."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "timeline" / "workbench.toml"


@dataclass
class State:
    """How the user left the cohort list of one store."""

    filter: str = ""
    sorting: Sorting = field(default_factory=Sorting)
    show_excluded: bool = False
    hidden: set[str] = field(default_factory=set)
    theme: str = ""


def read_state(store: Path) -> State:
    """The state that was kept for a store; a fresh one where there is none or it is damaged."""
    try:
        kept = json.loads(state_path().read_text())[str(store.resolve())]
        column, descending = kept["sorting"]
        if column not in BY_NAME:
            column = "patient"
        return State(
            str(kept["filter"]),
            Sorting(column, bool(descending)),
            bool(kept["show_excluded"]),
            {str(name) for name in kept["hidden"]},
            str(kept["theme"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return State()


def write_state(store: Path, state: State) -> None:
    """Keep the state of a store. A place that cannot be written is no reason to complain."""
    path = state_path()
    try:
        try:
            kept = json.loads(path.read_text())
        except (OSError, ValueError):
            kept = {}
        kept[str(store.resolve())] = {
            "filter": state.filter,
            "sorting": [state.sorting.column, state.sorting.descending],
            "show_excluded": state.show_excluded,
            "hidden": sorted(state.hidden),
            "theme": state.theme,
        }
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(kept, file, indent=1)
    except OSError:
        return


def read_keymap() -> tuple[dict[str, str], str]:
    """The user's own keys, and what is wrong with the file where something is."""
    path = keys_path()
    if not path.exists():
        return {}, ""
    import tomllib

    try:
        found = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        return {}, f"{path.name}: {error}"
    keys = found.get("keys", {})
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        return (
            {},
            f'{path.name}: [keys] has to map binding ids to keys, e.g. "patient.record" = "n"',
        )
    return {str(name): str(key) for name, key in keys.items()}, ""
