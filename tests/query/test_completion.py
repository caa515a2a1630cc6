"""What is offered while a condition is typed."""

from __future__ import annotations

import pytest

from timeline.filtering.completion import complete
from timeline.filters import course_language, parse_course_filter

LANGUAGE = course_language(terms=["skin rash", "cough"])


def offered(text: str) -> list[str]:
    found = complete(
        text, LANGUAGE, lambda column: {"group": ["primary", "metastasis"]}.get(column, [])
    )
    return [text[: found.start] + offer.text for offer in found.offers]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tt", "ttp"),
        ("dead and o", "dead and os"),
        ("(late_3", "(late3"),
        ("ae", "ae:"),
        ("ae:hf", "ae:hfs"),
        ("ae:cou", "ae:cough"),
        ('ae:"skin r', 'ae:"skin rash"'),
        ("not ae:hand", 'not ae:"hand-foot skin reaction"'),
        ("lab:pla", "lab:platelets"),
        ("lab:pl", "lab:plt"),
        ("group=pri", "group=primary"),
        ('group = "m', "group = metastasis"),
        ("dead=", "dead=true"),
    ],
)
def test_the_last_word_becomes_what_is_known(text: str, first: str) -> None:
    assert offered(text)[0].startswith(first)


@pytest.mark.parametrize("text", ["", "dead ", "ttp<", "ttp<6", "zzz", "ae:zzz", "age=4", "best=q"])
def test_nothing_is_offered_where_nothing_is_known(text: str) -> None:
    assert offered(text) == []


@pytest.mark.parametrize("text", ["d", "o", "ae:h", "ae:", "lab:", "lab:a", "i", "best=", "f"])
def test_what_is_offered_can_be_read(text: str) -> None:
    for completed in offered(text):
        if completed.endswith(":"):
            continue
        readings = (completed, f"{completed}=1", f"{completed} is missing")
        assert any(_reads(reading) for reading in readings), completed


def _reads(text: str) -> bool:
    from timeline.errors import InvalidFilter

    try:
        parse_course_filter(text, LANGUAGE)
    except InvalidFilter:
        return False
    return True
