"""Dates as other files write them: by the formats that a mapping names, never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from timeline.dates import later, parse_clinical_date
from timeline.errors import InvalidDate

EXCEL = "excel"
EXCEL_EPOCH = date(1899, 12, 30)
"""Day 0 of a workbook's serial days, as from March 1900 on, where the missing leap day is past."""

_PARTS = {
    "%d": r"(?P<day>\d{1,2})",
    "%m": r"(?P<month>\d{1,2})",
    "%Y": r"(?P<year>\d{4})",
    "%b": r"(?P<name>[^\W\d_]{3,})\.?",
}
_CODE = re.compile(r"%.")
_SERIAL = re.compile(r"\d{4,6}(?:\.\d+)?", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def check_format(given: str) -> str:
    """What is wrong with a format; empty where nothing is. A year has four digits: of two nobody
    can tell the century.
    """
    if given == EXCEL:
        return ""
    codes = _CODE.findall(given)
    unknown = [code for code in codes if code not in _PARTS]
    months = codes.count("%m") + codes.count("%b")
    if unknown or codes.count("%Y") != 1 or months > 1 or ("%d" in codes and months != 1):
        return f"{given!r} given, expected %d, %m (or %b) and %Y as in '%d.%m.%Y', or 'excel'"
    return ""


@lru_cache(maxsize=65536)
def read_date(text: str, formats: tuple[str, ...]) -> str:
    """A date as timeline writes it: `2010-03-02`, `2010-03` or `2010`; a time of day is cut off.

    Raises InvalidDate where no format fits, or two that mean different days.
    """
    bare = _TIME.sub("", text.strip())
    try:
        return parse_clinical_date(bare).text
    except InvalidDate as error:
        if not formats:
            raise InvalidDate(
                f"{error}; other formats are named in the mapping (table.dates)"
            ) from None
    found = {known for known in (_by_format(bare, one) for one in formats) if known}
    if len(found) == 1:
        return parse_clinical_date(found.pop()).text
    if found:
        meant = " or ".join(sorted(found))
        raise InvalidDate(f"{text!r} may be {meant} by the formats {', '.join(formats)}")
    raise InvalidDate(f"{text!r} is not a date; expected {', '.join(formats)} or YYYY-MM-DD")


def _by_format(text: str, given: str) -> str | None:
    if given == EXCEL:
        if not _SERIAL.fullmatch(text):
            return None
        return (EXCEL_EPOCH + timedelta(days=int(float(text)))).isoformat()
    match = _pattern(given).fullmatch(text)
    if match is None:
        return None
    parts = match.groupdict()
    month = parts.get("month") or _month(parts.get("name"))
    if parts.get("name") and month is None:
        return None
    told = [parts["year"], *(f"{int(part):02d}" for part in (month, parts.get("day")) if part)]
    known = "-".join(told)
    try:
        return parse_clinical_date(known).text
    except InvalidDate:
        return None


def _month(name: str | None) -> str | None:
    start = (name or "")[:3].casefold()
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else None


@lru_cache(maxsize=64)
def _pattern(given: str) -> re.Pattern[str]:
    pieces = re.split(r"(%.)", given)
    return re.compile("".join(_PARTS.get(piece) or re.escape(piece) for piece in pieces), re.ASCII)


def moved(text: str, *, days: int = 0, months: int = 0) -> str:
    """A whole date some days or calendar months later. Raises InvalidDate for a partial one."""
    if not days and not months:
        return text
    known = parse_clinical_date(text)
    if known.precision != "day":
        raise InvalidDate(f"{text!r} is not a whole date; expected YYYY-MM-DD to count from")
    return later(known.earliest, days=days, months=months).isoformat()
