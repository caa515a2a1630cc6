"""`timeline review`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.revising_options import dry_run_option, source_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.writing import write

if TYPE_CHECKING:
    from timeline.reviewing import Verdict


@command("review")
@click.argument("about", metavar="FACT|PATIENT")
@click.option("--accept", "verdict", flag_value="accepted", help="It may stand as it is.")
@click.option("--query", "verdict", flag_value="query open", help="Somebody has to answer.")
@click.option("--answer", "verdict", flag_value="answered", help="The query was answered.")
@click.option("--close", "verdict", flag_value="closed", help="The answer settles it.")
@click.option("--issue", metavar="NAME", help="The fact's data issue that is meant.")
@click.option("--comment", metavar="WORDS", help="What was found, asked or answered.")
@click.option("--on", "occurred_on", metavar="DATE", help="The day of the review (today).")
@click.option("--by", "reviewer", metavar="NAME", help="Who looked, where it is another than you.")
@source_option
@dry_run_option
@pass_settings
def review(
    settings: Settings,
    about: str,
    verdict: Verdict | None,
    issue: str | None,
    comment: str | None,
    occurred_on: str | None,
    reviewer: str | None,
    source: str,
    dry_run: bool,
) -> None:
    """Mark a data issue, a fact or a patient as looked at, or query it.

    With --issue the mark is on that data issue of the fact, see `timeline issues`; without, on the
    fact itself or on all that is known of the patient. A mark is an event: it can be corrected and
    retracted, and it moves no endpoint. It holds for the revisions that were looked at: a later
    change of one of them voids it, and the issue is open again. A query stays open until it is
    answered and closed.

    \b
    timeline review P07/lab/afp-2009-03-02 --query --comment "Is this ng/mL?"
    timeline review P07/lab/afp-2009-03-02 --issue beyond_detection --accept --comment "as printed"
    """
    from timeline.reviewing import draft_review

    if verdict is None:
        raise click.UsageError("no verdict; expected --accept, --query, --answer or --close")
    if not (comment or "").strip():
        raise click.UsageError("no comment; expected --comment WORDS")
    with settings.open() as store:
        draft = draft_review(
            store,
            about,
            verdict,
            (comment or "").strip(),
            reviewer=reviewer or settings.who,
            issue=issue,
            occurred_on=occurred_on,
            source=source,
        )
        for written in write(store, [draft], actor=settings.who, dry_run=dry_run, show=False):
            click.echo(written)
