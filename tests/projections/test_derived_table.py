"""A derived table as rows and as a DataFrame."""

from __future__ import annotations

import numpy as np
import pandas as pd

from timeline.effective import objects
from timeline.projections.declaration import EVIDENCE, PATIENT, Column, Declaration
from timeline.projections.derived_table import DerivedTable, table_of
from timeline.projections.per_patient import NEVER

DECLARED = Declaration(
    "visits",
    "Visits",
    "visits",
    {},
    ("patient",),
    {
        "patient": PATIENT,
        "seen_on": Column("date", "day of the visit"),
        "visits": Column("integer", "how many"),
        "weight_kg": Column("number", "weight", "kg"),
        "alive": Column("boolean", "whether alive"),
        "evidence": EVIDENCE,
    },
)


def _visits() -> DerivedTable:
    """P1 was seen on 2010-01-02; of P2 nothing is known."""
    columns = {
        "evidence": objects(["P1/visit/1", None]),
        "patient": objects(["P1", "P2"]),
        "seen_on": np.array([14611, NEVER]),
        "visits": np.array([3.0, np.nan]),
        "weight_kg": np.array([70.5, np.nan]),
        "alive": objects([True, None]),
    }
    return table_of(DECLARED, columns)


def test_rows_have_iso_dates_plain_numbers_and_none_for_what_is_missing() -> None:
    assert _visits().rows() == [
        ("P1", "2010-01-02", 3, 70.5, 1, "P1/visit/1"),
        ("P2", None, None, None, None, None),
    ]


def test_the_rows_of_some_patients_are_theirs_alone() -> None:
    assert [row[0] for row in _visits().of(["P2", "P9"]).rows()] == ["P2"]
    assert len(_visits().where(np.array([True, False]))) == 1


def test_a_data_frame_has_typed_columns_in_the_declared_order() -> None:
    frame = _visits().frame()
    assert list(frame.columns) == list(DECLARED.columns)
    assert frame["seen_on"][0] == pd.Timestamp("2010-01-02")
    assert frame["visits"].dtype == "Int64"
    assert frame["alive"].dtype == "boolean"
    assert frame.loc[1, ["seen_on", "visits", "weight_kg", "alive", "evidence"]].isna().all()
