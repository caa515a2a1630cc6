"""Data issues and queries, and where their review stands."""

from __future__ import annotations

from timeline.kinds import KINDS
from timeline.projections.declaration import EVIDENCE, PATIENT, Column, Declaration

ISSUE_REVIEW = Declaration(
    "issue_review",
    "Data issues and queries, and where their review stands",
    "issue_review",
    {
        **dict.fromkeys(KINDS, ()),
        "review": ("verdict", "reviewer", "comment", "issue", "about", "looked_at", "what"),
    },
    ("patient", "issue", "fact"),
    {
        "patient": PATIENT,
        "issue": Column("text", "name of the data issue; `query` where somebody asked by hand"),
        "fact": Column("text", "the fact that it is about; the patient's id: the whole course"),
        "severity": Column("text", "error, warning, note, or query where somebody asked by hand"),
        "occurred_on": Column("partial_date", "date of the fact, or of what is missing"),
        "what": Column("text", "what it is, with the values; of a query what was asked"),
        "status": Column(
            "text",
            "open: nobody looked at it; queried: a query is open; answered: it was answered;"
            " reviewed: accepted or closed; void: reviewed before a change; gone: found no more",
        ),
        "unsettled": Column(
            "boolean",
            "open, queried, answered or void; of a note, which a rule of the protocol deals with,"
            " only queried or answered",
        ),
        "verdict": Column("text", "of the last review: accepted, query open, answered, closed"),
        "reviewer": Column("text", "who made the last review"),
        "reviewed_on": Column("partial_date", "day of the last review"),
        "comment": Column("text", "what was said at the last review"),
        "since": Column("text", "what changed since the last review, separated by '; '"),
        "reviews": Column("integer", "how many reviews there are of it"),
        "evidence": EVIDENCE,
    },
    needs=("data_issues",),
    only={},
    counts_revisions=True,
)
