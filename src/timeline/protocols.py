"""Which protocol a store answers by. Setting one is kept with who and why; nothing is replaced."""

from __future__ import annotations

from timeline.dates import now_us
from timeline.errors import InvalidProtocol
from timeline.protocol import Protocol, default_protocol, default_protocol_text, parse_protocol
from timeline.store import Store


def current_protocol_text(store: Store) -> str:
    """The protocol in force as TOML: the last one set, else the shipped one."""
    rows = store.rows("SELECT text FROM protocols ORDER BY id DESC LIMIT 1")
    return rows[0][0] if rows else default_protocol_text()


def current_protocol(store: Store) -> Protocol:
    """The protocol in force."""
    rows = store.rows("SELECT text FROM protocols ORDER BY id DESC LIMIT 1")
    return parse_protocol(rows[0][0]) if rows else default_protocol()


def set_protocol(store: Store, text: str, *, source: str, actor: str, reason: str) -> Protocol:
    """Put another protocol in force. Raises InvalidProtocol; every endpoint is rebuilt by it."""
    protocol = parse_protocol(text, source=source)
    if not reason.strip():
        raise InvalidProtocol("field reason: not given; another protocol needs a reason")
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO protocols (set_at, actor, reason, text) VALUES (?, ?, ?, ?)",
            (now_us(), actor, reason, text),
        )
    return protocol
