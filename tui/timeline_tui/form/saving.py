"""Looking ahead and saving, in a thread: the workbench's only way to write."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from timeline_tui.form.consequences import change_words, moved_columns, told_changes
from timeline_tui.session import Saved, Session, Step

if TYPE_CHECKING:
    from timeline.changes import Change
    from timeline.errors import Problem
    from timeline.events import Draft
    from timeline_tui.form.subject import Subject

_DONE = {
    "record": "Recorded",
    "correct": "Corrected",
    "retract": "Retracted",
    "reinstate": "Reinstated",
}


@dataclass(frozen=True)
class Consequences:
    """What a draft would change, warn of, or be refused for."""

    changes: list[Change] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def look_ahead(session: Session, draft: Draft) -> Consequences:
    """What would change if the draft was appended; nothing is kept. Raises what appending would."""
    from timeline.replay import preview

    with session.open() as store:
        found = preview(store, [draft], actor=session.actor)
    return Consequences(found.changes, found.warnings)


def save(session: Session, subject: Subject, draft: Draft) -> Saved:
    """Append the draft and bring the tables up to date."""
    from timeline.recording import append
    from timeline.replay import preview, refresh

    with session.open() as store:
        changes = preview(store, [draft], actor=session.actor).changes
        appended = append(store, [draft], actor=session.actor)
        refresh(store)
        head = store.head().seq
    revision = subject.base.revision + 1 if subject.base else 1
    step = Step(draft.patient, appended.facts[0], draft.action, revision)
    return Saved(
        step,
        title="Undone" if subject.undoes else _DONE[draft.action],
        words=_summary(changes) + ("" if subject.undoes else "\nu undoes it"),
        head=head,
        columns=moved_columns(changes),
        undone=subject.undoes is not None,
    )


def _summary(changes: list[Change]) -> str:
    """The first figure that moved of each endpoint; the rest is marked where it stands."""
    first: dict[str, str] = {}
    for change in told_changes(changes):
        what, old, new = change_words(change)
        first.setdefault(change.projection, f"{what} {old} → {new}")
    told = list(first.values())
    more = f", and {len(told) - 3} more" if len(told) > 3 else ""
    return "\n".join(told[:3]) + more if told else "No endpoint moved."
