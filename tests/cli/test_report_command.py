"""`timeline report`: tables to read, data for programs, and refusals in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Said

DEFINITION = """
title = "Two patients"
[populations]
everybody = {}
treated = { where = "rt_fractions > 0" }
[adverse_events]
[[tables]]
title = "Patients"
of = "everybody"
figures = [
  { id = "all", label = "All", measure = "count" },
  { id = "men", label = "Men", measure = "share", where = "sex = male" },
  { id = "dose", label = "Dose", of = "treated", measure = "median_range", table = "radiotherapy", column = "total_gy", unit = "Gy" },
]
"""  # noqa: E501
PUBLISHED = """{"targets": [
  {"id": "all", "printed": 2},
  {"id": "men", "printed": "1 (50)"},
  {"id": "dose", "printed": "9.5 (9-10)", "unit": "Gy", "note": "two courses are counted"},
  {"id": "age", "printed": 60}
]}"""

pytestmark = pytest.mark.usefixtures("treated")


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "mine.toml").write_text(DEFINITION, encoding="utf-8")
    (folder / "published.json").write_text(PUBLISHED, encoding="utf-8")


def test_the_tables_are_printed_one_after_another(run: Callable[..., Said]) -> None:
    said = run("report", "--definition", "mine.toml")
    assert said.code == 0
    assert said.lines == [
        "",
        "Patients",
        "figure  value    unit",
        "All     2        -",
        "Men     1 (50)   -",
        "Dose    9 (9-9)  Gy",
    ]
    assert said.err.startswith("Two patients; as of now (seq ")


def test_programs_get_the_numbers_unrounded(run: Callable[..., Said]) -> None:
    said = run("report", "--definition", "mine.toml", "--format", "json")
    assert json.loads(said.out)[1] == {
        "id": "men",
        "table": "Patients",
        "label": "Men",
        "value": "1 (50)",
        "numbers": [1.0, 50.0],
        "unit": "",
        "patients": 2,
    }


def test_each_published_figure_gets_a_verdict(run: Callable[..., Said]) -> None:
    said = run(
        "report", "--definition", "mine.toml", "--against", "published.json", "--format", "json"
    )
    assert said.code == 0
    assert json.loads(said.out) == [
        {"id": "all", "published": 2, "ours": 2, "verdict": "match", "note": ""},
        {"id": "men", "published": "1 (50)", "ours": "1 (50)", "verdict": "match", "note": ""},
        {
            "id": "dose",
            "published": "9.5 (9-10)",
            "ours": "9.0 (9-9)",
            "verdict": "differs",
            "note": "two courses are counted",
        },
        {
            "id": "age",
            "published": 60,
            "ours": None,
            "verdict": "not derivable",
            "note": "the report defines no figure of this id",
        },
    ]
    assert said.err.endswith("4 published figures: 2 match, 1 differs, 1 not derivable\n")


def test_a_reader_sees_published_and_ours_side_by_side_and_why_they_differ(
    run: Callable[..., Said],
) -> None:
    said = run("report", "--definition", "mine.toml", "--against", "published.json")
    assert said.lines == [
        "",
        "Patients",
        "figure  published   ours       verdict",
        "All     2           2          match",
        "Men     1 (50)      1 (50)     match",
        "Dose    9.5 (9-10)  9.0 (9-9)  DIFFERS",
        "  Dose: two courses are counted",
        "",
        "Not in this report",
        "figure  published  ours  verdict",
        "age     60         -     NOT DERIVABLE",
        "  age: the report defines no figure of this id",
    ]


def test_the_shipped_definition_can_be_printed_to_start_from(
    run: Callable[..., Said], folder: Path
) -> None:
    said = run("report", "--print-definition")
    (folder / "copy.toml").write_text(said.out, encoding="utf-8")
    assert run("report", "--definition", "copy.toml").out == run("report").out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sex = male", "sexx = male", "figure men: where, at character 1 of 'sexx = male': 'sexx'"),
        ('"total_gy"', '"dose"', "figure dose: 'dose' is not a column; known: "),
        ('"total_gy"', '"technique"', "figure dose: 'technique' is not a number; known: "),
        (
            'measure = "count"',
            'measure = "late", months = 5, parts = {}',
            "figure all: months: 5 is",
        ),
        (
            'measure = "count"',
            'measure = "log_rank", endpoint = "os", populations = ["treated"]',
            "figure all: expected two populations or more",
        ),
        ('"radiotherapy"', '"rt"', "'rt' is not a projection; known: os, ttp"),
        ('"median_range"', '"range"', "mine.toml: Invalid value 'range'"),
    ],
)
def test_a_definition_that_does_not_fit_is_refused_in_one_line(
    run: Callable[..., Said], folder: Path, old: str, new: str, message: str
) -> None:
    (folder / "mine.toml").write_text(DEFINITION.replace(old, new), encoding="utf-8")
    said = run("report", "--definition", "mine.toml")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("timeline: ")
    assert message in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("option", ["--definition", "--against"])
def test_a_file_that_is_not_there_is_named(run: Callable[..., Said], option: str) -> None:
    said = run("report", option, "missing")
    assert (said.code, said.out) == (1, "")
    assert said.err == "timeline: missing: there is no such file\n"
