"""The words, signs and quoted texts that a condition is made of."""

from __future__ import annotations

import re
from typing import NoReturn

from timeline.errors import InvalidFilter

_TOKEN = re.compile(
    r"""\s*(?:(?P<graded>(?:ae|lab):(?:"[^"]*"|'[^']*'|[^\s()<>=!~≤≥≠"']*))"""
    r"""|(?P<text>"[^"]*"|'[^']*')|(?P<operator><=|>=|!=|<>|==|!~|[<>=~≤≥≠])"""
    r"""|(?P<bracket>[()])|(?P<word>[^\s()<>=!~≤≥≠"']+))""",
    re.IGNORECASE,
)


class Tokens:
    """A text read word by word; `token`, of `kind`, comes next and stands from `start` to `end`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind = self.token = ""
        self.start = self.end = 0
        self.advance()

    def advance(self) -> str:
        """Go to the next token; returns the one that was passed."""
        passed, self.kind, self.token = self.token, "", ""
        rest = self.text[self.end :]
        self.start = self.end + len(rest) - len(rest.lstrip())
        if rest.strip():
            match = _TOKEN.match(self.text, self.end)
            if match is None:
                self.refuse(f"{self.text[self.start]!r} is not understood; is a quote not closed?")
            self.kind, self.end = str(match.lastgroup), match.end()
            self.token = match[self.kind]
        return passed

    def refuse(self, message: str, position: int | None = None) -> NoReturn:
        """Raise InvalidFilter for the token that comes next, or for another place."""
        raise self.problem(message, self.start if position is None else position)

    def problem(self, message: str, position: int) -> InvalidFilter:
        """What is wrong at a place, to be raised."""
        return InvalidFilter(self.text, problem=message, position=position + 1)

    def is_word(self, *words: str) -> bool:
        """Whether one of these words comes next, in whatever case."""
        return self.kind == "word" and self.token.casefold() in words
