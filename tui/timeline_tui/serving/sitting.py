"""The process of one sitting in a browser: `python -m timeline_tui.serving.sitting OPTIONS`.

What it says on standard error comes to the terminal of the one who serves, so it names what failed
and where, and never repeats a message: that may hold what a patient's record says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from timeline_tui import run
from timeline_tui.crash import place_line
from timeline_tui.serving.options import Options


def main(options: Options) -> int:
    """Stay in the workbench; the exit code comes back."""
    return run(
        Path(options.path),
        actor=options.actor,
        readonly=options.readonly,
        ascii=options.ascii,
        as_of=options.as_of,
        theme=options.theme,
        terse=True,
    )


if __name__ == "__main__":
    try:
        sys.exit(main(Options(**json.loads(sys.argv[1]))))
    except Exception as error:
        print(place_line(error), file=sys.stderr)  # noqa: T201
        sys.exit(1)
