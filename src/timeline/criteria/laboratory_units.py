"""Analytes and their units. Values are converted analyte by analyte, never guessed.

Factors turn a value in the unit into the analyte's standard unit (the first one listed).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from timeline.errors import UnknownUnit

# AFP: 1 IU of the WHO reference preparation 72/225 is 1.21 ng. Source: Sizaret et al., Tumor
# markers: their use and standardization, WHO/IARC 1975–81, as quoted by assay inserts.
AFP_NG_PER_IU = 1.21
# Molar masses: bilirubin 584.7 g/mol, creatinine 113.1 g/mol. Source: IUPAC/IFCC tables.
BILIRUBIN_UMOL_PER_MG_DL = 17.1
CREATININE_UMOL_PER_MG_DL = 88.4
# Haemoglobin in mmol/L counts its monomer, 16,114 g/mol. Source: ICSH, and DIN 58931:2010.
HAEMOGLOBIN_G_DL_PER_MMOL_L = 1.6114

_CELLS = {"10^9/L": 1.0, "/µL": 0.001}
_ENZYME = {"IU/L": 1.0}


@dataclass(frozen=True)
class Analyte:
    """A laboratory quantity, the units that it is reported in and other names it goes by."""

    name: str
    units: dict[str, float]
    aliases: tuple[str, ...] = ()

    @property
    def standard_unit(self) -> str:
        return next(iter(self.units))


ANALYTES: dict[str, Analyte] = {
    analyte.name: analyte
    for analyte in (
        Analyte(
            "AFP",
            {"IU/mL": 1.0, "ng/mL": 1 / AFP_NG_PER_IU, "µg/L": 1 / AFP_NG_PER_IU},
            ("alpha-fetoprotein", "α-fetoprotein"),
        ),
        Analyte("PIVKA-II", {"mAU/mL": 1.0}, ("pivka", "dcp")),
        Analyte("platelets", _CELLS, ("plt", "platelet count")),
        Analyte(
            "haemoglobin",
            {"g/dL": 1.0, "g/L": 0.1, "mmol/L": HAEMOGLOBIN_G_DL_PER_MMOL_L},
            ("hb", "hgb", "hemoglobin"),
        ),
        Analyte("leucocytes", _CELLS, ("wbc", "leukocytes", "white blood cells")),
        Analyte("neutrophils", _CELLS, ("anc",)),
        Analyte("lymphocytes", _CELLS, ("alc",)),
        Analyte("AST", _ENZYME, ("got", "asat")),
        Analyte("ALT", _ENZYME, ("gpt", "alat")),
        Analyte("GGT", _ENZYME, ("gamma-gt",)),
        Analyte("ALP", _ENZYME, ("alkaline phosphatase",)),
        Analyte(
            "bilirubin",
            {"mg/dL": 1.0, "µmol/L": 1 / BILIRUBIN_UMOL_PER_MG_DL},
            ("total bilirubin", "tbil"),
        ),
        Analyte("albumin", {"g/dL": 1.0, "g/L": 0.1}, ("alb",)),
        Analyte("creatinine", {"mg/dL": 1.0, "µmol/L": 1 / CREATININE_UMOL_PER_MG_DL}, ("crea",)),
        Analyte("INR", {"1": 1.0}, ("pt-inr",)),
        Analyte("sodium", {"mmol/L": 1.0}, ("na",)),
    )
}

UNIT_SPELLINGS: dict[str, str] = {
    "ug/l": "µg/L",
    "u/l": "IU/L",
    "u/ml": "IU/mL",
    "g/l": "g/L",
    "g/dl": "g/dL",
    "10*9/l": "10^9/L",
    "x10^9/l": "10^9/L",
    "10^9/l": "10^9/L",
    "10^3/ul": "10^9/L",
    "10*3/ul": "10^9/L",
    "x10^3/ul": "10^9/L",
    "/ul": "/µL",
    "cells/ul": "/µL",
    "/mm3": "/µL",
    "/mm^3": "/µL",
    "10^3/mm3": "10^9/L",
    "k/ul": "10^9/L",
    "umol/l": "µmol/L",
    "": "1",
}
"""Other ways to write a unit, folded, with `u` for the micro sign and the Greek letter alike."""

MICRO = "µ".casefold()  # folding makes the micro sign the Greek letter
_ANALYTE_BY_SPELLING = {
    spelling.casefold(): analyte.name
    for analyte in ANALYTES.values()
    for spelling in (analyte.name, *analyte.aliases)
}


def find_analyte(spelling: str) -> Analyte:
    """The analyte that goes by a name or one of its aliases. Raises UnknownUnit."""
    name = _ANALYTE_BY_SPELLING.get(spelling.strip().casefold())
    if name is None:
        raise UnknownUnit(f"{spelling!r} is not a known analyte; known: {', '.join(ANALYTES)}")
    return ANALYTES[name]


@lru_cache(maxsize=4096)
def canonical_analyte_and_unit(analyte: str, unit: str) -> tuple[str, str]:
    """The standard spelling of an analyte and of one of its units.

    `G/L` counts cells where the analyte is a cell count. Raises UnknownUnit, naming what is known.
    """
    found = find_analyte(analyte)
    name, units = found.name, found.units
    wanted = unit.strip()
    folded = _folded(wanted)
    candidates = [wanted, UNIT_SPELLINGS.get(folded, wanted)]
    candidates += [known for known in units if _folded(known) == folded]
    if wanted == "G/L" and units is _CELLS:
        candidates.insert(0, "10^9/L")
    for candidate in candidates:
        if candidate in units:
            return name, candidate
    raise UnknownUnit(f"{unit!r} is not a unit of {name}; known: {', '.join(units)}")


def _folded(unit: str) -> str:
    return unit.casefold().replace(MICRO, "u")


def standard_value(analyte: str, value: float, unit: str) -> float:
    """A value in the analyte's standard unit. Raises UnknownUnit."""
    name, known = canonical_analyte_and_unit(analyte, unit)
    return value * ANALYTES[name].units[known]
