"""The terminal workbench: cohort, patients and events of a timeline store, full screen."""

from __future__ import annotations

import gc
from pathlib import Path

from timeline_tui.session import Session


def run(
    db_path: Path,
    *,
    actor: str,
    readonly: bool = False,
    ascii: bool = False,
    as_of: str | None = None,
    theme: str | None = None,
    debug: bool = False,
    terse: bool = False,
) -> int:
    """Open the workbench on a store and stay until the user leaves; the exit code comes back.

    `theme` is one of `themes.CHOICES`, for this time; without it the one that was chosen last.

    Raises StoreError where the file is missing or no store. A failure of the workbench itself ends
    it with one line on standard error and the exit code 1: never with a patient's data. With
    `terse` that line says no more than what failed where.
    """
    gc.disable()  # What is made before the first frame stays: looking for garbage in it delays it.
    try:
        session = Session(Path(db_path), actor=actor, readonly=readonly, ascii=ascii, debug=debug)
        return _stay(session, as_of, theme, terse)
    finally:
        gc.enable()


def _stay(session: Session, as_of: str | None, theme: str | None, terse: bool) -> int:
    from timeline_tui.cohort.opening import read_opening

    opening = read_opening(session.path)
    from timeline_tui.app import Workbench

    app = Workbench(session, opening, as_of=as_of, theme=theme)
    app.terse_crashes = terse
    app.run()
    return app.return_code or 0


__all__ = ["run"]
