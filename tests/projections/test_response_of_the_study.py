"""The response to treatment of the study's cohort, as it was published.

Table 3 (11 imaged patients of the primary group) and the results of the measurable metastases (5):
the printed counts. In its row RECIST, in-field, the cell of PD is blank; 1 + 2 + 8 leave none.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from courses import rows
from timeline import examples
from timeline.interchange.importing import import_files
from timeline.store import Store

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """The assessed responses of the included patients, with their group."""
    path: Path = tmp_path_factory.mktemp("study") / "study.db"
    with Store.open(path, create=True) as store:
        files = sorted(examples.path("study").glob("*.csv"))
        import_files(store, [*files, examples.path("study") / "history.jsonl"], actor="import")
        group = {one["patient"]: one["group"] for one in rows(store, "course", all_patients=False)}
        found = rows(store, "response", all_patients=False)
    return [
        {**one, "group": group[one["patient"]]} for one in found if one["assessed_on"] is not None
    ]


def of(study: Rows, group: str, criterion: str) -> Rows:
    return [one for one in study if (one["group"], one["criterion"]) == (group, criterion)]


@pytest.mark.parametrize(
    ("criterion", "in_field", "overall"),
    [
        ("mrecist", {"CR": 1, "PR": 10}, {"PR": 7, "PD": 4}),
        ("recist11", {"CR": 1, "PR": 2, "SD": 8}, {"PR": 2, "SD": 5, "PD": 4}),
    ],
)
def test_table_3(
    study: Rows, criterion: str, in_field: dict[str, int], overall: dict[str, int]
) -> None:
    found = of(study, "primary", criterion)
    assert Counter(one["in_field"] for one in found) == in_field
    assert Counter(one["out_field"] for one in found) == {"non-PD": 7, "PD": 4}
    assert Counter(one["overall"] for one in found) == overall


def test_the_mean_reduction_in_size_of_primaries_is_61_percent(study: Rows) -> None:
    found = of(study, "primary", "mrecist")
    assert mean(one["size_change_percent"] for one in found) == pytest.approx(-61, abs=0.5)


def test_of_five_metastases_three_responded_four_shrank_and_two_progressed_elsewhere(
    study: Rows,
) -> None:
    found = of(study, "metastasis", "recist11")
    assert Counter(one["in_field"] for one in found) == {"PR": 3, "SD": 2}
    assert sum(one["size_change_percent"] < 0 for one in found) == 4
    assert Counter(one["out_field"] for one in found) == {"non-PD": 3, "PD": 2}


def test_every_reader_agrees_with_the_criterion_of_the_protocol(study: Rows) -> None:
    assert {one["agrees"] for one in study if one["by_protocol"]} == {True}
