"""Adverse-event terms: one common name for what goes by several, in CTCAE and in the clinic.

Reported adverse events and graded laboratory values of a patient meet under the common name. A term
that is not listed keeps the words that it was reported in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from timeline.criteria.ctcae_laboratory import RULES


@dataclass(frozen=True)
class Term:
    """A common name, the names of CTCAE 3.0 and of 4.03 and 5.0, the test that grades it where one
    does, and other words for it. What CTCAE names is `wider` where not all of it is meant: a report
    of pneumonitis need not be one of radiation pneumonitis.
    """

    name: str
    ctcae_3: str
    ctcae_4_and_5: str
    test: str | None = None
    others: tuple[str, ...] = ()
    wider: bool = False

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that is read as the common name."""
        ctcae = () if self.wider else (self.ctcae_3, self.ctcae_4_and_5)
        return (self.name, *ctcae, *self.others)


def _by_test(name: str, test: str, *others: str) -> Term:
    old, new = (RULES[test, version].ctcae_term for version in ("3.0", "5.0"))
    return Term(name, old, new, test, others)


# CTCAE names: v3.0 of 9 August 2006, v4.03 of 14 June 2010 and v5.0 of 27 November 2017, NCI.
TERMS: tuple[Term, ...] = (
    _by_test("thrombocytopenia", "platelets", "platelet count decreased", "thrombopenia"),
    _by_test("anemia", "haemoglobin", "anaemia", "haemoglobin", "hemoglobin decreased"),
    _by_test("leukopenia", "leucocytes", "leucopenia", "leukocytes", "leucocytes", "wbc decreased",
             "leukocytopenia"),
    _by_test("neutropenia", "neutrophils", "neutrophils", "granulocytopenia"),
    _by_test("lymphopenia", "lymphocytes", "lymphocytopenia"),
    _by_test("AST elevation", "AST", "AST", "SGOT", "AST increased", "GOT elevation"),
    _by_test("ALT elevation", "ALT", "ALT", "SGPT", "ALT increased", "GPT elevation"),
    _by_test("GGT elevation", "GGT", "gamma-GT elevation"),
    _by_test("ALP elevation", "ALP", "ALP", "ALP increased"),
    _by_test("hyperbilirubinemia", "bilirubin", "hyperbilirubinaemia", "bilirubin elevation",
             "bilirubin"),
    _by_test("hypoalbuminemia", "albumin", "hypoalbuminaemia", "albumin decreased"),
    _by_test("creatinine elevation", "creatinine", "serum creatinine increased"),
    _by_test("INR elevation", "INR", "INR", "INR prolongation"),
    Term("hand-foot skin reaction", "Rash: hand-foot skin reaction",
         "Palmar-plantar erythrodysesthesia syndrome", None,
         ("hand-foot syndrome", "hand and foot syndrome", "HFS", "HFSR", "PPE")),
    Term("nausea", "Nausea", "Nausea"),
    Term("vomiting", "Vomiting", "Vomiting", None, ("emesis",)),
    Term("diarrhea", "Diarrhea", "Diarrhea", None, ("diarrhoea",)),
    Term("alopecia", "Hair loss/alopecia (scalp or body)", "Alopecia", None, ("hair loss",)),
    Term("fatigue", "Fatigue (asthenia, lethargy, malaise)", "Fatigue", None, ("asthenia",)),
    Term("anorexia", "Anorexia", "Anorexia", None, ("loss of appetite",)),
    Term("hypertension", "Hypertension", "Hypertension"),
    Term("radiation dermatitis", "Rash: dermatitis associated with radiation",
         "Dermatitis radiation", None, ("radiodermatitis",)),
    Term("radiation pneumonitis", "Pneumonitis/pulmonary infiltrates", "Pneumonitis", wider=True),
    Term("radiation proctitis", "Proctitis", "Proctitis", wider=True),
    Term("duodenal bleeding", "Hemorrhage, GI: duodenum", "Duodenal hemorrhage", None,
         ("duodenal haemorrhage",)),
    Term("hematochezia", "Hemorrhage, GI: lower GI NOS", "Lower gastrointestinal hemorrhage", None,
         ("haematochezia",), wider=True),
)  # fmt: skip

BY_NAME: dict[str, Term] = {term.name: term for term in TERMS}
TERM_OF_TEST: dict[str, str] = {term.test: term.name for term in TERMS if term.test is not None}
_NAME_BY_SPELLING: dict[str, str] = {
    spelling.casefold(): term.name for term in TERMS for spelling in term.spellings
}


@lru_cache(maxsize=4096)
def common_term(reported: str) -> str:
    """The common name of a reported term.

    A term that is not listed keeps its words, with single blanks between them and a small letter
    first, unless that begins an abbreviation: `Skin  rash` is `skin rash`, `HBV flare` stays.
    """
    words = " ".join(reported.split())
    known = _NAME_BY_SPELLING.get(words.casefold())
    if known is not None:
        return known
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def ctcae_term(common: str, version: str) -> str | None:
    """What a version of CTCAE calls a common term; None where it is not listed."""
    term = BY_NAME.get(common)
    if term is None:
        return None
    return term.ctcae_3 if version == "3.0" else term.ctcae_4_and_5
