"""LB: every laboratory value as it was reported, and in the analyte's standard unit."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.criteria.laboratory_units import ANALYTES, standard_value
from timeline.exporting.cdisc.dataset import FACT, IDENTIFIERS, Dataset, Record, variables
from timeline.exporting.cdisc.subject import Subject
from timeline.exporting.cdisc.terminology import LAB_TESTS, unit


def records(subject: Subject) -> Iterator[Record]:
    for event in subject.of("lab"):
        said = event.payload
        code, name = LAB_TESTS[said["analyte"]]
        sign = said.get("comparator", "none").replace("none", "")
        value = standard_value(said["analyte"], said["value"], said["unit"])
        low, high = said.get("lower_limit"), said.get("upper_limit")
        yield {
            "LBTESTCD": code,
            "LBTEST": name,
            "LBORRES": f"{sign}{said['value']:.12g}",
            "LBORRESU": unit(said["unit"]),
            "LBORNRLO": None if low is None else f"{low:.12g}",
            "LBORNRHI": None if high is None else f"{high:.12g}",
            "LBSTRESC": f"{sign}{value:.12g}",
            "LBSTRESN": None if sign else value,
            "LBSTRESU": unit(ANALYTES[said["analyte"]].standard_unit),
            "LBDTC": event.occurred_on,
            "LBDY": subject.study_day(event.occurred_on),
            FACT: event.fact,
        }


LB = Dataset(
    "LB",
    "Laboratory Test Results",
    (
        *IDENTIFIERS,
        *variables(
            ("LBSEQ#", "Sequence Number"),
            ("LBTESTCD", "Lab Test or Examination Short Name"),
            ("LBTEST", "Lab Test or Examination Name"),
            ("LBORRES", "Result or Finding in Original Units"),
            ("LBORRESU", "Original Units"),
            ("LBORNRLO", "Reference Range Lower Limit in Orig Unit"),
            ("LBORNRHI", "Reference Range Upper Limit in Orig Unit"),
            ("LBSTRESC", "Character Result/Finding in Std Format"),
            ("LBSTRESN#", "Numeric Result/Finding in Standard Units"),
            ("LBSTRESU", "Standard Units"),
            ("LBDTC", "Date/Time of Specimen Collection"),
            ("LBDY#", "Study Day of Specimen Collection"),
        ),
    ),
    records,
)
