"""The highest grade that CTCAE defines for a term, where it is below 5."""

from __future__ import annotations

from timeline.criteria.ctcae_terms import common_term

V3, V4, V5 = "3.0", "4.03", "5.0"
HIGHEST_GRADE: dict[tuple[str, str], int] = {
    (term, version): highest
    for term, highest_by_version in {
        # term: {version: highest grade}; sources: CTCAE v3.0 of 9 August 2006, v4.03 of 14 June
        # 2010, v5.0 of 27 November 2017, NCI. Only terms whose grades end below 5.
        "alopecia": {V3: 2, V4: 2, V5: 2},
        "hand-foot skin reaction": {V3: 3, V4: 3, V5: 3},
        "nausea": {V4: 3, V5: 3},
        "fatigue": {V3: 4, V4: 3, V5: 3},
        "AST elevation": {V3: 4, V4: 4, V5: 4},
        "ALT elevation": {V3: 4, V4: 4, V5: 4},
        "GGT elevation": {V3: 4, V4: 4, V5: 4},
        "ALP elevation": {V3: 4, V4: 4, V5: 4},
        "hyperbilirubinemia": {V3: 4, V4: 4, V5: 4},
        "INR elevation": {V3: 3, V4: 3, V5: 3},
        "creatinine elevation": {V4: 4, V5: 4},
        "thrombocytopenia": {V4: 4, V5: 4},
        "leukopenia": {V4: 4, V5: 4},
        "neutropenia": {V4: 4, V5: 4},
        "lymphopenia": {V4: 4, V5: 4},
    }.items()
    for version, highest in highest_by_version.items()
}
ALL_GRADES = 5


def highest_grade(term: str, version: str) -> int:
    """The highest grade that a version of CTCAE has for a term; 5 where no less is known."""
    return HIGHEST_GRADE.get((common_term(term), version), ALL_GRADES)
