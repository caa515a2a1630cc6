"""Marks on patients, kept for one sitting."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ASKED = re.compile(r"\bmarked\b", re.IGNORECASE)


def asks_for_marks(text: str) -> bool:
    """Whether a filter may ask which patients are marked."""
    return bool(_ASKED.search(text))


def toggled(marked: frozenset[str], patient: str) -> frozenset[str]:
    """The marks with one more, or without one that was there."""
    return marked ^ {patient}


def with_all(marked: frozenset[str], shown: Iterable[str]) -> frozenset[str]:
    """The marks with all that are shown; where those are marked already, without them."""
    those = frozenset(shown)
    return marked - those if those <= marked else marked | those


def inverted(marked: frozenset[str], shown: Iterable[str]) -> frozenset[str]:
    """The marks with those of the shown the other way round; of others they stay."""
    return marked ^ frozenset(shown)
