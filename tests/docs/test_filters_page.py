"""What the page of the filter language shows can be read, and names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from timeline.filtering.names import SHORT_NAMES
from timeline.filters import course_language, parse_course_filter
from timeline.projections.declaration import Column

PAGE = (Path(__file__).parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
LANGUAGE = course_language(more={"marked": Column("boolean", "marked")})
BLOCK = re.search(r"```\n(.*?)```", PAGE, re.DOTALL)
INLINE = re.findall(r"`([^`\n]*(?:[<>=~]|ae:|lab:)[^`\n]*\w[^`\n]*)`", PAGE)
EXAMPLES = [*(BLOCK[1].splitlines() if BLOCK else []), *INLINE]


@pytest.mark.parametrize(
    "text", [text for text in EXAMPLES if "TERM" not in text and "TEST" not in text]
)
def test_an_example_can_be_read(text: str) -> None:
    parse_course_filter(text, LANGUAGE)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 20


def test_every_short_name_is_in_the_table_with_its_column() -> None:
    rows = [line.split("|")[1:3] for line in PAGE.splitlines() if line.startswith("| `")]
    told = [
        pair
        for cells in rows
        for pair in zip(*(re.findall(r"`([^`]+)`", cell) for cell in cells), strict=True)
    ]
    assert dict(told) == SHORT_NAMES
