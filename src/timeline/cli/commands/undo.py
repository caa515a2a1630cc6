"""`timeline retract` and `timeline reinstate`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.revising_options import revision_options
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.writing import write

if TYPE_CHECKING:
    from timeline.events import Draft
    from timeline.store import Store


@command("retract")
@click.argument("fact")
@revision_options
@pass_settings
def retract(
    settings: Settings, fact: str, reason: str, revision: int | None, dry_run: bool
) -> None:
    """Retract a fact that is not so.

    It leaves every endpoint and stays in the history; `timeline reinstate` brings it back. The
    endpoints that move are shown, old → new.
    """
    from timeline.history import draft_retraction

    with settings.open() as store:
        draft = draft_retraction(store, fact, reason=reason)
        _write(settings, store, draft, revision, dry_run)


@command("reinstate")
@click.argument("fact")
@revision_options
@pass_settings
def reinstate(
    settings: Settings, fact: str, reason: str, revision: int | None, dry_run: bool
) -> None:
    """Reinstate a retracted fact.

    It says again what it said before it was retracted. The endpoints that move are shown.
    """
    from timeline.history import draft_reinstatement

    with settings.open() as store:
        draft = draft_reinstatement(store, fact, reason=reason)
        _write(settings, store, draft, revision, dry_run)


def _write(
    settings: Settings, store: Store, draft: Draft, revision: int | None, dry_run: bool
) -> None:
    from msgspec import structs

    seen = draft.revision if revision is None else revision + 1
    draft = structs.replace(draft, revision=seen)
    for fact in write(store, [draft], actor=settings.who, dry_run=dry_run):
        click.echo(fact)
