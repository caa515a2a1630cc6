"""Data issues in words."""

from __future__ import annotations

from timeline.criteria.data_issues import ISSUES
from timeline.explaining.words import Row, Words
from timeline.protocol import Protocol


def _sentence(row: Row, protocol: Protocol) -> str:
    issue = ISSUES[row["issue"]]
    return f"{row['what']} {issue.severity.capitalize()}: {issue.handling}."


def _rule(protocol: Protocol) -> str:
    return (
        "What is contradictory or missing is carried and named, never dropped; an issue goes when"
        " the fact is corrected or retracted."
    )


DATA_ISSUES = Words(_sentence, _rule)
