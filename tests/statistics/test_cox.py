"""Hazard ratios by Cox's model, ties by the named method."""

from __future__ import annotations

import pytest

from published_survival import MAINTAINED, MERCAPTOPURINE, NONMAINTAINED, PLACEBO, labelled
from timeline.statistics.cox import hazard_ratios

AML = labelled(maintained=MAINTAINED, nonmaintained=NONMAINTAINED)
REMISSION = labelled(mercaptopurine=MERCAPTOPURINE, placebo=PLACEBO)


def test_aml_with_efrons_ties_is_as_r_prints_it() -> None:
    """coxph(Surv(time, status) ~ x, aml): 0.9155, se 0.5119, p 0.0737, 2.498 (0.9159–6.813)."""
    (found,) = hazard_ratios(*AML)
    assert (found.group, found.reference) == ("nonmaintained", "maintained")
    assert found.coefficient == pytest.approx(0.9155, abs=5e-5)
    assert found.standard_error == pytest.approx(0.5119, abs=5e-5)
    assert found.p == pytest.approx(0.0737, abs=5e-5)
    assert (found.ratio, found.low) == pytest.approx((2.4981, 0.9159), abs=5e-5)
    assert found.high == pytest.approx(6.813, abs=5e-4)


def test_the_remission_data_with_breslows_ties_are_as_published() -> None:
    """Kleinbaum & Klein, Survival Analysis, 3rd ed.: 1.509, se 0.410, ratio 4.523."""
    (found,) = hazard_ratios(*REMISSION, ties="breslow")
    assert found.coefficient == pytest.approx(1.509, abs=5e-4)
    assert found.standard_error == pytest.approx(0.410, abs=5e-4)
    assert found.ratio == pytest.approx(4.523, abs=5e-4)


def test_the_remission_data_with_efrons_ties_are_as_published() -> None:
    """coxph(Surv(time, cens) ~ treat, gehan), Venables & Ripley: 1.572, se 0.412, ratio 4.82."""
    (found,) = hazard_ratios(*REMISSION)
    assert (found.coefficient, found.standard_error) == pytest.approx((1.572, 0.412), abs=5e-4)


def test_the_other_reference_gives_the_inverse() -> None:
    (found,), (inverse,) = hazard_ratios(*AML), hazard_ratios(*AML, reference="nonmaintained")
    assert found.ratio is not None
    assert inverse.ratio == pytest.approx(1 / found.ratio)
    assert inverse.p == pytest.approx(found.p)


def test_one_death_on_either_side_by_hand() -> None:
    """a: 1, 4+; b: 2, 3+. l(β) = −ln(2 + 2eᵝ) + β − ln(1 + 2eᵝ), so 2e²ᵝ = 1 and eᵝ = 1/√2."""
    (found,) = hazard_ratios(*labelled(a=["1", "4+"], b=["2", "3+"]))
    assert found.ratio == pytest.approx(0.5**0.5)


@pytest.mark.parametrize(
    ("groups", "why_not"),
    [
        ({"a": ["1", "2"], "b": ["3+", "4+"]}, "no event in b: the likelihood is monotone"),
        ({"a": ["3+"], "b": ["1"]}, "no event in a: the likelihood is monotone"),
        ({"a": ["3+"], "b": ["4+"]}, "no event in b: the likelihood is monotone"),
        (
            {"a": ["1", "2"], "b": ["3", "4"]},
            "events in b and in a never met at risk: the likelihood is monotone",
        ),
    ],
)
def test_a_monotone_likelihood_has_no_ratio(groups: dict[str, list[str]], why_not: str) -> None:
    (found,) = hazard_ratios(*labelled(**groups))
    assert (found.ratio, found.low, found.p, found.why_not) == (None, None, None, why_not)


def test_a_group_without_event_does_not_take_the_ratio_from_the_others() -> None:
    alone = hazard_ratios(*AML)
    with_quiet = hazard_ratios(
        *labelled(maintained=MAINTAINED, nonmaintained=NONMAINTAINED, quiet=["200+", "300+"])
    )
    assert with_quiet[0].ratio == pytest.approx(alone[0].ratio, rel=1e-4)
    assert with_quiet[1].why_not == "no event in quiet: the likelihood is monotone"


def test_two_groups_may_be_tied_by_a_third() -> None:
    """No event of c has an a at risk, but b stands between: all three ratios are finite."""
    found = hazard_ratios(*labelled(a=["1", "4"], b=["2", "6", "8"], c=["5", "7", "3"]))
    assert all(one.ratio is not None for one in found)


def test_a_single_group_has_no_ratio_and_a_strange_reference_is_refused() -> None:
    assert hazard_ratios([1, 2], [True, True], ["a", "a"]) == []
    assert hazard_ratios([], [], []) == []
    with pytest.raises(ValueError, match="'c' is not one of the groups a, b"):
        hazard_ratios([1, 2], [True, True], ["a", "b"], reference="c")
