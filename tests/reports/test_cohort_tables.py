"""Toxicity by term and the summaries of doses, with numbers worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from timeline.reports.dose_table import Measure, Summary, histogram, summarise
from timeline.reports.toxicity_by_term import any_term, toxicity_by_term


def row(patient: str, term: str, worst: int | None, **more: Any) -> dict[str, Any]:
    return {
        "patient": patient, "term": term, "worst_grade": worst, "worst_late_grade": None,
        "worst_on_treatment_grade": worst, "attribution": None, **more,
    }  # fmt: skip


ROWS = [
    row("P1", "nausea", 1, attribution="RT"),
    row("P2", "nausea", 3, attribution="RT; sorafenib"),
    row("P3", "nausea", 0),
    row("P1", "anemia", 2),
    row("P4", "anemia", 2),
    row("P4", "rash", 4, attribution="sorafenib", worst_late_grade=1),
]


def test_each_patient_counts_once_a_term_at_the_worst_grade() -> None:
    found = toxicity_by_term(ROWS)
    assert [one.term for one in found] == ["nausea", "anemia", "rash"]
    nausea = found[0]
    assert (nausea.any_grade, nausea.severe, nausea.of(1)) == (("P1", "P2"), ("P2",), ("P1",))


def test_of_all_terms_the_worst_grade_of_each_patient_counts() -> None:
    every = any_term(toxicity_by_term(ROWS))
    assert {grade: who for grade, who in every.patients.items() if who} == {
        2: ("P1",), 3: ("P2",), 4: ("P4",),
    }  # fmt: skip


def test_a_period_has_grades_of_its_own() -> None:
    (late,) = toxicity_by_term(ROWS, period="late")
    assert (late.term, late.of(1)) == ("rash", ("P4",))


@pytest.mark.parametrize(
    ("attribution", "terms"),
    [("RT", {"nausea": 2}), ("sorafenib", {"nausea": 1, "rash": 1}), ("none", {"anemia": 2})],
)
def test_an_attribution_keeps_what_reports_attribute_to_it(
    attribution: str, terms: dict[str, int]
) -> None:
    found = toxicity_by_term(ROWS, attribution=attribution)
    assert {one.term: len(one.any_grade) for one in found} == terms


DOSE = Measure("gy", "dose", "Gy")


def summary(*values: float | None) -> Summary:
    rows = [{"patient": f"P{n}", "gy": value} for n, value in enumerate(values, start=1)]
    (found,) = summarise(rows, (DOSE,))
    return found


def test_doses_are_summed_up_as_by_hand() -> None:
    # 30, 40, 50, 60: quartiles at 30 + 0.75 · 10 and 50 + 0.25 · 10; Σ(x − 45)² = 500.
    found = summary(60, 30, None, 50, 40)
    assert (found.median, found.quartiles, found.range) == (45, (37.5, 52.5), (30, 60))
    assert found.mean == 45
    assert found.deviation == pytest.approx((500 / 3) ** 0.5)
    assert (found.missing, found.patients) == (("P3",), ("P2", "P5", "P4", "P1"))


def test_one_value_is_its_own_quartiles_and_none_has_no_summary() -> None:
    assert (summary(45).quartiles, summary(45).deviation) == ((45, 45), None)
    nobody = summary(None)
    assert (nobody.median, nobody.quartiles, nobody.range, nobody.mean) == (None,) * 4


def test_two_courses_of_one_patient_are_two_values_of_one_patient() -> None:
    (found,) = summarise([{"patient": "P1", "gy": 30.0}, {"patient": "P1", "gy": 20.0}], (DOSE,))
    assert (len(found.values), found.patients) == (2, ("P1",))


def test_a_histogram_holds_every_value_once_the_highest_in_its_last_bin() -> None:
    bins = histogram(summary(0, 1, 2, 2.5, 10), 0, 10, 4)
    assert [one.count for one in bins] == [3, 1, 0, 1]
    assert bins[1].patients == ("P4",)
    assert (bins[3].low, bins[3].high, bins[3].patients) == (7.5, 10, ("P5",))
