"""Published figures beside ours: to the printed digit, in the printed shape, with the reason."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from timeline.errors import InvalidReport
from timeline.reports.cohort_report import ReportedFigure
from timeline.reports.comparison import compare_report
from timeline.reports.published import parse_targets
from timeline.reports.values import (
    AtMost,
    Interval,
    Listing,
    MeanDeviation,
    Measured,
    MedianRange,
    Parts,
    Proportion,
    Value,
    Words,
)


def held_against(value: Value, printed: str, unit: str = "", note: str = "") -> Any:
    """The comparison of one value with one printed figure, given as JSON."""
    text = (
        f'{{"targets": [{{"id": "a", "printed": {printed}, "unit": {json.dumps(unit)},'
        f' "note": {json.dumps(note)}}}]}}'
    )
    figure = ReportedFigure("a", "Table 1", "A figure", unit, "", value, 18)
    (found,) = compare_report([figure], parse_targets(text, source="published.json"))
    return found


@pytest.mark.parametrize(
    ("value", "printed", "unit", "ours"),
    [
        (Proportion(17, 18), '{"n": 17, "pct": 94}', "", {"n": 17, "pct": 94}),
        (Proportion(10, 11), '"10 (91)"', "", "10 (91)"),
        (Proportion(12, 13), '"12 of 13"', "", "12 of 13"),
        (Proportion(4, 7), '"4/7"', "", "4/7"),
        (Proportion(3, 5), "60", "%", 60),
        (Proportion(3, 5), "3", "", 3),
        (Measured(7.7864), "7.8", "months", 7.8),
        (Measured(0.14249), "0.142", "", 0.142),
        (Measured(53.0), "53", "years", 53),
        (MedianRange(45.0, 30.0, 54.0), '"45 (30-54)"', "Gy", "45 (30-54)"),
        (MedianRange(50.4, 30.0, 58.42), '"50.4 (30-58.42)"', "Gy", "50.4 (30-58.42)"),
        (MeanDeviation(8322.6, 16837.4), '"8323 +/- 16837"', "IU/mL", "8323 +/- 16837"),
        (Interval(0.0, 33.68), "[0, 33.7]", "months", [0, 33.7]),
        (AtMost(6, "days"), '"<=7 days"', "", "<=6 days"),
        (Words("{} yes, {} no", (7, 7)), '"7 yes, 7 no"', "", "7 yes, 7 no"),
        (Words("all primary"), '"all primary"', "", "all primary"),
        (Listing(("39/3", "30/6 x2")), '["30/6 x2", "39/3"]', "", ["39/3", "30/6 x2"]),
        (
            Parts({"all": Proportion(6, 18), "g4": Proportion(0, 18)}),
            '{"all": "6 (33)", "g4": "0 (0)"}',
            "",
            {"all": "6 (33)", "g4": "0 (0)"},
        ),
    ],
)
def test_a_figure_matches_in_any_shape_that_it_is_printed_in(
    value: Value, printed: str, unit: str, ours: Any
) -> None:
    found = held_against(value, printed, unit)
    assert (found.ours, found.verdict) == (ours, "match")


@pytest.mark.parametrize(
    ("value", "printed", "unit", "ours"),
    [
        (Proportion(16, 18), '{"n": 17, "pct": 94}', "", {"n": 16, "pct": 89}),
        (Proportion(10, 12), '"10 (91)"', "", "10 (83)"),
        (Measured(7.85), "7.8", "months", 7.9),
        (Measured(39.4), "37", "%", 39),
        (Interval(None, 33.7), "[0, 33.7]", "months", [None, 33.7]),
        (AtMost(8, "days"), '"<=7 days"', "", "<=8 days"),
        (Words("{} yes, {} no", (7, 6)), '"7 yes, 7 no"', "", "7 yes, 6 no"),
        (Proportion(12, 13), '"all primary"', "", "12 (92)"),
        (Listing(("39/3",)), '["39/3", "39/3"]', "", ["39/3"]),
        (Parts({"all": Proportion(6, 18)}), '{"all": "6 (33)", "g3": "0"}', "", {"all": "6 (33)"}),
    ],
)  # fmt: skip
def test_a_figure_that_differs_in_one_number_differs(
    value: Value, printed: str, unit: str, ours: Any
) -> None:
    found = held_against(value, printed, unit)
    assert (found.ours, found.verdict) == (ours, "differs")


def test_count_and_percentage_stand_in_either_order() -> None:
    found = held_against(Proportion(17, 18), '{"pct": 94, "n": 17}')
    assert (found.ours, found.verdict) == ({"n": 17, "pct": 94}, "match")


@pytest.mark.parametrize(
    "printed",
    ['"{}"', '{"n": 1, "pct": 2, "x": 3}', '["a", "b"]', '{"all": "1 (2)"}', "[1, 2]", '"{} {}"'],
)
@pytest.mark.parametrize(
    "value",
    [
        Proportion(17, 18),
        Measured(7.8),
        Interval(0.0, 33.7),
        Words("1 week"),
        Listing(("39/3",)),
        Parts({"all": Proportion(6, 18)}),
    ],
)
def test_a_print_of_quite_another_shape_differs(value: Value, printed: str) -> None:
    assert held_against(value, printed).verdict == "differs"


@pytest.mark.parametrize(
    ("number", "printed", "verdict"),
    [
        (Fraction(25, 2), "13", "match"),
        (Fraction(25, 2), "12", "differs"),
        (2.675, "2.68", "match"),
        (0.045, "0.05", "match"),
    ],
)
def test_halves_are_rounded_up(number: Any, printed: str, verdict: str) -> None:
    assert held_against(Measured(number), printed).verdict == verdict


def test_a_printed_digit_more_is_held_against_a_digit_more() -> None:
    assert held_against(Measured(45.04), "45").verdict == "match"
    assert held_against(Measured(45.06), "45.0").verdict == "differs"


def test_a_percentage_that_the_print_did_not_round_is_told_from_a_wrong_count() -> None:
    found = held_against(Proportion(14, 18), '{"n": 14, "pct": 77}')
    assert found.verdict == "differs"
    assert found.note == "the count agrees; 14/18 is 77.78 %, which rounds to 78"


def test_the_publications_own_inconsistency_is_the_reason_of_a_difference() -> None:
    found = held_against(Measured(39.1), "37", "%", "disagrees with the groups")
    assert (found.verdict, found.note) == ("differs", "disagrees with the groups")


def test_a_blank_cell_is_held_against_nothing() -> None:
    found = held_against(Proportion(0, 11), '"(blank)"')
    assert (found.ours, found.verdict) == ("0 (0)", "differs")
    assert found.note == "the publication leaves the cell blank"


def test_a_value_that_nothing_is_known_of_is_not_derivable() -> None:
    assert held_against(Measured(None), "7.8").verdict == "not derivable"


def test_a_figure_that_the_report_does_not_have_is_not_derivable() -> None:
    targets = parse_targets('[{"id": "os.mean", "printed": 9.9}]', source="published.json")
    (found,) = compare_report([], targets)
    assert (found.published, found.ours, found.verdict) == (9.9, None, "not derivable")
    assert found.note == "the report defines no figure of this id"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1: not JSON: Expecting property name enclosed in double quotes"),
        ('{"figures": []}', "expected a list `targets` of objects with `id` and `printed`"),
        ('[{"id": "a"}]', "figure 'a': expected `printed` as a number, a text, two numbers"),
        ('[{"id": "a", "printed": {}}]', "figure 'a': expected `printed` as a number, a text"),
        ('[{"id": "a", "printed": ["5 Gy", 5]}]', "figure 'a': expected `printed` as a number"),
        ('[{"id": "a", "printed": NaN}]', "NaN is not a number that a page prints"),
        ('[{"id": "a", "printed": 1e999999}]', "1e999999 is not a number that a page prints"),
        ('[{"id": [1], "printed": 1}]', "expected a list `targets` of objects with `id`"),
        ('[{"id": "a", "printed": 1, "note": 5}]', "figure 'a': expected note as a text"),
        ('{"targets": {}}', "expected a list `targets` of objects with `id` and `printed`"),
        ("[" * 100_000, "lists within lists without end"),
        ("[3]", "expected a list `targets` of objects with `id` and `printed`"),
        ("7", "expected a list `targets` of objects with `id` and `printed`"),
        ('[{"id": "a", "printed": 1}, {"id": "a", "printed": 2}]', "figure 'a' stands there twice"),
    ],
)
def test_a_file_of_published_figures_that_cannot_be_read_is_named(text: str, message: str) -> None:
    with pytest.raises(InvalidReport) as refused:
        parse_targets(text, source="published.json")
    assert str(refused.value).startswith("published.json")
    assert message in str(refused.value)
