"""What every command is told: the store, who is asking, and whether to show what went wrong.

The options may stand before or after the command's name; the last one said holds.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from timeline.errors import TimelineError

if TYPE_CHECKING:
    from timeline.store import Store

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass
class Settings:
    """The global options as given; what was not given comes from the environment."""

    db: str | None = None
    actor: str | None = None
    debug: bool = False

    @property
    def path(self) -> Path:
        """The store's file."""
        return Path(self.db or os.environ.get("TIMELINE_DB") or "timeline.db")

    @property
    def who(self) -> str:
        """The one who records: `--actor`, TIMELINE_ACTOR or the login."""
        if named := self.actor or os.environ.get("TIMELINE_ACTOR"):
            return named
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            raise TimelineError("there is no login name here; say --actor NAME") from None

    def open(self) -> Store:
        """The store, which has to exist; one of an older version is brought up to date."""
        from timeline.store import Store

        return Store.open(self.path)


def _note(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    settings = context.ensure_object(Settings)
    if value:
        setattr(settings, str(parameter.name), value)


def _options() -> list[click.Option]:
    return [
        click.Option(
            ["--db"],
            metavar="FILE",
            expose_value=False,
            callback=_note,
            help="The store (TIMELINE_DB; timeline.db).",
        ),
        click.Option(
            ["--actor"],
            metavar="NAME",
            expose_value=False,
            callback=_note,
            help="Who is asking (TIMELINE_ACTOR; the login).",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_note,
            help="Show where an error came from.",
        ),
    ]


def global_options(command: Decorated) -> Decorated:
    """Give the program the global options."""
    for option in reversed(_options()):
        _remember(command, option)
    return command


def _remember(function: Any, option: click.Option) -> None:
    if not hasattr(function, "__click_params__"):
        function.__click_params__ = []
    function.__click_params__.append(option)


class Command(click.Command):
    """A command that takes the global options too, and lists them last.

    An option of its own goes before a global one of the same name.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        own = {name for known in self.params for name in known.opts}
        self.everywhere = [known for known in _options() if not own & set(known.opts)]

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), *self.everywhere]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        own = [(p, p.get_help_record(ctx)) for p in options]
        for title, common in (("Options", False), ("Everywhere", True)):
            rows = [row for p, row in own if row and (p in self.everywhere) is common]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def command(name: str) -> Callable[[Callable[..., Any]], Command]:
    """A command of the program."""
    return click.command(
        name, cls=Command, context_settings={"help_option_names": ["-h", "--help"]}
    )


pass_settings = click.make_pass_decorator(Settings, ensure=True)
