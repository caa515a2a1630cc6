"""A small text file that a user names on the command line, read whole."""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError


def read_text_file(file: str, error: type[TimelineError]) -> str:
    """Its text. Raises the error, naming the file, where it is not there or not UTF-8."""
    try:
        return Path(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise error(f"{file}: there is no such file") from None
    except UnicodeDecodeError:
        raise error(f"{file}: not UTF-8; save the file as UTF-8") from None
    except OSError as problem:
        raise error(f"{file}: cannot be read: {problem.strerror}") from None
