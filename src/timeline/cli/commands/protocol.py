"""`timeline protocol`"""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.errors import InvalidProtocol


@command("protocol")
@click.option("--set", "file", metavar="FILE", help="Put the definitions of this file in force.")
@click.option("--reason", default="", metavar="WHY", help="Why; it stays with the protocol.")
@click.option("--default", "shipped", is_flag=True, help="Print the one that timeline ships.")
@pass_settings
def protocol(settings: Settings, file: str | None, reason: str, shipped: bool) -> None:
    """Print the study's definitions, or set others.

    The protocol is a TOML file with every window and threshold. Setting another one rebuilds the
    endpoints by it; which protocols were in force, since when and why, stays in the store.
    """
    from timeline.protocol import default_protocol_text
    from timeline.protocols import current_protocol_text, set_protocol

    if shipped:
        click.echo(default_protocol_text(), nl=False)
        return
    if file is None:
        with settings.open() as store:
            click.echo(current_protocol_text(store), nl=False)
        return
    try:
        text = Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InvalidProtocol(f"{file}: not UTF-8; save the file as UTF-8") from None
    with settings.open() as store:
        made = set_protocol(store, text, source=file, actor=settings.who, reason=reason)
    say(f"in force: {made.study.name} ({made.fingerprint})")
