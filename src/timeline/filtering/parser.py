"""A condition read from its text by recursive descent."""

from __future__ import annotations

from timeline.criteria.ctcae_abbreviations import find_terms, term_in_words
from timeline.filtering.comparisons import comparison, example, grade_comparison
from timeline.filtering.conditions import Compares, Condition, Fact, Joined, Mentions, Missing, Not
from timeline.filtering.facts import is_fact
from timeline.filtering.names import Language, folded
from timeline.filtering.tokens import Tokens
from timeline.payload_errors import suggestion

JOINING = ("and", "or", "not", "is")
DEEPEST = 50


def parse(text: str, language: Language) -> Condition:
    """The condition. Raises InvalidFilter, which says what was expected and where."""
    parser = _Parser(text, language)
    condition = parser.alternatives()
    if parser.tokens.kind:
        parser.tokens.refuse(f"{parser.tokens.token!r} is not expected here")
    return condition


class _Parser:
    def __init__(self, text: str, language: Language) -> None:
        self.tokens = Tokens(text)
        self.language = language
        self.depth = 0

    def alternatives(self) -> Condition:
        parts = [self.conjunction()]
        while self.tokens.is_word("or"):
            self.tokens.advance()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), all=False)

    def conjunction(self) -> Condition:
        parts = [self.negation()]
        while self._goes_on():
            if self.tokens.is_word("and"):
                self.tokens.advance()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Joined(tuple(parts), all=True)

    def _goes_on(self) -> bool:
        kind = self.tokens.kind
        if kind == "text":
            return self.language.words
        if kind == "word":
            return not self.tokens.is_word("or")
        return kind == "graded" or self.tokens.token == "("

    def negation(self) -> Condition:
        tokens = self.tokens
        opens = tokens.kind == "bracket" and tokens.token == "("
        if not opens and not tokens.is_word("not"):
            return self.single()
        self.depth += 1
        if self.depth > DEEPEST:
            tokens.refuse(f"more than {DEEPEST} conditions inside each other")
        tokens.advance()
        inner = self.alternatives() if opens else Not(self.negation())
        if opens:
            if tokens.token != ")":
                tokens.refuse("expected ')' here")
            tokens.advance()
        self.depth -= 1
        return inner

    def single(self) -> Condition:
        """A comparison, a grade, or a word to look for."""
        tokens, language = self.tokens, self.language
        graded = tokens.kind == "graded" or (language.facts and tokens.is_word("ae", "lab"))
        if graded and language.facts:
            return self.grade()
        if tokens.kind == "text" and language.words:
            return self.mention(tokens.token[1:-1])
        if tokens.kind not in ("word", "graded") or tokens.is_word(*JOINING):
            given = f"{tokens.token!r} given" if tokens.kind else "nothing given"
            tokens.refuse(f"{given}, expected a column, as in months < 6")
        name = language.column(tokens.token)
        if name is None:
            return self.unknown()
        tokens.advance()
        if tokens.is_word("is"):
            return self.missing(name)
        if tokens.kind == "operator":
            return comparison(tokens, language, name)
        if is_fact(name):
            return Fact(name, ">", 0)
        dtype = language.declared(name).dtype
        if dtype != "boolean":
            tokens.refuse(f"expected a comparison after {name}, as in {example(name, dtype)}")
        return Compares(name, "=", 1)

    def unknown(self) -> Condition:
        """What is no column: a word to look for, unless it is compared."""
        tokens, start, name = self.tokens, self.tokens.start, self.tokens.token
        if self.language.words:
            tokens.advance()
            if tokens.kind != "operator":
                return Mentions(self.language.searched, folded(name))
        known = list(self.language.short if self.language.words else self.language.columns)
        raise tokens.problem(f"{name!r} is not a column; {suggestion(name, known)}", start)

    def mention(self, words: str) -> Condition:
        self.tokens.advance()
        return Mentions(self.language.searched, folded(words))

    def grade(self) -> Condition:
        """`ae:TERM`, `lab:TEST`, or `ae` and `lab` of any."""
        tokens, start, written = self.tokens, self.tokens.start, self.tokens.token
        prefix, colon, words = written.partition(":")
        prefix = prefix.casefold()
        term = self.term(prefix, words, start + len(prefix) + 1) if colon else ""
        tokens.advance()
        return grade_comparison(tokens, f"{prefix}:{folded(term)}", written)

    def term(self, prefix: str, words: str, position: int) -> str:
        tokens = self.tokens
        laboratory = prefix == "lab"
        quoted = words[:1] in ("'", '"')
        words = words[1:-1] if quoted else words
        if not words.strip():
            what = "a laboratory test" if laboratory else "an adverse event"
            sample = "lab:platelets" if laboratory else 'ae:hfs or ae:"skin rash"'
            tokens.refuse(f"expected {what}, as in {sample}", position)
        found = find_terms(words, laboratory=laboratory, others=self.language.terms)
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            many = ", ".join(found[:4]) + (", …" if len(found) > 4 else "")
            tokens.refuse(f"{words!r} may be {many}", position)
        if quoted and not laboratory:
            return term_in_words(words)
        problem = "no adverse event known here; quoted, any is taken"
        if laboratory:
            problem = "no laboratory test that CTCAE grades"
        raise tokens.problem(f"{words!r} is {problem}", position)

    def missing(self, name: str) -> Condition:
        tokens = self.tokens
        tokens.advance()
        negated = tokens.is_word("not")
        if negated:
            tokens.advance()
        if not tokens.is_word("missing") or is_fact(name):
            tokens.refuse(f"expected {name} is missing, or {name} is not missing")
        tokens.advance()
        return Not(Missing(name)) if negated else Missing(name)
