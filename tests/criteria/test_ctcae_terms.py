"""Adverse-event terms meet under one common name."""

from __future__ import annotations

import pytest

from timeline.criteria.ctcae_laboratory import RULES, TESTS
from timeline.criteria.ctcae_terms import TERM_OF_TEST, TERMS, common_term, ctcae_term


@pytest.mark.parametrize(
    ("reported", "common"),
    [
        ("thrombocytopenia", "thrombocytopenia"),
        ("Platelets", "thrombocytopenia"),
        ("Platelet count decreased", "thrombocytopenia"),
        ("leucopenia", "leukopenia"),
        ("White blood cell decreased", "leukopenia"),
        ("AST", "AST elevation"),
        ("AST, SGOT", "AST elevation"),
        ("Aspartate aminotransferase  increased", "AST elevation"),
        ("anaemia", "anemia"),
        ("Hemoglobin", "anemia"),
        ("Palmar-plantar erythrodysesthesia syndrome", "hand-foot skin reaction"),
        ("hand-foot syndrome", "hand-foot skin reaction"),
        ("Diarrhoea", "diarrhea"),
    ],
)
def test_one_thing_has_one_name(reported: str, common: str) -> None:
    assert common_term(reported) == common


def test_a_term_that_is_not_listed_keeps_its_words() -> None:
    assert common_term("Scrotal  itching ") == "scrotal itching"
    assert common_term("HBV flare") == "HBV flare"
    assert ctcae_term("scrotal itching", "3.0") is None


def test_every_test_grades_a_term_under_the_name_of_each_version() -> None:
    assert set(TERM_OF_TEST) == set(TESTS)
    for (test, version), rule in RULES.items():
        assert ctcae_term(TERM_OF_TEST[test], version) == rule.ctcae_term
    assert ctcae_term("thrombocytopenia", "3.0") == "Platelets"
    assert ctcae_term("thrombocytopenia", "5.0") == "Platelet count decreased"


def test_no_spelling_stands_for_two_terms() -> None:
    spellings = [{spelling.casefold() for spelling in term.spellings} for term in TERMS]
    assert sum(map(len, spellings)) == len(set.union(*spellings))


def test_a_wider_term_is_not_taken_for_a_narrower_one() -> None:
    assert common_term("Pneumonitis") == "pneumonitis"
    assert ctcae_term("radiation pneumonitis", "5.0") == "Pneumonitis"


@pytest.mark.parametrize("term", [term.name for term in TERMS])
def test_a_common_name_is_its_own(term: str) -> None:
    assert common_term(term) == term
