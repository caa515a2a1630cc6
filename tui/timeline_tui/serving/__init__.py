"""The workbench in a browser on this machine: a page, a web socket, one process a sitting.

`serve` needs the extra `serve` (textual-serve, which brings aiohttp). The rest of the workbench
knows nothing of it; `driver` and `sitting` run in the processes that `server` starts.
"""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError
from timeline_tui.serving.options import Options

MISSING = "the workbench in a browser needs textual-serve; install timeline[serve]"


def serve(options: Options, port: int) -> None:
    """Serve until SIGINT or SIGTERM. The address, with its secret, is said on standard output.

    Raises StoreError where the file is no store, TimelineError where the port is taken or
    textual-serve is not installed.
    """
    from timeline_tui.cohort.opening import read_opening

    read_opening(Path(options.path))
    try:
        from timeline_tui.serving.server import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("textual_serve", "aiohttp"):
            raise
        raise TimelineError(MISSING) from None
    run(options, port)


__all__ = ["Options", "serve"]
