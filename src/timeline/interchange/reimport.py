"""What a row of a file means to a store that may know it already: added, corrected or unchanged.

A row is compared with the last revision of its fact that came from a file of the same name, or
where no file of that name has spoken of it, with the fact's last revision. The same content is no
news, even if somebody has corrected or retracted the fact by hand since. Another content means
that the file was edited: the fact is corrected.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from timeline.dates import format_instant
from timeline.errors import InvalidEvent, Problem, RevisionConflict, TimelineError
from timeline.events import Draft, LockDraft
from timeline.kinds import decode_payload, encode_payload, find_kind
from timeline.upcasts import upcast

Outcome = Literal["added", "corrected", "retracted", "reinstated", "unchanged"]
OUTCOMES: dict[str, Outcome] = {
    "record": "added",
    "correct": "corrected",
    "retract": "retracted",
    "reinstate": "reinstated",
}

_REVISIONS = (
    "SELECT fact, revision, action, kind, occurred_on, schema_version, payload, source, reason,"
    " actor, recorded_at FROM events WHERE fact IN (SELECT value FROM json_each(?)) AND seq <= ?"
    " ORDER BY fact, revision"
)


@dataclass(frozen=True, slots=True)
class Known:
    """One revision of a fact, as far as a row is compared with it."""

    revision: int
    action: str
    kind: str
    occurred_on: str
    schema_version: int
    payload: str
    source: str
    reason: str
    actor: str
    recorded_at: int

    @property
    def content(self) -> tuple[str, str]:
        """Date and payload in the canonical form of today."""
        kind = find_kind(self.kind)
        if self.schema_version == kind.version:
            return self.occurred_on, self.payload
        values = upcast(self.kind, self.schema_version, msgspec.json.decode(self.payload))
        return self.occurred_on, encode_payload(decode_payload(kind, values))


class Decision(msgspec.Struct, frozen=True):
    """What became of a row: the draft to append, if any, and a warning, if any."""

    outcome: Outcome
    draft: Draft | LockDraft | None = None
    warning: Problem | None = None


@dataclass
class Knowledge:
    """What the store said before this import (up to `start`), and what the import has said since
    of facts that several of its rows speak of.
    """

    connection: sqlite3.Connection
    start: int
    _stored: dict[str, list[Known]] = field(default_factory=dict)
    _said: dict[str, list[Known]] = field(default_factory=dict)
    _rows: dict[tuple[int, str], int | None] = field(default_factory=dict)

    def look_up(self, facts: Iterable[str]) -> None:
        """Read the revisions of these facts, for the decisions that come next."""
        self._stored.clear()
        if not self.start:
            return
        named = msgspec.json.encode(list(facts)).decode()
        for row in self.connection.execute(_REVISIONS, (named, self.start)):
            self._stored.setdefault(row[0], []).append(Known(*row[1:]))

    def decide(self, draft: Draft, *, file: int, shared: bool) -> Decision:
        """What to do with a draft that has its fact id. Raises TimelineError to refuse it."""
        assert draft.fact is not None
        if shared and draft.action == "record":
            first = self._rows.setdefault((file, draft.fact), draft.place.row)
            if first != draft.place.row:
                raise InvalidEvent(f"fact {draft.fact} is recorded by row {first} already")
        history = [*self._stored.get(draft.fact, ()), *self._said.get(draft.fact, ())]
        decision = _decide(draft, history)
        if shared and isinstance(decision.draft, Draft):
            self._said.setdefault(draft.fact, []).append(_as_known(decision.draft, history))
        return decision

    def decide_lock(self, draft: LockDraft) -> Decision:
        """What to do with a lock. Raises RevisionConflict where its name is taken."""
        found = self.connection.execute(
            "SELECT reason FROM locks WHERE name = ?", (draft.name.strip(),)
        ).fetchone()
        if found is None:
            return Decision("added", draft)
        if found[0] == draft.reason:
            return Decision("unchanged")
        raise RevisionConflict(f"lock {draft.name!r} exists already, with the reason {found[0]!r}")


def reimport_reason(file: str) -> str:
    """Why a fact is corrected when its file was edited."""
    return f"re-imported from {file}"


def _decide(draft: Draft, history: list[Known]) -> Decision:
    if draft.action != "record" or (draft.revision or 1) > 1:
        return _decide_revision(draft, history)
    if not history:
        return Decision("added", draft)
    last, content = history[-1], _content(draft)
    mine = [known for known in history if _same_origin(draft, known)]
    compared = mine[-1] if mine else last
    if compared.content == content:
        return Decision("unchanged")
    if last.action == "retract":
        raise InvalidEvent(
            f"fact {draft.fact} was retracted by {last.actor} ({last.reason}), and the file now"
            " says something else of it; reinstate it first, or take the row out"
        )
    if last.content == content:
        return Decision("unchanged")
    correction = msgspec.structs.replace(
        draft,
        action="correct",
        revision=last.revision + 1,
        reason=reimport_reason(draft.place.file or draft.source),
    )
    return Decision("corrected", correction, _overruling(draft, mine, last))


def _overruling(draft: Draft, mine: list[Known], last: Known) -> Problem | None:
    """A warning where the last word on the fact was another's than this file's."""
    if mine and mine[-1] is last:
        return None
    words = last.reason or last.source or "recorded by hand"
    whose = f" of {format_instant(last.recorded_at)[:10]}" if last.recorded_at else ""
    whose += f" by {last.actor}" if last.actor else ""
    message = (
        f"{draft.fact} is corrected by the file, over revision {last.revision}{whose} ({words})"
    )
    return Problem(message, draft.place)


def _decide_revision(draft: Draft, history: list[Known]) -> Decision:
    """A line that says which revision it is: that very one, or a conflict, or news."""
    for known in history:
        if known.revision == draft.revision:
            if _says_the_same(draft, known):
                return Decision("unchanged")
            raise RevisionConflict(
                f"fact {draft.fact} has another revision {known.revision} already,"
                f" by {known.actor} ({known.reason})"
            )
    return Decision(OUTCOMES[draft.action], draft)


def _says_the_same(draft: Draft, known: Known) -> bool:
    said = (draft.action, draft.reason, draft.actor or known.actor)
    if said != (known.action, known.reason, known.actor):
        return False
    return draft.action != "correct" or _content(draft) == known.content


def _content(draft: Draft) -> tuple[str, str]:
    """Date and payload in the form in which the store would hold them."""
    kind = find_kind(draft.kind)
    payload = dict(draft.payload)
    if draft.schema_version not in (None, kind.version):
        payload = upcast(kind.name, draft.schema_version or 0, payload)
    typed = decode_payload(kind, payload, from_text=draft.from_text)
    return draft.occurred_on, encode_payload(typed)


def _same_origin(draft: Draft, known: Known) -> bool:
    """Whether a revision was read from a file of the same name, as a row and not as a revision."""
    if _file_of(known.source) != _file_of(draft.source):
        return False
    return known.action == "record" or (
        known.action == "correct" and known.reason.startswith(reimport_reason(""))
    )


def _file_of(source: str) -> str:
    return source.rpartition("#")[0] or source


def _as_known(draft: Draft, history: list[Known]) -> Known:
    """The revision that a draft will be, for later rows of the same import."""
    last = history[-1] if history else None
    if draft.action in ("record", "correct"):
        try:
            occurred_on, payload = _content(draft)
        except TimelineError:  # the append will refuse it, and say why
            occurred_on, payload = draft.occurred_on, ""
    else:
        occurred_on, payload = last.content if last else ("", "")
    return Known(
        revision=draft.revision or (last.revision + 1 if last else 1),
        action=draft.action,
        kind=draft.kind,
        occurred_on=occurred_on,
        schema_version=find_kind(draft.kind).version,
        payload=payload,
        source=draft.source,
        reason=draft.reason,
        actor=draft.actor or "",
        recorded_at=draft.recorded_at or 0,
    )
