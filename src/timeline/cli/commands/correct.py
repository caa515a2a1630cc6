"""`timeline correct`"""

from __future__ import annotations

import click

from timeline.cli.fields import parse_fields
from timeline.cli.revising_options import revision_options, source_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.writing import write


@command("correct")
@click.argument("fact")
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE...")
@click.option("--on", "occurred_on", metavar="DATE", help="The right date.")
@source_option
@revision_options
@pass_settings
def correct(
    settings: Settings,
    fact: str,
    fields: tuple[str, ...],
    reason: str,
    occurred_on: str | None,
    revision: int | None,
    source: str,
    dry_run: bool,
) -> None:
    """Correct a fact; the earlier revisions stay.

    Fields that are not named keep their values; `field=` takes one away. The endpoints that move
    are shown, old → new, before the correction is written. With --revision it is refused if
    somebody revised the fact since.

    \b
    timeline correct P07/lab/afp-2009-03-02 value=8230 --reason "digits swapped"
    """
    from msgspec import structs

    from timeline.history import draft_correction, revisions
    from timeline.kinds import find_kind

    if not fields and occurred_on is None:
        raise click.UsageError("nothing to correct; expected FIELD=VALUE or --on DATE")
    with settings.open() as store:
        kind = find_kind(revisions(store, fact)[-1].kind)
        draft = draft_correction(
            store,
            fact,
            parse_fields(kind, fields),
            reason=reason,
            occurred_on=occurred_on,
            from_text=True,
        )
        seen = draft.revision if revision is None else revision + 1
        draft = structs.replace(draft, revision=seen, source=source)
        for written in write(store, [draft], actor=settings.who, dry_run=dry_run):
            click.echo(written)
