"""Two protocols ship: the study's and a regulatory one. Configuration alone moves the numbers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from courses import ACTOR, cells, row, rows
from timeline import examples
from timeline.errors import InvalidProtocol
from timeline.interchange.importing import import_files
from timeline.protocol import SHIPPED, parse_protocol, shipped_protocol_text
from timeline.protocols import set_protocol
from timeline.store import Store


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("study") / "study.db"
    folder = examples.path("study")
    with Store.open(path, create=True) as store:
        import_files(store, [*sorted(folder.glob("*.csv")), folder / "history.jsonl"], actor="jc")
        rows(store, "os")
    return path


@pytest.fixture
def by_study(study: Path) -> Iterator[Store]:
    with Store.open(study) as store:
        yield store


@pytest.fixture
def by_regulation(study: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copy(study, tmp_path / "study.db")
    with Store.open(tmp_path / "study.db") as store:
        text = shipped_protocol_text("regulatory")
        set_protocol(store, text, source="regulatory", actor=ACTOR, reason="sensitivity analysis")
        yield store


def included(store: Store, name: str) -> dict[Any, dict[str, Any]]:
    return {found["patient"]: found for found in rows(store, name, all_patients=False)}


@pytest.mark.parametrize("name", SHIPPED)
def test_each_is_a_whole_protocol(name: str) -> None:
    assert parse_protocol(shipped_protocol_text(name)).time.origin == "first_rt_fraction"


def test_one_that_is_not_shipped_is_refused_with_those_that_are() -> None:
    with pytest.raises(InvalidProtocol, match="known: study, regulatory"):
        shipped_protocol_text("EMA")


def test_survival_and_afp_are_the_same_by_both(by_study: Store, by_regulation: Store) -> None:
    for name in ("os", "afp_decline", "drug_exposure", "radiotherapy"):
        assert rows(by_study, name) == rows(by_regulation, name)


def test_who_had_no_progression_is_censored_at_the_last_evaluable_imaging(
    by_study: Store, by_regulation: Store
) -> None:
    ours, theirs = included(by_study, "ttp"), included(by_regulation, "ttp")
    moved = {name: (ours[name]["days"], theirs[name]["days"])
             for name in ours if ours[name]["days"] != theirs[name]["days"]}  # fmt: skip
    assert moved == {
        "M02": (126, 100), "M03": (146, 113), "P02": (147, 98), "P05": (198, 161),
        "P03": (63, 0), "P04": (63, 0),
    }  # fmt: skip
    assert theirs["P03"]["reason"] == "no evaluable imaging after the origin"
    assert [name for name in ours if ours[name]["event"] != theirs[name]["event"]] == []


def test_those_alive_without_progression_end_sooner_in_pfs_too(
    by_study: Store, by_regulation: Store
) -> None:
    ours, theirs = included(by_study, "pfs"), included(by_regulation, "pfs")
    assert [name for name in ours if ours[name]["days"] != theirs[name]["days"]] == ["M03", "P05"]


def test_late_toxicity_is_told_once_from_90_days_after_the_start(
    by_study: Store, by_regulation: Store
) -> None:
    """M01 had five fractions and died before; P01, with twenty, lived on the 91st day."""
    assert {found["landmark_months"] for found in rows(by_study, "late_toxicity")} == {3, 6}
    late = included(by_regulation, "late_toxicity")
    assert [name for name, found in late.items() if not found["evaluable"]] == ["M01"]
    assert {name: found["max_grade"] for name, found in late.items() if found["present"]} == {
        "M02": 2, "P11": 1, "P12": 1, "P13": 1,
    }  # fmt: skip
    assert late["P01"]["landmark_on"] == "2007-10-07"


def test_whole_diameters_show_fewer_responses_than_viable_ones(
    by_study: Store, by_regulation: Store
) -> None:
    def responders(store: Store) -> list[str]:
        return [
            found["patient"]
            for found in rows(store, "response", all_patients=False)
            if found["by_protocol"] and found["overall"] in ("CR", "PR")
        ]

    assert [name for name in responders(by_study) if name.startswith("P")] == [
        "P02", "P05", "P08", "P10", "P11", "P12", "P13",
    ]  # fmt: skip
    assert [name for name in responders(by_regulation) if name.startswith("P")] == ["P11", "P12"]


def test_values_are_graded_by_the_other_version(by_study: Store, by_regulation: Store) -> None:
    def platelets(store: Store) -> dict[str, Any]:
        found = rows(store, "toxicity", patient="M02")
        (one,) = [each for each in found if each["term"] == "thrombocytopenia"]
        return one

    assert cells(platelets(by_study), "ctcae_term", "worst_grade") == ("Platelets", 3)
    assert cells(platelets(by_regulation), "ctcae_term", "worst_grade") == (
        "Platelet count decreased", 3,
    )  # fmt: skip


def test_a_reader_who_judged_by_viable_diameters_contradicts_the_other_criterion(
    by_study: Store, by_regulation: Store
) -> None:
    def disagreeing(store: Store) -> set[str]:
        found = rows(store, "data_issues", all_patients=False)
        return {one["patient"] for one in found if one["issue"] == "reader_disagrees"}

    assert disagreeing(by_study) == set()
    assert {"P02", "P05", "P08", "P10", "P13"} <= disagreeing(by_regulation)


def test_the_old_numbers_return_with_the_studys_protocol(by_study: Store, study: Path) -> None:
    before = row(by_study, "ttp", "M02")
    text = shipped_protocol_text("study")
    with Store.open(study) as store:
        set_protocol(store, text, source="study", actor=ACTOR, reason="back to the study's")
        assert row(store, "ttp", "M02") == before
