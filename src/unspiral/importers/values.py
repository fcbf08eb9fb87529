"""Text of one cell to a number, a day, a time or a moment, without guessing."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

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
EPOCH_MS = "epoch_ms"  # milliseconds since 1970, UTC
DATE_FORMATS = (*_DAYS, EPOCH_MS)
_CERTAIN = ("y-m-d", "ymd", "d.m.y")
_MILLISECONDS = re.compile(r"[0-9]{1,14}")
_AFTER_DAY = re.compile(r"[T\s](?=[0-9]{1,2}:)")
_CLOCK = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?\s*([ap]m)?\s*(Z|[+-][0-9:]{4,6})?",
    re.I,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])([0-9]{1,2}):?([0-9]{2})", re.I)
_HOURS = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::([0-5][0-9]))?")
FARTHEST = timedelta(hours=14)
_TIME = re.compile(r"([0-9]{1,2})[:.h]([0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?\s*([ap]m)?", re.I)


def parse_number(text: str, comma_delimited: bool) -> float | str:
    """The number in `text`, or the skip code that says why there is none.

    A single comma is a decimal comma, except in a comma-delimited file before exactly three
    digits, where it may as well part thousands. A percent sign at the end is left out.
    """
    text = text.strip().removesuffix("%").rstrip()
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
    if date_format == EPOCH_MS:
        at = parse_moment(text, date_format, UTC)
        return at if isinstance(at, str) else at.date()
    part = _AFTER_DAY.split(text.strip(), maxsplit=1)[0].strip()
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


def parse_hours(text: str) -> float | str:
    """Hours in "h:mm" or "h:mm:ss", or a skip code."""
    text = text.strip()
    if text.lower() in MISSING:
        return "missing_marker"
    found = _HOURS.fullmatch(text)
    if not found:
        return "not_a_number"
    return int(found[1]) + int(found[2]) / 60 + int(found[3] or 0) / 3600


def parse_offset(text: str) -> timezone | None:
    """The distance from UTC in "UTC-0400", "+05:30", "Z" or "UTC"; None when there is none."""
    text = text.strip()
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    found = _OFFSET.fullmatch(text)
    if not found or int(found[3]) > 59:
        return None
    length = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(length if found[1] == "+" else -length) if length <= FARTHEST else None


def parse_moment(text: str, date_format: str, zone: tzinfo) -> datetime | str:
    """The moment (UTC) in `text`, or a skip code.

    A date and a time of day, read in `zone` unless an offset stands behind it; or milliseconds.
    """
    text = text.strip()
    try:
        if date_format == EPOCH_MS:
            if not _MILLISECONDS.fullmatch(text):
                return "bad_date"
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(text))
        day = parse_day(text, date_format)
        if isinstance(day, str):
            return day
        clock = _clock(_AFTER_DAY.split(text, maxsplit=1)[1:], zone)
        return "bad_time" if clock is None else datetime.combine(day, clock).astimezone(UTC)
    except OverflowError:  # past the year 9999
        return "bad_date"


def _clock(told: list[str], zone: tzinfo) -> time | None:
    """A time of day with seconds and zone, when the whole text behind the day is one."""
    found = _CLOCK.fullmatch(told[0].strip()) if told else None
    if not found:
        return None
    own = parse_offset(found[6]) if found[6] else zone
    at = parse_time(f"{found[1]}:{found[2]} {found[5] or ''}")
    second, micro = int(found[3] or 0), int((found[4] or "").ljust(6, "0")[:6])
    if own is None or at is None or second > 59:
        return None
    return time(at.hour, at.minute, second, micro, own)


def _make_day(parts: dict[str, int]) -> date | str:
    try:
        day = date(parts["y"], parts["m"], parts["d"])
    except ValueError:
        return "bad_date"
    return day if day >= EARLIEST else "bad_date"
