"""CTCAE 3.0, 4.03 and 5.0: what grades a laboratory value, one row for each test and version.

Only what a number decides stands here. Where a grade is clinical (“life-threatening”, “transfusion
indicated”) it has no number, and no laboratory value reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Version = Literal["3.0", "4.03", "5.0"]
Of = Literal["value", "lower_limit", "upper_limit", "baseline"]
When = Literal["always", "normal_baseline", "abnormal_baseline", "anticoagulated", "not_so"]

VERSIONS: tuple[Version, ...] = ("3.0", "4.03", "5.0")


@dataclass(frozen=True)
class Cut:
    """One threshold, in hundredths: of the test's standard unit where `of` is `value`, else of the
    limit of normal or the baseline. A value beyond it has the grade; a value on it only where
    `inclusive`.
    """

    grade: int
    of: Of
    hundredths: int
    inclusive: bool = False


@dataclass(frozen=True)
class Arm:
    """Thresholds that apply together. `not_so` is a patient who takes no anticoagulant."""

    cuts: tuple[Cut, ...]
    when: When = "always"


@dataclass(frozen=True)
class Rule:
    """How one version grades one test: low values or high ones, by the worst of its arms."""

    test: str
    version: Version
    ctcae_term: str
    direction: Literal["low", "high"]
    arms: tuple[Arm, ...]
    source: str


def _cuts(of: Of, *marks: float | None, first_inclusive: bool = False) -> tuple[Cut, ...]:
    return tuple(
        Cut(grade, of, round(mark * 100), first_inclusive and grade == 1)
        for grade, mark in enumerate(marks, start=1)
        if mark is not None
    )


def _below(*marks: float | None) -> tuple[Arm, ...]:
    """Grade 1 below the lower limit of normal, grades 2, 3, … below absolute values."""
    return (Arm(_cuts("lower_limit", 1) + _cuts("value", None, *marks)),)


def _above(*multiples: float) -> tuple[Arm, ...]:
    """Above multiples of the upper limit of normal."""
    return (Arm(_cuts("upper_limit", *multiples)),)


def _by_baseline(
    normal: tuple[float, ...], abnormal: tuple[float, ...], *, first_inclusive: bool = True
) -> tuple[Arm, ...]:
    """Above multiples of the upper limit after a normal baseline, of an abnormal baseline else."""
    return (
        Arm(_cuts("upper_limit", *normal), "normal_baseline"),
        Arm(
            _cuts("baseline", *abnormal, first_inclusive=first_inclusive),
            "abnormal_baseline",
        ),
    )


V3 = "CTCAE v3.0, NCI, 9 August 2006"
V4 = "CTCAE v4.03, NCI, 14 June 2010"
V5 = "CTCAE v5.0, NCI, 27 November 2017"

V3_BLOOD, V3_LABORATORY = f"{V3}, Blood/Bone Marrow", f"{V3}, Metabolic/Laboratory"
V3_COAGULATION = f"{V3}, Coagulation"
V4_BLOOD, V5_BLOOD = f"{V4}, Blood and lymphatic system", f"{V5}, Blood and lymphatic system"
V4_TESTS, V5_TESTS = f"{V4}, Investigations", f"{V5}, Investigations"
V4_METABOLISM = f"{V4}, Metabolism and nutrition disorders"
V5_METABOLISM = f"{V5}, Metabolism and nutrition disorders"

PLATELETS, ANAEMIA = "Platelet count decreased", "Anemia"
LEUCOCYTES, NEUTROPHILS = "White blood cell decreased", "Neutrophil count decreased"
LYMPHOCYTES = "Lymphocyte count decreased"
AST, ALT = "Aspartate aminotransferase increased", "Alanine aminotransferase increased"
GGT, ALP = "GGT increased", "Alkaline phosphatase increased"
BILIRUBIN, ALBUMIN = "Blood bilirubin increased", "Hypoalbuminemia"
CREATININE, INR = "Creatinine increased", "INR increased"

_RATIO_4 = (
    Arm(_cuts("upper_limit", 1, 1.5, 2.5), "not_so"),
    Arm(_cuts("baseline", 1, 1.5, 2.5), "anticoagulated"),
)
_RATIO_5 = (
    Arm(_cuts("value", 1.2, 1.5, 2.5), "not_so"),
    Arm(_cuts("baseline", 1, 1.5, 2.5), "anticoagulated"),
)
_CREATININE_4 = (*_above(1, 1.5, 3, 6), Arm(_cuts("baseline", 1, 1.5, 3)))
_CREATININE_5 = (*_above(1, 1.5, 3, 6), Arm(_cuts("baseline", None, 1.5, 3)))

# Counts in 10^9/L, haemoglobin and albumin in g/dL; the other marks are multiples.
TABLE: tuple[Rule, ...] = (
    Rule("platelets", "3.0", "Platelets", "low", _below(75, 50, 25), V3_BLOOD),
    Rule("platelets", "4.03", PLATELETS, "low", _below(75, 50, 25), V4_TESTS),
    Rule("platelets", "5.0", PLATELETS, "low", _below(75, 50, 25), V5_TESTS),
    Rule("haemoglobin", "3.0", "Hemoglobin", "low", _below(10, 8, 6.5), V3_BLOOD),
    Rule("haemoglobin", "4.03", ANAEMIA, "low", _below(10, 8), V4_BLOOD),
    Rule("haemoglobin", "5.0", ANAEMIA, "low", _below(10, 8), V5_BLOOD),
    Rule("leucocytes", "3.0", "Leukocytes (total WBC)", "low", _below(3, 2, 1), V3_BLOOD),
    Rule("leucocytes", "4.03", LEUCOCYTES, "low", _below(3, 2, 1), V4_TESTS),
    Rule("leucocytes", "5.0", LEUCOCYTES, "low", _below(3, 2, 1), V5_TESTS),
    Rule("neutrophils", "3.0", "Neutrophils/granulocytes (ANC/AGC)", "low", _below(1.5, 1, 0.5),
         V3_BLOOD),
    Rule("neutrophils", "4.03", NEUTROPHILS, "low", _below(1.5, 1, 0.5), V4_TESTS),
    Rule("neutrophils", "5.0", NEUTROPHILS, "low", _below(1.5, 1, 0.5), V5_TESTS),
    Rule("lymphocytes", "3.0", "Lymphopenia", "low", _below(0.8, 0.5, 0.2), V3_BLOOD),
    Rule("lymphocytes", "4.03", LYMPHOCYTES, "low", _below(0.8, 0.5, 0.2), V4_TESTS),
    Rule("lymphocytes", "5.0", LYMPHOCYTES, "low", _below(0.8, 0.5, 0.2), V5_TESTS),
    Rule("AST", "3.0", "AST, SGOT", "high", _above(1, 2.5, 5, 20), V3_LABORATORY),
    Rule("AST", "4.03", AST, "high", _above(1, 3, 5, 20), V4_TESTS),
    Rule("AST", "5.0", AST, "high", _by_baseline((1, 3, 5, 20), (1.5, 3, 5, 20)), V5_TESTS),
    Rule("ALT", "3.0", "ALT, SGPT", "high", _above(1, 2.5, 5, 20), V3_LABORATORY),
    Rule("ALT", "4.03", ALT, "high", _above(1, 3, 5, 20), V4_TESTS),
    Rule("ALT", "5.0", ALT, "high", _by_baseline((1, 3, 5, 20), (1.5, 3, 5, 20)), V5_TESTS),
    Rule("GGT", "3.0", "GGT", "high", _above(1, 2.5, 5, 20), V3_LABORATORY),
    Rule("GGT", "4.03", GGT, "high", _above(1, 2.5, 5, 20), V4_TESTS),
    Rule("GGT", "5.0", GGT, "high", _by_baseline((1, 2.5, 5, 20), (2, 2.5, 5, 20)), V5_TESTS),
    Rule("ALP", "3.0", "Alkaline phosphatase", "high", _above(1, 2.5, 5, 20), V3_LABORATORY),
    Rule("ALP", "4.03", ALP, "high", _above(1, 2.5, 5, 20), V4_TESTS),
    Rule("ALP", "5.0", ALP, "high", _by_baseline((1, 2.5, 5, 20), (2, 2.5, 5, 20)), V5_TESTS),
    Rule("bilirubin", "3.0", "Bilirubin (hyperbilirubinemia)", "high", _above(1, 1.5, 3, 10),
         V3_LABORATORY),
    Rule("bilirubin", "4.03", BILIRUBIN, "high", _above(1, 1.5, 3, 10), V4_TESTS),
    Rule("bilirubin", "5.0", BILIRUBIN, "high",
         _by_baseline((1, 1.5, 3, 10), (1, 1.5, 3, 10), first_inclusive=False), V5_TESTS),
    Rule("albumin", "3.0", "Albumin, serum-low (hypoalbuminemia)", "low", _below(3, 2),
         V3_LABORATORY),
    Rule("albumin", "4.03", ALBUMIN, "low", _below(3, 2), V4_METABOLISM),
    Rule("albumin", "5.0", ALBUMIN, "low", _below(3, 2), V5_METABOLISM),
    Rule("creatinine", "3.0", "Creatinine", "high", _above(1, 1.5, 3, 6), V3_LABORATORY),
    Rule("creatinine", "4.03", CREATININE, "high", _CREATININE_4, V4_TESTS),
    Rule("creatinine", "5.0", CREATININE, "high", _CREATININE_5, V5_TESTS),
    Rule("INR", "3.0", "INR (International Normalized Ratio of prothrombin time)", "high",
         _above(1, 1.5, 2), V3_COAGULATION),
    Rule("INR", "4.03", INR, "high", _RATIO_4, V4_TESTS),
    Rule("INR", "5.0", INR, "high", _RATIO_5, V5_TESTS),
)  # fmt: skip

RULES: dict[tuple[str, str], Rule] = {(rule.test, rule.version): rule for rule in TABLE}
TESTS: tuple[str, ...] = tuple(dict.fromkeys(rule.test for rule in TABLE))
