"""`timeline protocol`"""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.output import print_rows
from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.cli.text_file import read_text_file
from timeline.errors import InvalidProtocol


@command("protocol")
@click.option(
    "--set", "wanted", metavar="FILE|NAME", help="Put a file's or a shipped one in force."
)
@click.option("--reason", default="", metavar="WHY", help="Why; it stays with the protocol.")
@click.option("--list", "listed", is_flag=True, help="List the ones that timeline ships.")
@click.option("--show", "shown", metavar="NAME", help="Print one that timeline ships.")
@click.option("--default", "default", is_flag=True, help="Print the study's: --show study.")
@pass_settings
def protocol(
    settings: Settings,
    wanted: str | None,
    reason: str,
    listed: bool,
    shown: str | None,
    default: bool,
) -> None:
    """Print the study's definitions, or set others.

    The protocol is a TOML file with every window and threshold. Setting another one rebuilds the
    endpoints by it; which protocols were in force, since when and why, stays in the store.
    """
    from timeline.protocol import shipped_protocol_text
    from timeline.protocols import current_protocol_text, set_protocol

    if listed:
        _print_shipped()
    elif shown is not None or default:
        click.echo(shipped_protocol_text(shown or "study"), nl=False)
    elif wanted is None:
        with settings.open() as store:
            click.echo(current_protocol_text(store), nl=False)
    else:
        text = _text_of(wanted)
        with settings.open() as store:
            made = set_protocol(store, text, source=wanted, actor=settings.who, reason=reason)
        say(f"in force: {made.study.name} ({made.fingerprint})")


def _print_shipped() -> None:
    from timeline.protocol import SHIPPED, parse_protocol, shipped_protocol_text

    made = [(name, parse_protocol(shipped_protocol_text(name))) for name in SHIPPED]
    rows = [(name, one.fingerprint, one.study.title) for name, one in made]
    print_rows(("name", "fingerprint", "title"), rows, "table", numeric=[False] * 3)


def _text_of(wanted: str) -> str:
    """The TOML of a shipped protocol, or of a file; `./regulatory` is a file of that name."""
    from timeline.protocol import SHIPPED, shipped_protocol_text

    if wanted in SHIPPED:
        return shipped_protocol_text(wanted)
    if not Path(wanted).exists():
        raise InvalidProtocol(
            f"{wanted}: no such file, nor a protocol that timeline ships: {', '.join(SHIPPED)}"
        )
    return read_text_file(wanted, InvalidProtocol)
