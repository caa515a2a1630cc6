"""Units of laboratory values: converted analyte by analyte, never guessed."""

from __future__ import annotations

import pytest

from timeline.criteria.laboratory_units import (
    ANALYTES,
    canonical_analyte_and_unit,
    find_analyte,
    standard_value,
)
from timeline.errors import UnknownUnit


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "expected"),
    [
        ("AFP", 121, "ng/mL", 100),  # 1 IU of WHO 72/225 is 1.21 ng
        ("AFP", 242, "µg/L", 200),
        ("AFP", 200, "IU/mL", 200),
        ("PIVKA-II", 40, "mAU/mL", 40),
        ("platelets", 38_000, "/µL", 38),
        ("platelets", 126, "10^9/L", 126),
        ("leucocytes", 5_400, "/µL", 5.4),
        ("neutrophils", 1.5, "10^9/L", 1.5),
        ("lymphocytes", 800, "/µL", 0.8),
        ("haemoglobin", 123, "g/L", 12.3),
        ("haemoglobin", 10, "mmol/L", 16.114),
        ("leucocytes", 5_400, "/mm3", 5.4),
        ("AST", 215, "IU/L", 215),
        ("ALT", 40, "U/L", 40),
        ("GGT", 60, "IU/L", 60),
        ("ALP", 120, "U/L", 120),
        ("bilirubin", 34.2, "µmol/L", 2),
        ("albumin", 35, "g/L", 3.5),
        ("creatinine", 88.4, "µmol/L", 1),
        ("INR", 1.1, "1", 1.1),
        ("sodium", 140, "mmol/L", 140),
    ],
)
def test_values_worked_by_hand(analyte: str, value: float, unit: str, expected: float) -> None:
    assert standard_value(analyte, value, unit) == pytest.approx(expected, rel=1e-12)


def test_every_analyte_has_a_standard_unit_that_is_its_own_measure() -> None:
    for analyte in ANALYTES.values():
        assert analyte.units[analyte.standard_unit] == 1.0


@pytest.mark.parametrize(
    ("analyte", "spelling", "unit"),
    [
        ("AFP", "iu/ml", "IU/mL"),
        ("AFP", "U/mL", "IU/mL"),
        ("AFP", "ug/L", "µg/L"),
        ("AFP", "\u00b5g/L", "µg/L"),  # the micro sign
        ("AFP", "\u03bcg/L", "µg/L"),  # the Greek letter
        ("platelets", "G/L", "10^9/L"),
        ("platelets", "10^3/uL", "10^9/L"),
        ("platelets", "10^3/\u00b5L", "10^9/L"),
        ("platelets", "10^3/\u03bcL", "10^9/L"),
        ("platelets", "x10^9/L", "10^9/L"),
        ("platelets", "/uL", "/µL"),
        ("platelets", "/\u03bcL", "/µL"),
        ("haemoglobin", "G/DL", "g/dL"),
        ("AST", "U/L", "IU/L"),
        ("bilirubin", "umol/L", "µmol/L"),
        ("creatinine", "\u03bcmol/l", "µmol/L"),
        ("INR", "", "1"),
        ("sodium", " mmol/l ", "mmol/L"),
    ],
)
def test_spellings_of_a_unit_are_one_unit(analyte: str, spelling: str, unit: str) -> None:
    assert canonical_analyte_and_unit(analyte, spelling) == (analyte, unit)


@pytest.mark.parametrize(
    ("spelling", "analyte"),
    [
        ("afp", "AFP"),
        ("α-Fetoprotein", "AFP"),
        ("DCP", "PIVKA-II"),
        ("PLT", "platelets"),
        ("Hb", "haemoglobin"),
        ("hemoglobin", "haemoglobin"),
        ("WBC", "leucocytes"),
        ("GOT", "AST"),
        (" gpt ", "ALT"),
        ("Total bilirubin", "bilirubin"),
    ],
)
def test_analytes_go_by_their_other_names(spelling: str, analyte: str) -> None:
    assert find_analyte(spelling).name == analyte


@pytest.mark.parametrize(
    ("analyte", "unit"),
    [("AFP", "mg/dL"), ("platelets", "g/L"), ("haemoglobin", "mg/dL"), ("AFP", ""), ("INR", "s")],
)
def test_a_unit_of_something_else_is_refused(analyte: str, unit: str) -> None:
    with pytest.raises(UnknownUnit) as refused:
        canonical_analyte_and_unit(analyte, unit)
    known = ", ".join(ANALYTES[analyte].units)
    assert str(refused.value) == f"{unit!r} is not a unit of {analyte}; known: {known}"


def test_an_unknown_analyte_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownUnit, match=r"^'troponin' is not a known analyte; known: AFP, P"):
        find_analyte("troponin")
