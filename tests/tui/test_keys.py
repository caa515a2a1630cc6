"""The ids by which keys are bound anew."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from inspect import isclass

from textual.binding import Binding
from textual.dom import DOMNode

import timeline_tui


def bindings() -> Iterator[Binding]:
    """The bindings that the workbench's own screens and widgets declare."""
    for found in pkgutil.walk_packages(timeline_tui.__path__, "timeline_tui."):
        if ".serving" in found.name:
            continue
        for known in vars(importlib.import_module(found.name)).values():
            if isclass(known) and known.__module__ == found.name and issubclass(known, DOMNode):
                yield from known.__dict__.get("BINDINGS", ())


def test_every_key_has_an_id_to_bind_it_anew_by() -> None:
    assert [binding.action for binding in bindings() if not binding.id] == []


def test_an_id_stands_for_one_action_wherever_it_is() -> None:
    actions: defaultdict[str | None, set[str]] = defaultdict(set)
    for binding in bindings():
        actions[binding.id].add(binding.action)
    assert {name: found for name, found in actions.items() if len(found) > 1} == {}
