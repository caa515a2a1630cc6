"""`timeline explain`"""

from __future__ import annotations

import click

from timeline.cli.explanations import explanation_lines
from timeline.cli.output import format_option, print_json
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say


@command("explain")
@click.argument("patient")
@click.argument("name")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@format_option("text", "json")
@pass_settings
def explain(settings: Settings, patient: str, name: str, as_of: str | None, form: str) -> None:
    """Say why a number is what it is.

    A paragraph with the value, what decides it, how that was corrected on the way and the rule that
    it follows; then the facts that it rests on, with their sources.
    """
    from timeline import explain as explaining
    from timeline.exporting.event_objects import event_as_json

    with settings.open() as store:
        found = explaining.explain(store, patient, name, as_of=as_of)
    if form == "json":
        print_json(
            [
                {
                    "patient": one.patient,
                    "projection": one.projection,
                    "values": one.values,
                    "sentence": one.sentence,
                    "rule": one.rule,
                    "facts": [event_as_json(event) for event in one.facts],
                    "history": one.history,
                }
                for one in found
            ]
        )
        return
    for line in explanation_lines(found):
        click.echo(line)
    if not found:
        say(f"{name} has nothing of {patient}")
