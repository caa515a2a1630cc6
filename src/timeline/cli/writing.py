"""Appending from a command: what would change is shown first, then it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline.cli.talk import say, warn

if TYPE_CHECKING:
    from timeline.changes import Change
    from timeline.events import Draft
    from timeline.store import Store


def write(
    store: Store, drafts: Sequence[Draft], *, actor: str, dry_run: bool, show: bool = True
) -> list[str]:
    """Append the drafts; returns the facts that they are, none on a dry run.

    With `show` the endpoints that move are said before anything is written.
    """
    from timeline.recording import append

    if show:
        from timeline.replay import preview

        seen = preview(store, drafts, actor=actor)
        _say_changes(seen.changes)
        warnings = seen.warnings
    if dry_run:
        warn(warnings if show else append(store, drafts, actor=actor, dry_run=True).warnings)
        say("dry run: nothing was written")
        return []
    appended = append(store, drafts, actor=actor)
    warn(appended.warnings)
    return appended.facts


def _say_changes(changes: Sequence[Change]) -> None:
    from timeline.cli.sentences import changes_in_words

    sentences = list(changes_in_words(changes))
    for sentence in sentences or ["no endpoint moves"]:
        say(sentence)
