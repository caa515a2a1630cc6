"""The program and its commands, each imported only when it is run.

`SECTIONS` is the whole list. The lines are kept here so that `timeline --help` need not import
the commands; a test holds them against the commands' own.
"""

from __future__ import annotations

from importlib import import_module

import click

from timeline import __version__
from timeline.cli.settings import Settings, global_options

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "Begin": {
        "demo": ("demo", "Load the study's cohort, print its endpoints, open the workbench."),
        "init": ("init", "Make an empty store."),
        "tui": ("tui", "Open the workbench, full screen."),
        "serve": ("serve", "Open the workbench in a browser on this machine."),
    },
    "Write": {
        "import": ("import_files", "Import files; the same file again adds nothing."),
        "record": ("record", "Record one event of a patient."),
        "correct": ("correct", "Correct a fact; the earlier revisions stay."),
        "retract": ("undo", "Retract a fact that is not so."),
        "reinstate": ("undo", "Reinstate a retracted fact."),
        "review": ("review", "Mark a data issue, a fact or a patient as looked at, or query it."),
        "lock": ("locks", "Name this point in record time, to ask from again."),
        "protocol": ("protocol", "Print the study's definitions, or set others."),
    },
    "Read": {
        "query": ("query", "Ask for a table of endpoints."),
        "survival": ("survival", "Estimate survival, and compare it between groups."),
        "incidence": (
            "incidence",
            "Estimate a cumulative incidence, with death competing.",
        ),
        "plot": ("plot", "Write a figure of every patient's course as .svg, .pdf or .png."),
        "show": ("show", "Show a patient's course, event by event."),
        "history": ("history", "Show every revision of a fact, or the audit trail of the store."),
        "explain": ("explain", "Say why a number is what it is."),
        "report": ("report", "Print the study's tables, beside published ones if asked."),
        "issues": ("issues", "Show what in the data is contradictory or missing."),
        "diff": ("diff", "Say what moved between two points in record time."),
        "locks": ("locks", "List the locks."),
        "kinds": ("kinds", "List the kinds of event and their fields."),
    },
    "Hand out": {
        "export": ("export", "Hand out events and endpoints in a format that others work with."),
    },
    "Keep": {
        "replay": ("replay", "Bring the tables up to the events, or check them."),
        "verify": ("verify", "Prove that no event was changed; print the head."),
        "backup": ("backup", "Copy the store to a file, safely while it is in use."),
        "archive": ("archive", "Write the whole history to a folder of plain files."),
        "restore": ("restore", "Make a store of an archive, hash for hash."),
    },
}
_MODULES = {name: module for part in SECTIONS.values() for name, (module, _) in part.items()}


class LazyGroup(click.Group):
    """A group whose commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"timeline.cli.commands.{_MODULES[cmd_name]}")
        attribute = "import_" if cmd_name == "import" else cmd_name
        command: click.Command = getattr(module, attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="timeline")
@global_options
@click.pass_context
def program(context: click.Context) -> None:
    """Event-sourced timelines of patients through a course of treatment.

    Nothing recorded is ever overwritten: facts are corrected and retracted by later revisions, and
    every endpoint is derived from them, now or as it stood on an earlier day.
    """
    context.ensure_object(Settings)
