"""`timeline verify`"""

from __future__ import annotations

import click

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import progress_bar, say
from timeline.describe import counted
from timeline.errors import BrokenChain


@command("verify")
@click.argument("token", required=False)
@pass_settings
def verify(settings: Settings, token: str | None) -> None:
    """Prove that no event was changed; print the head.

    Every event is held against the hash chain and the locks. What is printed, seq:hash of the last
    event, proves the whole history up to it: keep it elsewhere, and give it as TOKEN later.
    """
    from timeline import chain

    with settings.open() as store, progress_bar("verifying") as advance:
        total = store.head().seq
        head = chain.verify(store, progress=lambda done: advance(done, total))
        if token:
            seq, _, expected = token.partition(":")
            if not seq.isdigit() or not expected:
                raise click.UsageError(f"{token!r} given, expected seq:hash as verify prints it")
            found = store.rows("SELECT hash FROM events WHERE seq = ?", (int(seq),))
            if not found or found[0][0].hex() != expected.lower():
                message = f"event {seq} is not the one that the token stands for"
                raise BrokenChain(message, seq=int(seq))
            say(f"the history up to event {seq} is the one that the token stands for")
    say(f"{counted(head.seq, 'event')}, all as they were written")
    click.echo(f"{head.seq}:{head.hash.hex()}")
