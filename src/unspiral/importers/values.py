"""Text of one cell to a number, a day or a time, without guessing."""

import re
from datetime import date, time

MISSING = frozenset({"na", "n/a", "nan", "null", "none", "nil", "-", "--", ".", "?"})
EARLIEST = date(1900, 1, 1)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"([+-]?[0-9]*),([0-9]+)")
# format name -> (pattern, order of the three groups)
_DAYS: dict[str, tuple[re.Pattern[str], str]] = {
    "y-m-d": (re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"), "ymd"),
    "ymd": (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), "ymd"),
    "d.m.y": (re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})"), "dmy"),
    "d/m/y": (re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})"), "dmy"),
    "m/d/y": (re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})"), "mdy"),
}
DATE_FORMATS = tuple(_DAYS)
_CERTAIN = ("y-m-d", "ymd", "d.m.y")
_TIME = re.compile(r"([0-9]{1,2})[:.h]([0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?\s*([ap]m)?", re.I)


def parse_number(text: str, comma_delimited: bool) -> float | str:
    """The number in `text`, or the skip code that says why there is none.

    A single comma is a decimal comma, except in a comma-delimited file before exactly three
    digits, where it may as well part thousands.
    """
    text = text.strip()
    if text.lower() in MISSING:
        return "missing_marker"
    if comma := _COMMA.fullmatch(text):
        if comma_delimited and len(comma[2]) == 3 and comma[1].lstrip("+-"):
            return "number_unclear"
        text = f"{comma[1]}.{comma[2]}"
    if not _NUMBER.fullmatch(text):
        return "not_a_number"
    number = float(text)
    return number if abs(number) < 1e12 else "out_of_range"


def parse_day(text: str, date_format: str = "") -> date | str:
    """The calendar day in `text` (a time after it is ignored), or a skip code.

    Without `date_format`, year-first and dotted day-first dates are read; a date with slashes
    that may be read two ways is `date_unclear`.
    """
    part = re.split(r"[T\s](?=[0-9]{1,2}:)", text.strip(), maxsplit=1)[0].strip()
    for name in (date_format,) if date_format else _CERTAIN:
        pattern, order = _DAYS[name]
        if found := pattern.fullmatch(part):
            return _make_day(dict(zip(order, map(int, found.groups()), strict=True)))
    return "date_unclear" if _DAYS["d/m/y"][0].fullmatch(part) else "bad_date"


def parse_time(text: str) -> time | None:
    """The time of day at the end of `text` (24 h, or 12 h with am/pm), or None."""
    found = _TIME.search(text)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _make_day(parts: dict[str, int]) -> date | str:
    try:
        day = date(parts["y"], parts["m"], parts["d"])
    except ValueError:
        return "bad_date"
    return day if day >= EARLIEST else "bad_date"
