"""Waterfall, swimmer and spider plots: what they show of whom, and the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses import Patient, tell
from timeline.errors import InvalidFigure, InvalidFilter
from timeline.reports.figures.asking import Asked
from timeline.reports.figures.spider import Thread, read_threads, write_spider_plot
from timeline.reports.figures.swimmer import write_swimmer_plot
from timeline.reports.figures.swimmer_courses import Dose, Swimmer, read_swimmers
from timeline.reports.figures.waterfall import write_waterfall
from timeline.reports.figures.waterfall_bars import (
    Bar,
    Waterfall,
    afp_waterfall,
    size_waterfall,
)
from timeline.store import Store

EVERYBODY = Asked()
MONTH = 30.4375


def measured(patient: Patient, on: str, mm: float, *, call: str | None = None) -> Patient:
    lesion = {
        "lesion": "1", "role": "target", "field": "in", "longest_mm": mm, "viable_mm": mm,
    }  # fmt: skip
    return patient.scan(on, call, lesions=[lesion])


@pytest.fixture
def three(store: Store) -> Store:
    """P01 shrank by 40 % and grew again, progressed and died; P02 did not change and lives; P03 was
    not measured again.
    """
    one = measured(Patient("P01").irradiated("2010-08-23"), "2010-08-16", 50, call="baseline")
    one = measured(measured(one, "2010-11-01", 30, call="PR"), "2011-02-01", 60, call="PD")
    one.afp("2010-08-20", 1000).afp("2010-10-24", 100).takes("2010-08-20", 800)
    two = measured(Patient("P02").irradiated("2010-08-23"), "2010-08-16", 40, call="baseline")
    two = measured(two, "2010-11-01", 40, call="SD").afp("2010-08-20", 10).afp("2010-10-24", 45)
    three = measured(Patient("P03").irradiated("2010-08-23"), "2010-08-16", 40, call="baseline")
    tell(
        store,
        one.takes("2011-02-02", 0, "progression").died("2011-04-11"),
        two.suffers("2010-12-20", "proctitis", 1).seen("2011-08-23"),
        three.died("2010-10-01"),
    )
    return store


def test_the_size_waterfall_has_the_largest_growth_first(three: Store) -> None:
    found = size_waterfall(three, EVERYBODY)
    assert found.bars == (Bar("P02", 0.0, "SD"), Bar("P01", -40.0, "PR"))
    assert (found.lines, found.left_out) == ((-30.0, 20.0), ("P03",))


def test_the_afp_waterfall_is_coloured_by_the_protocols_decline(three: Store) -> None:
    found = afp_waterfall(three, EVERYBODY)
    assert found.bars == (
        Bar("P02", 350.0, "did not"), Bar("P01", -90.0, "fell by more than 80 %"),
    )  # fmt: skip
    assert found.lines == (-80.0,)


def test_a_swimmer_runs_from_the_origin_to_death_or_last_contact(three: Store) -> None:
    living, died, early = read_swimmers(three, EVERYBODY)
    assert (living.patient, living.until, living.died) == ("P02", 365 / MONTH, False)
    assert living.late == pytest.approx(122 / MONTH)
    assert (died.patient, died.until, died.died) == ("P01", 231 / MONTH, True)
    assert died.progressed == pytest.approx(162 / MONTH)
    assert died.radiotherapy == (pytest.approx((0.0, 33 / MONTH)),)
    assert died.drug == (pytest.approx((-3 / MONTH, 163 / MONTH)),)
    assert (early.patient, early.progressed, early.late, early.drug) == ("P03", None, None, ())


def test_the_best_change_is_the_smallest_of_all_assessments(three: Store) -> None:
    best = size_waterfall(three, EVERYBODY, best=True)
    assert best.bars == (Bar("P02", 0.0, "SD"), Bar("P01", -40.0, "PR"))
    assert best.title == "Best change of sum of diameters (%)"
    assert best.criteria == ("mRECIST",)


def test_the_best_change_of_afp_is_that_to_the_nadir(three: Store) -> None:
    tell(three, Patient("P04").irradiated("2010-08-23").afp("2010-08-20", 1000)
         .afp("2010-10-24", 400).afp("2010-12-24", 200).seen("2011-01-01"))  # fmt: skip
    bars = {bar.patient: bar for bar in afp_waterfall(three, EVERYBODY, best=True).bars}
    # 200 of 1000 is a fall by exactly 80 %, which is not more than 80 %.
    assert bars["P04"] == Bar("P04", -80.0, "did not")
    assert bars["P01"] == Bar("P01", -90.0, "fell by more than 80 %")
    assert {bar.patient: bar.percent for bar in afp_waterfall(three, EVERYBODY).bars}["P04"] == -60


def test_only_the_patients_named_are_shown(three: Store) -> None:
    asked = Asked(all_patients=True, only=frozenset({"P01", "P03"}))
    found = size_waterfall(three, asked)
    assert [bar.patient for bar in found.bars] == ["P01"]
    assert found.left_out == ("P03",)


def test_a_swimmer_knows_its_doses_and_the_readers_calls(three: Store) -> None:
    tell(three, Patient("P05").irradiated("2010-08-23").takes("2010-08-23", 800)
         .takes("2010-09-02", 0, "toxicity").takes("2010-09-12", 400, "recovery")
         .takes("2010-09-22", 0, "progression").seen("2010-10-02"))  # fmt: skip
    by_name = {one.patient: one for one in read_swimmers(three, EVERYBODY)}
    assert by_name["P05"].doses == (
        Dose(0, pytest.approx(10 / MONTH), 800),
        Dose(pytest.approx(10 / MONTH), pytest.approx(20 / MONTH), 0),
        Dose(pytest.approx(20 / MONTH), pytest.approx(30 / MONTH), 400),
    )
    assert by_name["P05"].planned_mg == 800
    assert by_name["P01"].responses == (
        (pytest.approx(70 / MONTH), "PR"), (pytest.approx(162 / MONTH), "PD"),
    )  # fmt: skip


def test_an_earlier_state_is_drawn_as_it_was_then(three: Store) -> None:
    before = three.head().seq
    tell(three, measured(Patient("P02"), "2010-12-01", 8, call="PR"))
    assert size_waterfall(three, EVERYBODY, best=True).bars[0].percent == -40
    then = size_waterfall(three, Asked(as_of=before), best=True)
    assert then.bars == (Bar("P02", 0.0, "SD"), Bar("P01", -40.0, "PR"))


def test_threads_are_of_those_measured_more_than_once(three: Store) -> None:
    threads, left_out = read_threads(three, EVERYBODY)
    assert [(one.patient, one.percent, one.best) for one in threads] == [
        ("P01", (0.0, -40.0, 20.0), "PR"),
        ("P02", (0.0, 0.0), "SD"),
    ]
    assert threads[0].months == pytest.approx((-7 / MONTH, 70 / MONTH, 162 / MONTH))
    assert left_out == ("P03",)


def test_a_condition_on_the_course_row_chooses_the_patients(three: Store) -> None:
    asked = Asked(where="os_event = true")
    assert [one.patient for one in read_swimmers(three, asked)] == ["P01", "P03"]
    with pytest.raises(InvalidFilter, match="is not a column"):
        size_waterfall(three, Asked(where="mood = good"))


SWIMMER = Swimmer("P01", 7.6, True, 5.3, 3.0, ((0.0, 1.1),), ((-0.1, 5.0),))


def draw(kind: str, path: Path, times: int = 1) -> bytes:
    """A figure with so many patients."""
    match kind:
        case "waterfall":
            bars = tuple(Bar(f"P{n}", 250.0 - 3 * n, "PD") for n in range(times))
            found = Waterfall(bars, "Change (%)", "Response", {"PD": "#D55E00"}, (20.0,), ())
            write_waterfall(path, found)
        case "swimmer":
            write_swimmer_plot(path, [SWIMMER] * times, agent="sorafenib", origin="day 0")
        case _:
            thread = Thread("P01", (0.0, 2.0), (0.0, -40.0), "PR")
            write_spider_plot(path, [thread] * times, origin="day 0")
    return path.read_bytes()


KINDS = ("waterfall", "swimmer", "spider")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", [".svg", ".pdf", ".png"])
def test_the_same_patients_give_the_same_bytes_for_the_owner_alone(
    tmp_path: Path, kind: str, ending: str
) -> None:
    path = tmp_path / f"figure{ending}"
    assert draw(kind, path) == draw(kind, path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kind", KINDS)
def test_a_figure_of_nobody_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(InvalidFigure, match="nobody"):
        draw(kind, tmp_path / "figure.svg", times=0)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_can_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFigure, match="61 patients, more than 60 rows can be read"):
        draw("swimmer", tmp_path / "figure.svg", times=61)


@pytest.mark.parametrize("kind", ["waterfall", "spider"])
def test_a_large_cohort_is_drawn_without_names(tmp_path: Path, kind: str) -> None:
    assert draw(kind, tmp_path / "figure.svg", times=150).startswith(b"<?xml")


def test_a_large_waterfall_tells_the_bars_that_are_cut_together(tmp_path: Path) -> None:
    # 250, 247 … 103 are above 100: fifty of them.
    drawn = draw("waterfall", tmp_path / "figure.svg", times=150).decode()
    assert "50 beyond 100 %, up to 250 %" in drawn
