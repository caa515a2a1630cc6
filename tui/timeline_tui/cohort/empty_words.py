"""What the cohort list says where there is no patient to show."""

from __future__ import annotations

EMPTY_STORE = """\
No patients yet.

timeline import FILE…   takes events from CSV or JSON Lines
timeline demo           loads the study's cohort
n                       records a first patient here"""
NO_MATCH = """\
No patient matches the filter.

esc  clears it        x  shows the excluded too"""
NOBODY = """\
None of these patients is known here.

esc  goes back"""
DERIVING = """\
Deriving the course of every patient…

The list appears when it is done; q leaves."""


def failed(problem: str) -> str:
    """The cohort could not be read."""
    return f"The cohort cannot be read.\n\n{problem}\n\nctrl+r  tries again"
