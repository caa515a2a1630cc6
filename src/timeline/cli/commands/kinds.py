"""`timeline kinds`"""

from __future__ import annotations

import click

from timeline.cli.output import format_option, print_json, print_table
from timeline.cli.settings import command


@command("kinds")
@click.argument("kind", required=False)
@format_option("table", "json")
def kinds(kind: str | None, form: str) -> None:
    """List the kinds of event and their fields.

    With --format json: the JSON Schema of every kind's payload, or of the one named.
    """
    from msgspec import structs

    from timeline.kinds import KINDS, find_kind, payload_schema
    from timeline.payload_errors import describe

    wanted = [find_kind(kind)] if kind else list(KINDS.values())
    if form == "json":
        schemas = {known.name: payload_schema(known) for known in wanted}
        print_json(schemas[kind] if kind else schemas)
        return
    rows = [
        (
            known.name,
            field.name,
            "required" if field.required else "",
            known.units.get(field.name, ""),
            describe(known.payload, [field.name]),
        )
        for known in wanted
        for field in structs.fields(known.payload)
    ]
    names = ("kind", "field", "", "unit", "expected")
    print_table(names, [[cell or " " for cell in row] for row in rows], numeric=[False] * 5)
