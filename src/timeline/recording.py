"""Appending to the store: the one door through which events and locks are written.

A batch is validated, chained and written in one transaction, whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec

from timeline.chain import link
from timeline.course_rules import ANCHOR_KINDS, Course
from timeline.dates import day_bounds, format_instant, now_us, recording_day
from timeline.errors import (
    InvalidDate,
    InvalidEvent,
    Place,
    Problem,
    Refused,
    RevisionConflict,
    TimelineError,
    UnknownFact,
    located,
)
from timeline.events import Draft, LockDraft, natural_fact
from timeline.history import EFFECTIVE
from timeline.kinds import Kind, Payload, decode_payload, encode_payload, find_kind
from timeline.payload_errors import value_text
from timeline.store import Store
from timeline.upcasts import upcast

CHUNK = 10_000
MOST_PROBLEMS = 100
MOST_FACTS = 1_000
MAX_WORDS = 2_000

INSERT = (
    "INSERT INTO events (seq, fact, revision, action, supersedes, patient, kind, occurred_on,"
    " recorded_at, actor, source, reason, schema_version, payload, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_last_revisions = (
    "SELECT fact, revision, seq, action, patient, kind, occurred_on, schema_version, payload"
    " FROM events WHERE fact IN (SELECT value FROM json_each(?)) ORDER BY seq"
)


@dataclass
class Appended:
    """What an append did. `facts` names the facts written, the first thousand of them."""

    first_seq: int
    last_seq: int
    actions: dict[str, int] = field(default_factory=dict)
    locks: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """The last revision of a fact, as a later revision has to know it."""

    revision: int
    seq: int
    action: str
    patient: str
    kind: str
    occurred_on: str
    schema_version: int
    payload: str


def append(
    store: Store,
    drafts: Iterable[Draft | LockDraft | Problem],
    *,
    actor: str,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Appended:
    """Validate the drafts and write them as events, all or nothing.

    A Problem among the drafts is one that the reader of a file found: the batch is refused with it.
    With `dry_run` everything is checked and nothing is kept. `progress` is told how many drafts
    have been taken in. Raises Refused with every problem found (the first hundred), the error
    itself where there is just one, or StoreBusy.
    """
    with store.writing(keep=not dry_run) as connection:
        return _Batch(connection, actor).take(drafts, progress)


@contextmanager
def rehearsal(store: Store, drafts: Iterable[Draft], *, actor: str) -> Iterator[Appended]:
    """Inside the block the store is as it would be after the append; afterwards nothing is kept."""
    with store.writing(keep=False) as connection:
        yield _Batch(connection, actor).take(drafts, None)


class _Batch:
    """One append under way, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection, actor: str) -> None:
        self.connection = connection
        self.actor = _words("actor", actor)
        row = connection.execute("SELECT seq, recorded_at, hash FROM head").fetchone()
        self.start: int
        self.last_at: int
        self.hash: bytes
        self.start, self.last_at, self.hash = row
        self.seq = self.start
        self.now = max(now_us(), self.last_at + 1)
        self.latest_stated = self.now
        self.courses: dict[str, Course] = {}
        self.replayed: dict[str, dict[str, Place]] = {}
        self.problems: list[Problem] = []
        self.single: TimelineError | None = None
        self.result = Appended(first_seq=self.start + 1, last_seq=self.start)

    def take(
        self, drafts: Iterable[Draft | LockDraft | Problem], progress: Callable[[int], None] | None
    ) -> Appended:
        done = 0
        iterator = iter(drafts)
        while chunk := list(islice(iterator, CHUNK)):
            self._take_chunk(chunk)
            done += len(chunk)
            if progress:
                progress(done)
            if len(self.problems) >= MOST_PROBLEMS:
                break
        if not self.problems:
            self._check_courses()
        if self.problems:
            if len(self.problems) == 1 and self.single is not None:
                raise self.single
            raise Refused([located(problem) for problem in self.problems])
        self.connection.execute(
            "UPDATE head SET seq = ?, recorded_at = ?, hash = ?",
            (self.seq, self.last_at, self.hash),
        )
        self.result.last_seq = self.seq
        return self.result

    def _take_chunk(self, chunk: list[Draft | LockDraft | Problem]) -> None:
        states = self._load_states(chunk)
        rows: list[tuple[Any, ...]] = []
        for draft in chunk:
            try:
                if isinstance(draft, Problem):
                    self.problems.append(draft)
                elif isinstance(draft, LockDraft):
                    self._insert(rows)
                    rows.clear()
                    self._lock(draft)
                else:
                    rows.append(self._row(draft, states))
            except TimelineError as error:
                problem = located(Problem(str(error), draft.place))
                self.problems.append(problem)
                self.single = type(error)(str(problem))
        if not self.problems:
            self._insert(rows)

    def _insert(self, rows: list[tuple[Any, ...]]) -> None:
        try:
            self.connection.executemany(INSERT, rows)
        except sqlite3.IntegrityError as error:
            known = {
                fact
                for (fact,) in self.connection.execute(
                    "SELECT fact FROM events WHERE seq < ? AND fact IN"
                    " (SELECT value FROM json_each(?))",
                    (rows[0][0], msgspec.json.encode([row[1] for row in rows]).decode()),
                )
            }
            twice = next((row[1] for row in rows if row[2] == 1 and row[1] in known), None)
            if twice is None:
                raise
            raise RevisionConflict(
                f"fact {twice} is recorded already; correct it instead, or give the new fact"
                " another key"
            ) from error

    def _load_states(self, chunk: list[Draft | LockDraft | Problem]) -> dict[str, _State]:
        """The last revisions of the facts that the chunk revises or may collide with."""
        wanted = set()
        for draft in chunk:
            if not isinstance(draft, Draft):
                continue
            if draft.action != "record" and draft.fact:
                wanted.add(draft.fact)
            elif draft.fact is None and draft.kind:
                wanted.add(self._natural(draft))
        wanted.discard("")
        if not wanted:
            return {}
        found = self.connection.execute(_last_revisions, (msgspec.json.encode(list(wanted)),))
        return {row[0]: _State(*row[1:]) for row in found}

    def _natural(self, draft: Draft) -> str:
        try:
            kind = find_kind(draft.kind)
        except TimelineError:
            return ""
        return natural_fact(kind, draft.patient, draft.occurred_on, _normal(kind, draft))

    def _row(self, draft: Draft, states: dict[str, _State]) -> tuple[Any, ...]:
        recorded_at = self._recorded_at(draft.recorded_at)
        actor = self.actor if draft.actor is None else _words("actor", draft.actor)
        payload: Payload | None
        if draft.action == "record":
            state, payload = self._record(draft, states, recorded_at)
            supersedes: int | None = None
        else:
            last = self._last(draft, states)
            supersedes = last.seq
            state, payload = self._revision(draft, last, recorded_at)
        fact = draft.fact or self._free(self._natural(draft), states)
        if len(draft.source) > MAX_WORDS or len(draft.reason) > MAX_WORDS:
            raise InvalidEvent(f"field source, reason: longer than {MAX_WORDS} characters")
        self.seq += 1
        self.last_at = recorded_at
        state.seq = self.seq
        states[fact] = state
        row = (
            self.seq,
            fact,
            state.revision,
            draft.action,
            supersedes,
            draft.patient,
            draft.kind,
            state.occurred_on,
            recorded_at,
            actor,
            draft.source,
            draft.reason,
            state.schema_version,
            state.payload,
        )
        self.hash = link(self.hash, row)
        self._note_course(draft, fact, state, payload)
        counts = self.result.actions
        counts[draft.action] = counts.get(draft.action, 0) + 1
        if len(self.result.facts) < MOST_FACTS:
            self.result.facts.append(fact)
        return (*row, self.hash)

    def _record(
        self, draft: Draft, states: dict[str, _State], recorded_at: int
    ) -> tuple[_State, Payload]:
        kind = find_kind(draft.kind)
        _check_patient(draft.patient)
        if draft.fact is not None:
            _check_fact(draft.fact, draft.patient, kind)
            if draft.fact in states:
                raise RevisionConflict(f"fact {draft.fact} is recorded already; correct it instead")
        if draft.revision not in (None, 1):
            raise InvalidEvent(f"field revision: {draft.revision} given, a record is revision 1")
        text, version, payload = _content(kind, draft)
        _check_day(draft.occurred_on, recorded_at)
        return _State(
            1, 0, "record", draft.patient, draft.kind, draft.occurred_on, version, text
        ), payload

    def _revision(
        self, draft: Draft, last: _State, recorded_at: int
    ) -> tuple[_State, Payload | None]:
        if not draft.reason.strip():
            raise InvalidEvent(f"field reason: not given; to {draft.action} a fact needs a reason")
        if (draft.patient, draft.kind) != (last.patient, last.kind):
            raise InvalidEvent(
                f"fact {draft.fact} is a {last.kind} of {last.patient}, not a {draft.kind} of"
                f" {draft.patient}; retract it there and record it here"
            )
        state = _State(
            last.revision + 1,
            0,
            draft.action,
            last.patient,
            last.kind,
            last.occurred_on,
            last.schema_version,
            last.payload,
        )
        if draft.action != "correct":
            return state, None
        kind = find_kind(draft.kind)
        state.payload, state.schema_version, payload = _content(kind, draft)
        _check_day(draft.occurred_on, recorded_at)
        state.occurred_on = draft.occurred_on
        same = (last.occurred_on, last.schema_version, last.payload)
        if same == (state.occurred_on, state.schema_version, state.payload):
            raise InvalidEvent(f"fact {draft.fact} already says that; nothing to correct")
        return state, payload

    def _last(self, draft: Draft, states: dict[str, _State]) -> _State:
        """The revision that the draft follows, after the optimistic lock."""
        fact = draft.fact
        if not fact or fact not in states:
            raise UnknownFact(f"{fact!r} is not a fact of this store")
        last = states[fact]
        if draft.revision is not None and draft.revision != last.revision + 1:
            raise RevisionConflict(
                f"fact {fact} is at revision {last.revision}, not {draft.revision - 1}: it was"
                " revised meanwhile; look at it again"
            )
        retracted = last.action == "retract"
        if draft.action == "reinstate" and not retracted:
            raise InvalidEvent(f"fact {fact} is not retracted; nothing to reinstate")
        if draft.action != "reinstate" and retracted:
            raise InvalidEvent(
                f"fact {fact} is retracted; reinstate it before you {draft.action} it"
            )
        return last

    def _free(self, natural: str, states: dict[str, _State]) -> str:
        """The natural fact id, or with `~2`, `~3` the first that is not taken."""
        fact, number = natural, 1
        while fact in states or (
            number > 1
            and self.connection.execute("SELECT 1 FROM events WHERE fact = ?", (fact,)).fetchone()
        ):
            number += 1
            fact = f"{natural}~{number}"
        if number > 1:
            if natural.count("/") == 1:  # a kind of which a patient has one
                raise RevisionConflict(f"fact {natural} is recorded already; correct it instead")
            self.result.warnings.append(
                Problem(f"{natural} is recorded already; this one is kept beside it as {fact}")
            )
        return fact

    def _recorded_at(self, stated: int | None) -> int:
        if stated is None:
            return max(self.now, self.last_at)
        head_at = self.last_at if self.seq > self.start else self.last_at + (self.start > 0)
        if not head_at <= stated <= self.now:
            raise InvalidEvent(
                f"field recorded_at: {format_instant(stated)} given, expected an instant from"
                f" {format_instant(head_at)} (the store's last) to now; leave it out to"
                " record it now"
            )
        return stated

    def _lock(self, draft: LockDraft) -> None:
        name = draft.name.strip()
        if not name or len(name) > 200 or name.isdigit() or name in ("now", "head"):
            raise InvalidEvent(f"field name: {draft.name!r} cannot name a lock; expected words")
        if self.connection.execute("SELECT 1 FROM locks WHERE name = ?", (name,)).fetchone():
            raise RevisionConflict(f"lock {name!r} exists already; choose another name")
        if not draft.reason.strip():
            raise InvalidEvent("field reason: not given; a lock needs a reason")
        self.connection.execute(
            "INSERT INTO locks VALUES (?, ?, ?, ?, ?, ?)",
            (
                name,
                self.seq,
                self.hash,
                self._recorded_at(draft.recorded_at),
                _words("actor", draft.actor or self.actor),
                draft.reason,
            ),
        )
        self.result.locks.append(name)

    def _note_course(self, draft: Draft, fact: str, state: _State, payload: Payload | None) -> None:
        """Remember what the rules of the patient's course have to look at once all is in."""
        patient = draft.patient
        course = self.courses.get(patient)
        if course is None:
            course = self.courses[patient] = Course(patient)
        if draft.action != "record" or draft.kind in ANCHOR_KINDS:
            self.replayed.setdefault(patient, {})[fact] = draft.place
        if payload is not None:
            course.add(draft.kind, state.occurred_on, payload, fact, draft.place)

    def _check_courses(self) -> None:
        """Hold the whole course of every touched patient against the rules."""
        known = self._known_before(list(self.courses))
        whole = [
            patient
            for patient in self.courses
            if patient in self.replayed and (patient in known or self._revised(patient))
        ]
        for patient in whole:
            self.courses[patient] = self._whole_course(patient)
        whole_set = set(whole)
        self._add_anchors([patient for patient in known if patient not in whole_set])
        for course in self.courses.values():
            self.problems += course.errors()
            self.result.warnings += course.warnings()

    def _known_before(self, patients: list[str]) -> set[str]:
        if not self.start:
            return set()
        found = self.connection.execute(
            "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM events"
            " INDEXED BY events_patient WHERE patient = value AND seq <= ?)",
            (msgspec.json.encode(patients).decode(), self.start),
        )
        return {patient for (patient,) in found}

    def _revised(self, patient: str) -> bool:
        found = self.connection.execute(
            "SELECT 1 FROM events INDEXED BY events_patient"
            " WHERE patient = ? AND seq > ? AND revision > 1 LIMIT 1",
            (patient, self.start),
        )
        return found.fetchone() is not None

    def _whole_course(self, patient: str) -> Course:
        places = self.replayed[patient]
        course = Course(patient)
        rows = self.connection.execute(
            "SELECT kind, occurred_on, schema_version, payload, fact FROM events AS e"
            f" INDEXED BY events_patient WHERE patient = :patient AND {EFFECTIVE} ORDER BY seq",
            {"patient": patient, "as_of": self.seq},
        )
        for kind, occurred_on, version, text, fact in rows.fetchall():
            payload = _stored_payload(kind, version, text)
            course.add(kind, occurred_on, payload, fact, places.get(fact, Place()))
        return course

    def _add_anchors(self, patients: list[str]) -> None:
        """What the store knew of patients to whom this batch adds plain facts only."""
        rows = self.connection.execute(
            "SELECT patient, kind, occurred_on, schema_version, payload, fact FROM events AS e"
            " INDEXED BY events_anchors WHERE patient IN (SELECT value FROM json_each(:patients))"
            " AND kind IN ('registration', 'vital_status', 'rt_prescription')"
            f" AND {EFFECTIVE} ORDER BY seq",
            {"patients": msgspec.json.encode(patients).decode(), "as_of": self.start},
        )
        for patient, kind, occurred_on, version, text, fact in rows.fetchall():
            payload = _stored_payload(kind, version, text)
            self.courses[patient].add(kind, occurred_on, payload, fact, Place())


def _normal(kind: Kind, draft: Draft) -> dict[str, Any]:
    payload = dict(draft.payload)
    try:
        return kind.normalise(payload) if kind.normalise else payload
    except TimelineError:
        return payload


def _content(kind: Kind, draft: Draft) -> tuple[str, int, Payload]:
    """The payload as it is stored, its version, and what it means today."""
    payload = dict(draft.payload)
    if draft.schema_version in (None, kind.version):
        decoded = decode_payload(kind, payload, from_text=draft.from_text)
        return encode_payload(decoded), kind.version, decoded
    version = draft.schema_version
    assert version is not None
    decoded = decode_payload(kind, upcast(kind.name, version, payload))
    return msgspec.json.encode(payload).decode(), version, decoded


def _stored_payload(kind: str, version: int, text: str) -> Payload:
    return msgspec.convert(
        upcast(kind, version, msgspec.json.decode(text)), find_kind(kind).payload
    )


def _check_day(occurred_on: str, recorded_at: int) -> None:
    try:
        earliest, _ = day_bounds(occurred_on)
    except InvalidDate as error:
        raise InvalidEvent(f"field occurred_on: {error}") from None
    if earliest > recording_day(recorded_at):
        raise InvalidEvent(
            f"field occurred_on: {occurred_on} lies after the day of recording"
            f" ({format_instant(recorded_at)[:10]}); expected a day that has come"
        )


def _check_patient(patient: str) -> None:
    if not patient or len(patient) > 100 or not patient.isprintable() or set(patient) & set(" /"):
        raise InvalidEvent(
            f"field patient: {value_text(patient)} cannot name a patient; expected 1 to 100 visible"
            " characters without blanks or '/'"
        )


def _check_fact(fact: str, patient: str, kind: Kind) -> None:
    if len(fact) > 400 or not fact.isprintable() or " " in fact:
        raise InvalidEvent(f"field fact: {value_text(fact)} cannot name a fact; expected no blanks")
    stem = f"{patient}/{kind.name}"
    if not kind.natural_key and fact != stem:
        raise InvalidEvent(f"field fact: {fact!r} given, expected {stem}: a patient has one")
    if fact != stem and not fact.startswith(f"{stem}/"):
        raise InvalidEvent(f"field fact: {fact!r} given, expected {stem}/KEY")


def _words(name: str, text: str) -> str:
    text = text.strip()
    if not text or len(text) > 200 or not text.isprintable():
        raise InvalidEvent(f"field {name}: {text!r} given, expected 1 to 200 visible characters")
    return text
