"""A batch of drafts on its way into the store: numbered, chained and written, or refused whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import msgspec

from timeline.chain import link
from timeline.course_checks import CourseChecks
from timeline.dates import format_instant, now_us
from timeline.errors import (
    InvalidEvent,
    Problem,
    Refused,
    RevisionConflict,
    TimelineError,
    UnknownFact,
    located,
)
from timeline.events import Draft, LockDraft
from timeline.kinds import find_kind
from timeline.naming import check_fact, check_patient, lock_name, name_words
from timeline.payload_errors import value_text
from timeline.payloads import Payload
from timeline.revising import (
    LastRevision,
    check_day,
    check_follows,
    natural_id,
    read_content,
    read_correction,
)

CHUNK = 10_000
MOST_PROBLEMS = 100
"""Problems after which a batch is given up, where nobody asks for more."""
MOST_FACTS = 1_000
MAX_WORDS = 2_000

INSERT = (
    "INSERT INTO events (seq, fact, revision, action, supersedes, patient, kind, occurred_on,"
    " recorded_at, actor, source, reason, schema_version, payload, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

_last_revisions = (
    "SELECT seq, fact, revision, action, supersedes, patient, kind, occurred_on, recorded_at,"
    " actor, source, reason, schema_version, payload"
    " FROM events WHERE fact IN (SELECT value FROM json_each(?)) ORDER BY seq"
)

Row = tuple[Any, ...]
"""The columns of INSERT without the hash."""


@dataclass
class Appended:
    """What an append did. `facts` names the facts written, the first thousand of them."""

    first_seq: int
    last_seq: int
    actions: dict[str, int] = field(default_factory=dict)
    locks: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class Batch:
    """One append under way, inside its transaction."""

    def __init__(
        self, connection: sqlite3.Connection, actor: str, most_problems: int = MOST_PROBLEMS
    ) -> None:
        self.connection = connection
        self.most_problems = most_problems
        self.actor = name_words("actor", actor)
        self.actors: dict[str | None, str] = {None: self.actor}
        row = connection.execute("SELECT seq, recorded_at, hash FROM head").fetchone()
        self.start: int
        self.last_at: int
        self.hash: bytes
        self.start, self.last_at, self.hash = row
        self.seq = self.start
        self.now = max(now_us(), self.last_at + 1)
        self.checks = CourseChecks(connection, self.start)
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
            if len(self.problems) >= self.most_problems:
                break
        if not self.problems:
            errors, warnings = self.checks.judge(self.seq)
            self.problems += errors
            self.result.warnings += warnings
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
        rows: list[Row] = []
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
            except (TimelineError, UnicodeEncodeError) as raised:
                error = _as_refusal(raised, draft)
                problem = located(Problem(str(error), draft.place))
                self.problems.append(problem)
                self.single = type(error)(str(problem))
                self.single.problems = [problem]
        if not self.problems:
            self._insert(rows)

    def _insert(self, rows: list[Row]) -> None:
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

    def _load_states(self, chunk: list[Draft | LockDraft | Problem]) -> dict[str, Row]:
        """The last revisions of the facts that the chunk revises or may collide with."""
        wanted = set()
        for draft in chunk:
            if not isinstance(draft, Draft):
                continue
            if draft.action != "record" and draft.fact:
                wanted.add(draft.fact)
            elif draft.fact is None and draft.kind:
                wanted.add(natural_id(draft))
        wanted.discard("")
        if not wanted:
            return {}
        found = self.connection.execute(_last_revisions, (msgspec.json.encode(list(wanted)),))
        return {row[1]: row for row in found}

    def _row(self, draft: Draft, states: dict[str, Row]) -> Row:
        """The draft as a row with its hash; the batch moves on to it."""
        recorded_at = self._recorded_at(draft.recorded_at)
        actor = self.actors.get(draft.actor)
        if actor is None:
            actor = self.actors[draft.actor] = name_words("actor", draft.actor or "")
        supersedes: int | None = None
        revision = 1
        occurred_on = draft.occurred_on
        payload: Payload | None
        if draft.action == "record":
            text, version, payload = self._record(draft, states, recorded_at)
        else:
            last = self._last(draft, states)
            supersedes, revision = last.seq, last.revision + 1
            if draft.action == "correct":
                text, version, payload = read_correction(draft, last, recorded_at)
            else:
                text, version, payload = last.payload, last.schema_version, None
                occurred_on = last.occurred_on
        fact = draft.fact or self._free(natural_id(draft), states)
        if len(draft.source) > MAX_WORDS or len(draft.reason) > MAX_WORDS:
            raise InvalidEvent(f"field source, reason: longer than {MAX_WORDS} characters")
        self.seq += 1
        self.last_at = recorded_at
        row = (
            self.seq,
            fact,
            revision,
            draft.action,
            supersedes,
            draft.patient,
            draft.kind,
            occurred_on,
            recorded_at,
            actor,
            draft.source,
            draft.reason,
            version,
            text,
        )
        states[fact] = row
        self.hash = link(self.hash, row)
        self.checks.note(
            draft.action, draft.patient, draft.kind, occurred_on, fact, payload, draft.place
        )
        counts = self.result.actions
        counts[draft.action] = counts.get(draft.action, 0) + 1
        if len(self.result.facts) < MOST_FACTS:
            self.result.facts.append(fact)
        return (*row, self.hash)

    def _record(
        self, draft: Draft, states: dict[str, Row], recorded_at: int
    ) -> tuple[str, int, Payload]:
        kind = find_kind(draft.kind)
        if not self.checks.knows(draft.patient):
            check_patient(draft.patient)
        if draft.fact is not None:
            check_fact(draft.fact, draft.patient, kind)
            if draft.fact in states:
                raise RevisionConflict(f"fact {draft.fact} is recorded already; correct it instead")
        if draft.revision not in (None, 1):
            raise InvalidEvent(f"field revision: {draft.revision} given, a record is revision 1")
        content = read_content(kind, draft)
        check_day(draft.occurred_on, recorded_at)
        return content

    def _last(self, draft: Draft, states: dict[str, Row]) -> LastRevision:
        """The revision that the draft follows, after the optimistic lock."""
        if not draft.fact or draft.fact not in states:
            raise UnknownFact(f"{draft.fact!r} is not a fact of this store")
        last = LastRevision(*states[draft.fact])
        check_follows(draft, last)
        return last

    def _free(self, natural: str, states: dict[str, Row]) -> str:
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
        name = lock_name(draft.name)
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
                name_words("actor", draft.actor or self.actor),
                draft.reason,
            ),
        )
        self.result.locks.append(name)


def _as_refusal(
    error: TimelineError | UnicodeEncodeError, draft: Draft | LockDraft | Problem
) -> TimelineError:
    """A text that cannot be written as UTF-8 as the refusal that it is."""
    if isinstance(error, TimelineError):
        return error
    fields = msgspec.structs.asdict(draft) if isinstance(draft, msgspec.Struct) else {}
    fields |= fields.get("payload", {})
    names = [name for name, value in fields.items() if value == error.object]
    where = f"field {names[0]}: " if names else ""
    return InvalidEvent(f"{where}{value_text(error.object)} given, expected text in UTF-8")
