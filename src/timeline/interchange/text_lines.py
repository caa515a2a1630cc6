"""Lines of a text file, read one by one, and everything that can be wrong with a file as such."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from timeline.errors import Place, Problem, Refused

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_LINE = 8_000_000


class TextLines:
    """The lines of a text file with their ends, decoded strictly: as UTF-8, where nobody says
    another encoding. `bytes_read` tells how far.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes_read = 0
        self.encoding = "utf-8"

    def require_file(self) -> None:
        """Raise Refused where the path is no file."""
        if not self.path.exists():
            raise self._refused(f"{self.path}: no such file")
        if self.path.is_dir():
            raise self._refused(f"{self.path}: a folder, not a file; name the files in it")

    def sha256(self) -> bytes:
        """The hash of the file as it is."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()

    def __iter__(self) -> Iterator[str]:
        try:
            with self.path.open("rb") as file:
                for row, line in enumerate(iter(lambda: file.readline(LONGEST_LINE), b""), 1):
                    self.bytes_read += len(line)
                    yield self._decoded(row, line)
        except FileNotFoundError:
            raise self._refused(f"{self.path}: no such file") from None
        except IsADirectoryError:
            raise self._refused(
                f"{self.path}: a folder, not a file; name the files in it"
            ) from None
        except OSError as error:
            raise self._refused(f"{self.path}: cannot be read: {error.strerror}") from error

    def _decoded(self, row: int, line: bytes) -> str:
        place = Place(self.path.name, row)
        if len(line) == LONGEST_LINE:
            raise Refused([Problem(f"a line of {LONGEST_LINE} bytes; expected a text file", place)])
        if row == 1 and line.startswith(UTF16_MARKS):
            raise Refused([Problem("UTF-16 text; save the file as UTF-8", place)])
        if b"\0" in line:
            raise Refused([Problem("a NUL byte; expected a text file in UTF-8", place)])
        utf_8 = self.encoding.casefold() in ("utf-8", "utf8")
        try:
            return line.decode("utf-8-sig" if row == 1 and utf_8 else self.encoding)
        except UnicodeDecodeError as error:
            given = f"byte 0x{line[error.start]:02x} at character {error.start + 1}"
            hint = "save the file as UTF-8" if utf_8 else "the mapping says so (file.encoding)"
            message = f"{given} is not {self.encoding.upper()}; {hint}"
            raise Refused([Problem(message, place)]) from None

    @staticmethod
    def _refused(message: str) -> Refused:
        return Refused([Problem(message)])
