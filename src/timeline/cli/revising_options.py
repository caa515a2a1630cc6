"""Options that the commands which write events share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show what would change, write nothing."
)
source_option = click.option(
    "--source", default="", metavar="WHERE", help="Where the value was read."
)


def revision_options(function: Decorated) -> Decorated:
    """Why a fact is revised, which revision was seen last, and whether to write at all."""
    reason = click.option(
        "--reason", default="", metavar="WHY", help="Why; it stays with the revision."
    )
    revision = click.option(
        "--revision", type=int, metavar="N", help="The last revision that you have seen."
    )
    return reason(revision(dry_run_option(function)))
