"""The published study from events: every figure, to the digit, but what the print gets wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timeline import examples
from timeline.interchange.importing import import_files
from timeline.reports.cohort_report import ReportedFigure, compute_report
from timeline.reports.comparison import compare_report
from timeline.reports.definition import shipped_definition
from timeline.reports.published import Target, parse_targets
from timeline.store import Store


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = examples.path("study")
    with Store.open(tmp_path_factory.mktemp("report") / "study.db", create=True) as store:
        files = [*sorted(folder.glob("*.csv")), folder / "history.jsonl"]
        import_files(store, files, actor="import")
        yield store


@pytest.fixture(scope="module")
def figures(study: Store) -> list[ReportedFigure]:
    return compute_report(study, shipped_definition())


PUBLISHED = examples.path("study") / "published.json"


def published(file: Path) -> list[Target]:
    return parse_targets(file.read_text(encoding="utf-8"), source=str(file))


def test_every_published_figure_comes_out_of_events(figures: list[ReportedFigure]) -> None:
    compared = compare_report(figures, published(PUBLISHED))
    assert len(compared) == 116
    assert {c.id: (c.published, c.ours) for c in compared if c.verdict != "match"} == {
        "table1.viral.B": ({"n": 14, "pct": 77}, {"n": 14, "pct": 78}),
        "table3.RECIST.infield.PD": ("(blank)", "0 (0)"),
        "table3.RECIST.total.SD": ("5 (46)", "5 (45)"),
        "os.all.rate12": (37, 39),
    }


def test_each_difference_has_its_reason(figures: list[ReportedFigure]) -> None:
    notes = {c.id: c.note for c in compare_report(figures, published(PUBLISHED))}
    assert notes["table1.viral.B"].startswith("the count agrees; 14/18 is 77.78 %")
    assert notes["table3.RECIST.total.SD"].startswith("the count agrees; 5/11 is 45.45 %")
    assert "leaves the cell blank" in notes["table3.RECIST.infield.PD"]
    assert "disagrees with itself" in notes["os.all.rate12"]


def test_what_was_published_is_never_what_is_reported(
    figures: list[ReportedFigure], tmp_path: Path
) -> None:
    """With every number of the publication one higher, ours stay and nothing matches any more."""

    def raised(printed: Any) -> Any:
        match printed:
            case bool() | None:
                return printed
            case int() | float():
                return printed + 1
            case list():
                return [raised(part) for part in printed]
            case dict():
                return {name: raised(part) for name, part in printed.items()}
            case _:
                return f"{printed}, or one more"

    printed = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    for target in printed["targets"]:
        target["printed"] = raised(target["printed"])
    other = tmp_path / "raised.json"
    other.write_text(json.dumps(printed), encoding="utf-8")
    compared = compare_report(figures, published(other))
    assert {c.verdict for c in compared} == {"differs"}


def test_an_earlier_cut_of_the_data_reports_what_was_known_then(study: Store) -> None:
    """The interim look: 16 analysed, one with a hand-foot reaction of grade 3, AFP in 6 of 11."""
    then = {
        f.id: f.value for f in compute_report(study, shipped_definition(), as_of="interim-2010")
    }
    assert then["cohort.analysed"].shapes[0] == ("{}", (16,))
    assert then["ae.g34.hfs"].shapes[0][1][0] == 1
    assert then["afp.drop80"].shapes[1] == ("{} of {}", (6, 11))
