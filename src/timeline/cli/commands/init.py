"""`timeline init`"""

from __future__ import annotations

from timeline.cli.settings import Settings, command, pass_settings
from timeline.cli.talk import say
from timeline.errors import StoreError


@command("init")
@pass_settings
def init(settings: Settings) -> None:
    """Make an empty store.

    The file is readable by you alone.
    """
    from timeline.store import Store

    path = settings.path
    if path.exists():
        Store.open(path, readonly=True).close()
        raise StoreError(f"{path}: a store is here already")
    Store.open(path, create=True).close()
    say(f"{path}: made")
