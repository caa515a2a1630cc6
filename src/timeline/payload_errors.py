"""What is wrong with a payload, in the user's words: the field, what was given, what was expected.

The expectation is read from the field's type, so that it can never disagree with the check.
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct, structs

_PATH = re.compile(r" - at `\$\.?(.*)`$")
_STEP = re.compile(r"\w+")
_UNKNOWN_FIELD = re.compile(r"unknown field `(.*?)`")
_MISSING_FIELD = re.compile(r"missing required field `(\w+)`")
LONGEST_VALUE = 60


def explain(kind: str, payload_type: type[Struct], payload: object, message: str) -> str:
    """A validation message of msgspec as `field NAME: VALUE given, expected WHAT`."""
    found = _PATH.search(message)
    path = found[1] if found else ""
    bare = message[: found.start()] if found else message
    steps = _STEP.findall(path)
    if bare.startswith("field "):
        return bare
    inside = f"{path}." if path else ""
    if unknown := _UNKNOWN_FIELD.search(bare):
        known = [field.name for field in structs.fields(_type_at(payload_type, steps))]
        hint = suggestion(unknown[1], known)
        return f"field {inside}{unknown[1]}: not a field of {kind}; {hint}"
    if missing := _MISSING_FIELD.search(bare):
        return f"field {inside}{missing[1]}: not given; {kind} needs it"
    given = value_text(_value_at(payload, steps))
    return f"field {path or 'payload'}: {given} given, expected {describe(payload_type, steps)}"


def suggestion(given: str, known: list[str]) -> str:
    """`did you mean X? known: …` where something known looks alike, else what is known."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(given.casefold(), folded, n=1)
    listed = f"known: {', '.join(known)}"
    return f"did you mean {folded[close[0]]}? {listed}" if close else listed


def value_text(value: object) -> str:
    """A value as it may stand in a message: quoted, without control characters, not too long."""
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def describe(payload_type: type[Struct], steps: list[str]) -> str:
    """What a field may hold, in words: `a whole number from 0 to 5`."""
    return _words(_type_at(payload_type, steps))


@lru_cache(maxsize=64)
def field_types(payload_type: type[Struct]) -> dict[str, Any]:
    """The declared type of each field, with its bounds; an optional field's without the None."""
    hints = get_type_hints(payload_type, include_extras=True)
    return {field.name: _required(hints[field.name]) for field in structs.fields(payload_type)}


def choices(declared: Any) -> list[str]:
    """The words that a type allows, where it is an enumeration or a list of one."""
    declared = _bare(_required(declared))
    if get_origin(declared) is list:
        return choices(get_args(declared)[0])
    return [str(word) for word in get_args(declared)] if get_origin(declared) is Literal else []


def is_list(declared: Any) -> bool:
    """Whether a field holds a list."""
    return get_origin(_bare(_required(declared))) is list


def may_be_empty(declared: Any) -> bool:
    """Whether an empty text is a value of the type."""
    bounds = [part for part in get_args(declared)[1:] if isinstance(part, Meta)]
    return _bare(declared) is str and not any(bound.min_length for bound in bounds)


def _type_at(payload_type: Any, steps: list[str]) -> Any:
    for step in steps:
        payload_type = _bare(_required(payload_type))
        if get_origin(payload_type) is list:
            payload_type = get_args(payload_type)[0]
        else:
            payload_type = field_types(payload_type)[step]
    return payload_type


def _value_at(value: Any, steps: list[str]) -> object:
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit():
            value = value[int(step)]
    return value


def _required(declared: Any) -> Any:
    if get_origin(declared) in (Union, types.UnionType):
        return next(option for option in get_args(declared) if option is not type(None))
    return declared


def _bare(declared: Any) -> Any:
    return get_args(declared)[0] if get_origin(declared) is Annotated else declared


def _words(declared: Any) -> str:
    declared = _required(declared)
    bounds = [part for part in get_args(declared)[1:] if isinstance(part, Meta)]
    bare = _bare(declared)
    if described := next((bound.description for bound in bounds if bound.description), None):
        return described
    if words := choices(bare):
        listed = f"one of {', '.join(words)}"
        return f"a list with {listed}" if get_origin(bare) is list else listed
    if get_origin(bare) is list:
        return f"a list, each {_words(get_args(bare)[0])}"
    if isinstance(bare, type) and issubclass(bare, Struct):
        return f"an object of {', '.join(field.name for field in structs.fields(bare))}"
    name = {int: "a whole number", float: "a number", str: "text"}.get(bare, "a value")
    return name + "".join(_bounds_text(bound) for bound in bounds[:1])


def _bounds_text(bound: Meta) -> str:
    if bound.max_length:
        least = f"{bound.min_length} to" if bound.min_length else "at most"
        return f" of {least} {bound.max_length} characters"
    if bound.gt is not None:
        return f" above {bound.gt:g}" + (f" and at most {bound.le:g}" if bound.le else "")
    if bound.ge is not None and bound.le is not None:
        return f" from {bound.ge:g} to {bound.le:g}"
    return ""
