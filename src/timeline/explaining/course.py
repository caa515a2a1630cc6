"""The cohort list's row in words."""

from __future__ import annotations

from timeline.explaining.words import Row, Words, origin_in_words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    known = "fact is known" if row["events"] == 1 else "facts are known"
    return f"{row['events']} {known}, {row['corrections']} of them revised."


def _rule(protocol: Protocol) -> str:
    return f"A patient's course at a glance; days count from {origin_in_words(protocol)}."


COURSE = Words(_sentence, _rule)
