"""`timeline record`"""

from __future__ import annotations

import click

from timeline.cli.fields import parse_fields
from timeline.cli.revising_options import dry_run_option, source_option
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.writing import write


@command("record")
@click.argument("kind")
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE...")
@click.option("--patient", required=True, metavar="P", help="The patient.")
@click.option("--on", "occurred_on", required=True, metavar="DATE", help="When it happened.")
@click.option("--key", metavar="KEY", help="Tells facts of the patient apart, in your own words.")
@source_option
@click.option("--reason", default="", metavar="WHY", help="A remark that stays with the event.")
@dry_run_option
@pass_settings
def record(
    settings: Settings,
    kind: str,
    fields: tuple[str, ...],
    patient: str,
    occurred_on: str,
    key: str | None,
    source: str,
    reason: str,
    dry_run: bool,
) -> None:
    """Record one event of a patient.

    DATE is 2009-03-02, or 2009-03 or 2009 where no more is known. Words of a list are separated by
    `;`; the lesions of a scan are JSON. `timeline kinds` lists kinds and fields. The id of the new
    fact is printed.

    \b
    timeline record lab --patient P07 --on 2009-03-02 analyte=AFP value=8320 unit=IU/mL
    """
    from timeline.events import Draft, fact_from_key
    from timeline.kinds import find_kind
    from timeline.payload_errors import field_types, may_be_empty

    known = find_kind(kind)
    types = field_types(known.payload)
    payload = {
        name: value
        for name, value in parse_fields(known, fields).items()
        if value != "" or may_be_empty(types[name])
    }
    draft = Draft(
        patient=patient,
        kind=kind,
        occurred_on=occurred_on,
        payload=payload,
        fact=fact_from_key(known, patient, key) if key else None,
        source=source,
        reason=reason,
        from_text=True,
    )
    with settings.open() as store:
        for fact in write(store, [draft], actor=settings.who, dry_run=dry_run, show=dry_run):
            click.echo(fact)
