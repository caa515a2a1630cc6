"""Pages to read and to print: self-contained, escaped, with the numbers of the tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from courses import Patient, tell
from timeline.errors import UnknownPatient
from timeline.exporting.html.export import export_html
from timeline.store import Store


class Page(HTMLParser):
    """The texts of a page, its tags, and the links to anything outside of it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.ids: list[str] = []
        self.feed(path.read_text())

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "href", "xlink:href") and re.match(r"\w+:|//", value or ""):
                self.outside.append(value or "")

    @property
    def text(self) -> str:
        return " ".join(self.texts)


@pytest.fixture
def told(store: Store) -> Store:
    script = "<script>alert(1)</script>"
    tell(
        store,
        Patient().irradiated("2010-08-23").takes("2010-08-23", 800, "start")
        .afp("2010-08-20", 4000).afp("2010-11-20", 400).afp("2011-01-20", 4, comparator="<")
        .scan("2010-08-17", "baseline").scan("2010-10-24", "PD")
        .suffers("2010-09-01", "rash", 2).suffers("2010-09-20", "rash", 0)
        .noted("2010-09-02", script)
        .died("2011-04-11"),
    )  # fmt: skip
    return store


def test_a_patients_page_has_the_endpoints_with_their_reasons(told: Store, tmp_path: Path) -> None:
    export_html(told, tmp_path / "out", study="x")
    page = Page(tmp_path / "out/patient-P07.html")
    # First fraction 2010-08-23, death 2011-04-11: 231 days, 7.6 months.
    assert "Overall survival is 7.6 months (231 days)" in page.text
    assert "svg" in page.tags
    assert "2010-08-20 AFP 4000 IU/mL" in page.text


def test_what_a_record_says_never_becomes_markup(told: Store, tmp_path: Path) -> None:
    export_html(told, tmp_path / "out", study="<b>x</b>")
    for path in (tmp_path / "out").iterdir():
        page = Page(path)
        assert "script" not in page.tags
        assert not page.outside
    assert "<script>alert(1)</script>" in Page(tmp_path / "out/patient-P07.html").text
    assert "<b>x</b>: 1 patients" in Page(tmp_path / "out/cohort.html").text


def test_figures_of_one_page_do_not_share_ids(told: Store, tmp_path: Path) -> None:
    export_html(told, tmp_path / "out", study="x")
    page = Page(tmp_path / "out/cohort.html")
    own = [one for one in page.ids if "DejaVu" not in one and not re.search(r"-m[0-9a-f]{10}", one)]
    assert len(set(own)) == len(own)
    assert len({one.split("-")[0] for one in page.ids}) >= 2


def test_the_cohorts_page_has_the_report_and_a_link_to_each_patient(
    cohort: Store, tmp_path: Path
) -> None:
    export_html(cohort, tmp_path / "out", study="hcc", patient="P07")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["patient-P07.html"]
    export_html(cohort, tmp_path / "all", study="hcc")
    page = Page(tmp_path / "all/cohort.html")
    assert "hcc: 18 patients" in page.text
    assert "Male 17 (94)" in page.text
    assert page.tags.count("svg") == 4
    files = set(re.findall(r'href="(patient-[^"]+)"', (tmp_path / "all/cohort.html").read_text()))
    assert files == {path.name for path in (tmp_path / "all").glob("patient-*")}


def test_a_patient_nobody_knows_is_named_and_nothing_left(told: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownPatient, match="'P99' is not a patient of this store"):
        export_html(told, tmp_path / "out", study="x", patient="P99")
    assert not (tmp_path / "out").exists()


def test_a_patient_without_day_0_has_a_page_without_a_figure(store: Store, tmp_path: Path) -> None:
    tell(store, Patient("P08").seen("2010-08-23"))
    export_html(store, tmp_path / "out", study="x")
    assert "svg" not in Page(tmp_path / "out/patient-P08.html").tags


def test_an_earlier_cut_says_so(cohort: Store, tmp_path: Path) -> None:
    name = cohort.rows("SELECT name FROM locks ORDER BY seq LIMIT 1")[0][0]
    export_html(cohort, tmp_path / "out", study="x", as_of=name, patient="P07")
    assert "(an earlier cut)" in Page(tmp_path / "out/patient-P07.html").text
