"""The audit trail by pages: what is asked for and nothing else, from either end, in any steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.audit_trail import search
from timeline.audit_trail.conditions import TrailFilter
from timeline.audit_trail.filter_text import parse_trail_filter
from timeline.audit_trail.reading import iterate, read_page
from timeline.dates import parse_instant
from timeline.events import Draft
from timeline.history import draft_correction, draft_retraction
from timeline.recording import append
from timeline.store import Store

FIRST = parse_instant("2010-01-05T08:00:00Z")
DAY = 86_400_000_000


def _afp(patient: str, on: str, value: float, recorded_at: int) -> Draft:
    payload = {"analyte": "AFP", "value": value, "unit": "IU/mL"}
    return Draft(
        patient=patient, kind="lab", occurred_on=on, payload=payload,
        recorded_at=recorded_at, source="lab.csv#2",
    )  # fmt: skip


@pytest.fixture
def kept(store: Store) -> Store:
    """An import of six events of two patients; two corrections and a retraction on later days."""
    sexes = [
        Draft(patient=p, kind="registration", occurred_on="2009-01-01", payload={"sex": "male"},
              recorded_at=FIRST)
        for p in ("P01", "P02")
    ]  # fmt: skip
    draws = [_afp(p, f"2009-02-0{n}", n, FIRST) for p in ("P01", "P02") for n in (1, 2)]
    append(store, [*sexes, *draws], actor="import")
    _revise(store, "P01/lab/afp-2009-02-01", 8, "jc", FIRST + DAY, "digits Transposed")
    _revise(store, "P02/lab/afp-2009-02-02", 9, "mk", FIRST + 2 * DAY, "re-read")
    gone = draft_retraction(store, "P01/lab/afp-2009-02-02", reason="wrong patient")
    append(store, [_at(gone, FIRST + 3 * DAY)], actor="jc")
    return store


def _revise(store: Store, fact: str, value: float, actor: str, at: int, reason: str) -> None:
    draft = draft_correction(store, fact, {"value": value}, reason=reason)
    append(store, [_at(draft, at)], actor=actor)


def _at(draft: Draft, at: int) -> Draft:
    import msgspec

    return msgspec.structs.replace(draft, recorded_at=at)


def _seqs(store: Store, text: str) -> list[int]:
    return [event.seq for event, _ in iterate(store, parse_trail_filter(text))]


@pytest.mark.parametrize(
    ("text", "seqs"),
    [
        ("", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("actor=jc", [7, 9]),
        ("actor=jc,mk", [7, 8, 9]),
        ("action=correct", [7, 8]),
        ("action=correct,retract patient=P01", [7, 9]),
        ("kind=registration", [1, 2]),
        ("patient=P02", [2, 5, 6, 8]),
        ("fact=P01/lab/afp-2009-02-01", [3, 7]),
        ("source=lab.csv", [3, 4, 5, 6]),
        ("transposed", [7]),
        ("since=2010-01-06", [7, 8, 9]),
        ("until=2010-01-05", [1, 2, 3, 4, 5, 6]),
        ("on=2010-01-07", [8]),
        ("seq=2-3", [2, 3]),
        ("on=2011", []),
        ("100%_", []),
    ],
)
def test_a_filter_leaves_what_it_asks_for(kept: Store, text: str, seqs: list[int]):
    assert _seqs(kept, text) == seqs
    page = read_page(kept, parse_trail_filter(text), beyond=None, limit=50, together=False)
    assert [line.seq for line in page.lines] == seqs[::-1]
    assert page.exhausted


def test_an_append_is_one_line_newest_first(kept: Store):
    page = read_page(kept, TrailFilter(), beyond=None, limit=50)
    assert [(line.first_seq, line.seq, line.count) for line in page.lines] == [
        (9, 9, 1), (8, 8, 1), (7, 7, 1), (1, 6, 6),
    ]  # fmt: skip
    imported = page.lines[-1]
    assert (imported.actor, imported.patients, imported.actions) == ("import", 2, {"record": 6})


def test_of_an_append_only_what_matches_is_counted(kept: Store):
    (line,) = read_page(kept, parse_trail_filter("kind=lab action=record"), beyond=None,
                        limit=50).lines  # fmt: skip
    assert (line.first_seq, line.seq, line.count) == (3, 6, 4)


def test_a_revision_comes_with_the_one_before_it(kept: Store):
    line = read_page(kept, TrailFilter(actors=("mk",)), beyond=None, limit=1).lines[0]
    assert line.event is not None
    assert line.before is not None
    assert (line.before.payload["value"], line.event.payload["value"]) == (2.0, 9.0)


def test_as_of_a_point_later_events_are_hidden(kept: Store):
    page = read_page(kept, TrailFilter(), beyond=None, limit=50, as_of=7)
    assert [line.seq for line in page.lines] == [7, 6]


def test_an_append_too_large_to_be_read_is_passed_over_and_counted(
    kept: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search, "MANY", 2)
    monkeypatch.setattr(search, "BLOCK", 3)
    for older in (True, False):
        page = read_page(kept, TrailFilter(), beyond=None, limit=50, older=older)
        assert [(line.first_seq, line.seq, line.count) for line in page.lines][-1] == (1, 6, 6)
        asked = parse_trail_filter("kind=lab")
        page = read_page(kept, asked, beyond=None, limit=50, older=older)
        assert [(line.first_seq, line.seq, line.count) for line in page.lines][-1] == (3, 6, 4)


def test_a_search_can_stop_between_two_blocks_and_go_on(
    kept: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search, "BLOCK", 2)
    asked = parse_trail_filter("transposed")
    page = read_page(kept, asked, beyond=None, limit=50, enough=lambda: True)
    assert (page.lines, page.exhausted, page.beyond) == ([], False, 8)
    page = read_page(kept, asked, beyond=page.beyond, limit=50, enough=lambda: True)
    assert [line.seq for line in page.lines] == [7]


def test_a_search_can_be_given_up(kept: Store):
    class GivenUp(Exception):
        pass

    def looked(done: int, total: int) -> None:
        raise GivenUp

    with pytest.raises(GivenUp):
        read_page(kept, TrailFilter(), beyond=None, limit=50, looked=looked)


@given(limit=st.integers(1, 4), block=st.integers(1, 7), many=st.integers(2, 8),
       text=st.sampled_from(["", "kind=lab", "patient=P01", "action=correct,retract", "actor=jc"]),
       older=st.booleans(), impatient=st.booleans())  # fmt: skip
def test_pages_of_any_size_make_the_same_trail(
    kept: Store, limit: int, block: int, many: int, text: str, older: bool, impatient: bool
):
    asked = parse_trail_filter(text)
    whole = read_page(kept, asked, beyond=None, limit=100).lines
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "BLOCK", block)
        patch.setattr(search, "MANY", many)
        found, beyond, exhausted = [], None, False
        for _ in range(40):
            page = read_page(kept, asked, beyond=beyond, limit=limit, older=older,
                             enough=lambda: impatient)  # fmt: skip
            found = [*found, *page.lines] if older else [*page.lines, *found]
            beyond, exhausted = page.beyond, page.exhausted
            if exhausted:
                break
    assert exhausted
    assert found == whole


def test_an_empty_store_has_an_empty_trail(store: Store):
    page = read_page(store, TrailFilter(), beyond=None, limit=10)
    assert (page.lines, page.exhausted) == ([], True)
    assert list(iterate(store, TrailFilter())) == []
