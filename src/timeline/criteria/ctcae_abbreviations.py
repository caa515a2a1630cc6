"""What clinicians write for adverse events and laboratory tests, and the term that is meant."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.criteria.ctcae_terms import TERM_OF_TEST, TERMS, common_term

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "thrombocytopenia": ("plt", "thrombo"),
    "anemia": ("hb", "hgb"),
    "leukopenia": ("wbc", "leuko"),
    "neutropenia": ("anc", "neutro"),
    "lymphopenia": ("alc", "lympho"),
    "AST elevation": ("ast", "got"),
    "ALT elevation": ("alt", "gpt"),
    "GGT elevation": ("ggt",),
    "ALP elevation": ("alp",),
    "hyperbilirubinemia": ("bili",),
    "hypoalbuminemia": ("alb",),
    "creatinine elevation": ("crea", "creat"),
    "INR elevation": ("inr",),
    "hand-foot skin reaction": ("hfs", "hfsr", "ppe"),
    "diarrhea": ("diarr",),
    "hypertension": ("htn",),
    "radiation dermatitis": ("rd",),
    "radiation pneumonitis": ("rp",),
}
"""By common term; an abbreviation goes before any term that begins like it."""

_TERM_OF: dict[str, str] = {
    short: term for term, shorts in ABBREVIATIONS.items() for short in shorts
}


def plain(words: str) -> str:
    """Words as they are compared: folded, single blanks, hyphens for dashes."""
    return " ".join(words.replace("–", "-").replace("‑", "-").casefold().split())


def find_terms(
    words: str, *, laboratory: bool = False, others: Iterable[str] = (), every: bool = False
) -> list[str]:
    """The common terms that words may mean, sorted: one where they are clear, none, or several.

    An abbreviation, a term or another name of it in full means that term; else every term that has
    a word beginning so. With `laboratory` the terms of tests alone, by the test's name too.
    `others` are terms of a study that no table lists. No words mean none, or with `every` all.
    """
    wanted = plain(words)
    names = _names(laboratory, others)
    if wanted in _TERM_OF and any(_TERM_OF[wanted] == term for _, term in names):
        return [_TERM_OF[wanted]]
    exact = {term for name, term in names if name == wanted}
    if exact:
        return sorted(exact)
    if not wanted:
        return sorted({term for _, term in names}) if every else []
    first = {term for name, term in names if name.startswith(wanted)}
    return sorted(first or {term for name, term in names if f" {wanted}" in f" {name}"})


def term_in_words(words: str) -> str:
    """The common term of words in full, also of a term that no table lists."""
    found = find_terms(words)
    return found[0] if len(found) == 1 else common_term(words)


def _names(laboratory: bool, others: Iterable[str]) -> list[tuple[str, str]]:
    tested = set(TERM_OF_TEST.values())
    found = [
        (plain(name), term.name)
        for term in TERMS
        if not laboratory or term.name in tested
        for name in term.spellings
    ]
    if laboratory:
        return [*found, *((plain(test), term) for test, term in TERM_OF_TEST.items())]
    return [*found, *((plain(term), term) for term in others)]
