"""The definition of a report: what it may say, and how a wrong one is refused."""

from __future__ import annotations

import pytest

from timeline.errors import InvalidReport
from timeline.reports.definition import parse_definition, shipped_definition

SMALL = """
title = "Small"
[populations]
analysed = { where = "included" }
men = { of = "analysed", where = "sex = male" }
[adverse_events]
skin = { terms = ["erythema"] }
[[tables]]
title = "Table 1"
of = "analysed"
figures = [
  { id = "men", label = "Men", measure = "share", where = "sex = male" },
]
"""


def test_the_shipped_report_names_every_table_of_the_publication() -> None:
    report = shipped_definition()
    titles = [table.title.partition(".")[0] for table in report.tables]
    assert [title for title in titles if title.startswith("Table")] == [
        "Table 1", "Table 2", "Table 3", "Table 4",
    ]  # fmt: skip
    assert {row for row in report.adverse_events if len(report.adverse_events[row].terms) > 1} == {
        "other skin complaints"
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Small"', 'title = "Small', "not TOML"),
        ('measure = "share"', 'measure = "ratio"', "Invalid value 'ratio' - at `tables[0]"),
        ('label = "Men", ', "", "required field `label`"),
        ('where = "sex = male" },\n]', 'wher = "sex = male" },\n]', "unknown field `wher`"),
        (
            'of = "analysed"\nfigures',
            'of = "all"\nfigures',
            "'all' is not a population",
        ),
        ('{ of = "analysed", where', '{ of = "everybody", where', "population men: 'everybody'"),
        (
            'measure = "share", where = "sex = male"',
            'measure = "adverse_event", event = "nausea"',
            "figure men: 'nausea' is not in adverse_events",
        ),
        (
            "figures = [",
            'figures = [\n  { id = "men", label = "Again", measure = "count" },',
            "figure men: there are two of this id",
        ),
    ],
)
def test_a_wrong_definition_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    assert SMALL.count(old) == 1
    with pytest.raises(InvalidReport) as refused:
        parse_definition(SMALL.replace(old, new), source="mine.toml")
    assert str(refused.value).startswith("mine.toml: ")
    assert message in str(refused.value)
