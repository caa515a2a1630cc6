"""What may come next in a condition while it is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from timeline.criteria.ctcae_abbreviations import ABBREVIATIONS, find_terms, plain
from timeline.criteria.ctcae_terms import TERM_OF_TEST
from timeline.filtering.names import GRADE_MEANINGS, SHORT_NAMES, Language, folded

MOST = 12
_TERM = re.compile(r"""(?<!\w)(ae|lab):(?:"([^"]*)|([^\s()<>=!~≤≥≠"']*))$""", re.IGNORECASE)
_VALUE = re.compile(r"""([^\s()<>=!~≤≥≠"']+)\s*(?:!?=|<>|==|≠)\s*(?:"([^"]*)|([^\s()<>=!~"']*))$""")
_TESTS = {term: test for test, term in TERM_OF_TEST.items()}
_NAME = re.compile(r"""[^\s()<>=!~≤≥≠"']+$""")


@dataclass(frozen=True)
class Offer:
    """Words that may stand in the place of what is being typed, and what they mean."""

    text: str
    meaning: str


@dataclass(frozen=True)
class Offers:
    """What may stand from character `start` on to the end."""

    start: int = 0
    offers: tuple[Offer, ...] = ()


def complete(
    text: str, language: Language, values: Callable[[str], Sequence[str]] = lambda column: ()
) -> Offers:
    """What the last word of a text may become; `values` has the words that a column holds."""
    if language.facts and (term := _TERM.search(text)):
        typed = term[2] if term[2] is not None else term[3]
        return _offers(term.start(), _terms(term[1].casefold(), typed, language))
    if value := _VALUE.search(text):
        column = language.column(value[1])
        group = 2 if value[2] is not None else 3
        start = value.start(group) - (group == 2)
        return (
            _offers(start, _values(column, value[group], language, values)) if column else Offers()
        )
    if name := _NAME.search(text):
        return _offers(name.start(), _names(name[0], language))
    return Offers()


def _offers(start: int, found: Iterator[Offer]) -> Offers:
    return Offers(start, tuple(offer for offer, _ in zip(found, range(MOST), strict=False)))


def quoted(words: str) -> str:
    """Words as one word of a condition."""
    return words if re.fullmatch(r"""[^\s()<>=!~≤≥≠"']+""", words) else f'"{words}"'


def _terms(prefix: str, typed: str, language: Language) -> Iterator[Offer]:
    """Terms that begin so first, as an abbreviation or by name; then those by another word."""
    wanted = plain(typed)
    laboratory = prefix == "lab"
    others = () if laboratory else language.terms
    ranked: list[tuple[int, str, str]] = []
    for term in find_terms(typed, laboratory=laboratory, others=others, every=True):
        short = [one for one in ABBREVIATIONS.get(term, ()) if one.startswith(wanted)]
        name = short[0] if short else _TESTS[term] if laboratory else term
        rank = 0 if short else 1 if plain(name).startswith(wanted) else 2
        ranked.append((rank, name, term))
    for _, name, term in sorted(ranked):
        yield Offer(f"{prefix}:{quoted(name)}", term)


def _values(
    column: str, typed: str, language: Language, values: Callable[[str], Sequence[str]]
) -> Iterator[Offer]:
    known = ("true", "false") if language.declared(column).dtype == "boolean" else values(column)
    for value in known:
        if folded(value).startswith(folded(typed)) and value != typed:
            yield Offer(quoted(value), f"a value of {column}")


def _names(typed: str, language: Language) -> Iterator[Offer]:
    wanted = typed.casefold()
    if language.facts:
        for prefix, meaning in GRADE_MEANINGS.items():
            if prefix.startswith(wanted):
                yield Offer(f"{prefix}:", meaning)
    known = language.short.items()
    for name, column in sorted(known, key=lambda one: (one[0] not in SHORT_NAMES, len(one[0]))):
        if name.startswith(wanted) or column.startswith(wanted):
            declared = language.declared(column)
            unit = f", {declared.unit}" if declared.unit else ""
            meaning = declared.meaning if not declared.meaning.startswith("of `") else column
            yield Offer(name, meaning + unit)
