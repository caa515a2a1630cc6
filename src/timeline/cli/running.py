"""Running the program: arguments in, exit code out, and every error as a line on standard error.

Exit codes: 0 done, 1 refused, 2 wrong usage, 130 stopped by the user, 141 the reader went away.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from timeline.cli.program import program
from timeline.cli.talk import complain
from timeline.errors import TimelineError

STOPPED = 130
READER_GONE = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `timeline` with these arguments, or the process's own. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if "_TIMELINE_COMPLETE" in os.environ:
        program.main(given, prog_name="timeline")
    try:
        try:
            return _run(given)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has closed it. Python would complain once more on leaving.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


def _run(given: list[str]) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with program.make_context("timeline", list(given)) as context:
            program.invoke(context)
        return 0
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, click.Abort):
        complain("stopped; the store is as it was")
        return STOPPED
    except Exception as error:
        if "--debug" in given:
            traceback.print_exc()
        complain(_in_words(error))
        return 1


def _in_words(error: Exception) -> str:
    if isinstance(error, TimelineError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'output'}: {error.strerror or error}"
    kind = type(error).__name__
    return f"this is a mistake in timeline itself ({kind}: {error}); --debug shows where"
