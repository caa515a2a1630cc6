"""What a projection has to be able to say of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.events import Event
from timeline.protocol import Protocol

Row = Mapping[str, Any]
"""One row of a projection by column, dates as ISO texts, None for missing."""


@dataclass(frozen=True)
class Words:
    """`sentence` says what a row says, in full sentences; `rule` what the numbers mean under a
    protocol, with the protocol's own windows and thresholds; `evidence` adds what decides the row
    in the words of its facts, "" where the sentence says it all.
    """

    sentence: Callable[[Row, Protocol], str]
    rule: Callable[[Protocol], str]
    evidence: Callable[[Row, Sequence[Event]], str] = lambda row, facts: ""


CRITERIA_TITLES = {"mrecist": "mRECIST", "recist11": "RECIST 1.1"}

ORIGINS = {
    "first_rt_fraction": "the first RT fraction",
    "first_drug_dose": "the first dose of the drug",
    "first_imaging": "the first imaging",
    "registration": "registration",
    "first_event": "the first event",
}


def origin_in_words(protocol: Protocol) -> str:
    """The time origin: `the first RT fraction`."""
    return ORIGINS[protocol.time.origin]
