"""Liver function by date: Child–Pugh computed and as reported, ALBI."""

from __future__ import annotations

from courses import Patient, cells, put_in_force, rows, tell
from timeline.store import Store

CHILD_PUGH = ("child_pugh_score", "child_pugh_class", "child_pugh_source", "missing")


def measured(
    told: Patient, on: str, *, bilirubin: float = 1.0, albumin: float = 4.0, inr: float | None = 1.0
) -> Patient:
    told.lab(on, "bilirubin", bilirubin, "mg/dL").lab(on, "albumin", albumin, "g/dL")
    return told if inr is None else told.lab(on, "INR", inr, "1")


def test_five_components_make_a_score(store: Store) -> None:
    told = measured(Patient(), "2010-08-20", bilirubin=2.5, albumin=3.0, inr=1.8)
    tell(store, told.status("2010-08-20", ascites="mild", encephalopathy="none"))
    (found,) = rows(store, "liver_function")
    assert cells(found, *CHILD_PUGH) == (9, "B", "computed", None)  # 2 + 2 + 2 + 2 + 1
    assert cells(found, "bilirubin_mg_per_dl", "albumin_g_per_dl", "inr") == (2.5, 3.0, 1.8)
    # 0.66 log10(2.5 x 17.1) - 0.085 x 30
    assert cells(found, "albi_score", "albi_grade") == (-1.473582, 2)
    assert found["evidence"].split() == [
        "P07/lab/bilirubin-2010-08-20",
        "P07/lab/albumin-2010-08-20",
        "P07/lab/inr-2010-08-20",
        "P07/clinical_status/2010-08-20",
    ]


def test_components_of_the_window_come_together(store: Store) -> None:
    told = Patient().status("2010-08-01", ascites="none", encephalopathy="none")
    tell(store, measured(measured(told, "2010-08-31"), "2010-09-01"))
    found = {row["occurred_on"]: row for row in rows(store, "liver_function")}
    assert cells(found["2010-08-31"], *CHILD_PUGH) == (5, "A", "computed", None)
    assert cells(found["2010-09-01"], *CHILD_PUGH) == (
        None, None, None, "ascites; encephalopathy",
    )  # fmt: skip
    assert cells(found["2010-08-01"], "missing", "albi_score") == ("bilirubin; albumin; INR", None)


def test_the_window_is_the_protocols(store: Store) -> None:
    told = Patient().status("2010-08-01", ascites="none", encephalopathy="none")
    tell(store, measured(told, "2010-08-08"))
    put_in_force(store, ("window_days = 30", "window_days = 6"))
    assert rows(store, "liver_function")[1]["child_pugh_score"] is None


def test_the_variant_for_albumin_is_the_protocols(store: Store) -> None:
    told = measured(Patient(), "2010-08-20", albumin=2.9)
    tell(store, told.status("2010-08-20", ascites="none", encephalopathy="none"))
    assert rows(store, "liver_function")[0]["child_pugh_score"] == 6
    put_in_force(store, ("below_g_per_dl = 2.8", "below_g_per_dl = 3.0"))
    assert rows(store, "liver_function")[0]["child_pugh_score"] == 7


def test_what_the_clinic_reported_stands_beside_what_is_computed(store: Store) -> None:
    told = measured(Patient(), "2010-08-20")
    told.status(
        "2010-08-20", child_pugh_score=6, child_pugh_class="A", ascites="none",
        encephalopathy="none",
    )  # fmt: skip
    tell(store, told)
    (found,) = rows(store, "liver_function")
    assert cells(found, "child_pugh_score", "computed_child_pugh_score") == (5, 5)
    assert cells(found, "reported_child_pugh_score", "reported_child_pugh_class") == (6, "A")


def test_without_all_components_the_reported_score_stands_in(store: Store) -> None:
    told = measured(Patient(), "2010-08-20", inr=None)
    tell(store, told.status("2010-08-20", child_pugh_score=8))
    (found,) = rows(store, "liver_function")
    assert cells(found, *CHILD_PUGH) == (8, "B", "reported", "INR; ascites; encephalopathy")
    assert found["albi_grade"] == 2


def test_si_units_give_the_same(store: Store) -> None:
    told = Patient().lab("2010-08-20", "bilirubin", 17.1, "µmol/L")
    tell(store, told.lab("2010-08-20", "albumin", 40, "g/L"))
    (found,) = rows(store, "liver_function")
    assert cells(found, "bilirubin_mg_per_dl", "albumin_g_per_dl", "albi_score") == (
        1.0, 4.0, -2.586223,
    )  # fmt: skip


def test_a_bilirubin_below_detection_has_points_and_no_albi(store: Store) -> None:
    told = Patient().lab("2010-08-20", "bilirubin", 0.2, "mg/dL", comparator="<")
    told.lab("2010-08-20", "albumin", 4, "g/dL").lab("2010-08-20", "INR", 1, "1")
    tell(store, told.status("2010-08-20", ascites="none", encephalopathy="none"))
    (found,) = rows(store, "liver_function")
    assert cells(found, "child_pugh_score", "albi_score") == (5, None)


def test_dates_are_shown_as_far_as_they_are_known(store: Store) -> None:
    tell(store, measured(Patient(), "2010-08").status("2010", ascites="none"))
    (found,) = rows(store, "liver_function")
    assert cells(found, "occurred_on", "imputed", "ascites") == ("2010-08", True, None)
