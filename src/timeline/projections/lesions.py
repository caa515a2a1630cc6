"""What was measured of each lesion, in columns: the targets of the baseline and all the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from timeline.criteria.response import to_tenths
from timeline.projections.per_patient import Mask, Rows

DIAMETERS = ("longest_mm", "viable_mm", "short_axis_mm")
UNMEASURED = -1

Lesion = Mapping[str, Any]
"""A lesion as the payload of imaging has it."""


@dataclass(frozen=True, eq=False)
class Lesions:
    """Diameters in tenths of a millimetre, UNMEASURED where there is none.

    Targets are the target lesions of the baseline, numbered over all patients: the patient of each,
    its name, whether it is a node and whether it lies in the field. `measured` has a column for
    each time that one of them was listed: assessment, target and the three `DIAMETERS`; `others`
    for each other lesion: assessment and diameters. `newcomers` are lesions called a target that
    the baseline has none of, as assessment and name.
    """

    owner: Rows
    name: list[str]
    node: Mask
    in_field: Mask
    measured: Rows
    others: Rows
    newcomers: list[tuple[int, str]]


def read_lesions(days: Sequence[Sequence[Lesion]], owner: Rows, is_baseline: Mask) -> Lesions:
    """The lesions of each assessment, sorted by patient and day; a lesion is told by its name.

    An assessment lists a lesion once at most. A target with a short axis is a node.
    """
    owners: list[int] = []
    names: list[str] = []
    node: list[bool] = []
    in_field: list[bool] = []
    measured: list[int] = []
    others: list[int] = []
    newcomers: list[tuple[int, str]] = []
    known: dict[str, int] = {}
    current = -1
    for at, (patient, baseline, lesions) in enumerate(
        zip(owner.tolist(), is_baseline.tolist(), days, strict=True)
    ):
        if patient != current:
            current, known = patient, {}
        for lesion in lesions:
            name, is_target = lesion["lesion"], lesion["role"] == "target"
            longest, viable, short = (_tenths(lesion.get(field)) for field in DIAMETERS)
            if baseline and is_target:
                known[name] = len(names)
                owners.append(patient)
                names.append(name)
                node.append(short != UNMEASURED)
                in_field.append(lesion.get("field") != "out")
            target = known.get(name)
            if target is not None:
                measured += (at, target, longest, viable, short)
                continue
            others += (at, longest, viable, short)
            if is_target:
                newcomers.append((at, name))
    return Lesions(
        np.array(owners, dtype=np.int64),
        names,
        np.array(node, dtype=bool),
        np.array(in_field, dtype=bool),
        np.array(measured, dtype=np.int64).reshape(-1, 2 + len(DIAMETERS)).T,
        np.array(others, dtype=np.int64).reshape(-1, 1 + len(DIAMETERS)).T,
        newcomers,
    )


def _tenths(diameter_mm: float | None) -> int:
    return UNMEASURED if diameter_mm is None else to_tenths(diameter_mm)
