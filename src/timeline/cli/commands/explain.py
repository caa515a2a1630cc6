"""`timeline explain`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from timeline.cli.commands.show import event_as_json
from timeline.cli.output import format_option, print_json
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.printable import one_line

if TYPE_CHECKING:
    from timeline.explain import Explanation


@command("explain")
@click.argument("patient")
@click.argument("name")
@click.option("--as-of", metavar="A", help="As the store stood: a lock, seq, date or instant.")
@format_option("text", "json")
@pass_settings
def explain(settings: Settings, patient: str, name: str, as_of: str | None, form: str) -> None:
    """Say why a number is what it is.

    The value in a sentence, the rule that it follows, the facts that it rests on with their
    sources, and how they were corrected on the way.
    """
    from timeline import explain as explaining

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
    for position, one in enumerate(found):
        if position:
            click.echo()
        for line in _lines(one):
            click.echo(one_line(line))
    if not found:
        say(f"{name} has nothing of {patient}")


def _lines(explanation: Explanation) -> list[str]:
    from timeline.describe import describe

    lines = [explanation.sentence, explanation.rule]
    if explanation.facts:
        lines.append("It rests on:")
    for event in explanation.facts:
        source = f" [{event.source}]" if event.source else ""
        lines.append(f"  {event.occurred_on}  {describe(event)}  {event.fact}{source}")
    if explanation.history:
        lines.append("On the way:")
        lines += [f"  {line}" for line in explanation.history]
    return lines
