"""A night as typed: times of day to minutes from 00:00 of the day of waking, and back.

A night belongs to the date of waking. Waking and getting up are of that day; going to bed and
trying to sleep are the last such time before it, so 23:15 is the evening before and 00:30 is not.
"""

import re
from collections.abc import Mapping

DAY = 24 * 60
NOON = 12 * 60
EVENING = ("sleep_bed", "sleep_tried")
MORNING = ("sleep_woke", "sleep_rise")
CLOCKS = (*EVENING, *MORNING)
LENGTHS = ("sleep_latency_min", "sleep_waso_min", "nap_min")
_TIME = re.compile(
    r"^(?P<hour>\d{1,2})(?:\s*(?:[:.,h]|\s)\s*(?P<minute>\d{1,2})?)?\s*(?P<half>[ap])?\.?m?\.?$"
)
_DIGITS = re.compile(r"^(\d{1,2})(\d{2})(?=\s*[ap]?\.?m?\.?$)")


def time_of_day(typed: str) -> int | None:
    """Minutes from 00:00 of "23:15", "23.15", "2315", "6", "6 h 30" or "11:15 pm"; else None."""
    words = _DIGITS.sub(r"\1:\2", typed.strip().lower())
    found = _TIME.match(words)
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute == 0:
        hour = 0
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def on_its_day(times: Mapping[str, int]) -> dict[str, float]:
    """Times of day (0 to 1439) placed on the evening before or on the day of waking."""
    ends = [times[name] for name in MORNING if name in times]
    until = min(ends, default=NOON)
    placed = {name: float(times[name]) for name in MORNING if name in times}
    for name in EVENING:
        if name in times:
            early = times[name] < until
            placed[name] = float(times[name] if early else times[name] - DAY)
    return placed


def clock(minutes: float) -> str:
    """Minutes from 00:00 as a time of day, as in "23:15"; -60 is 23:00 and 1440 is 00:00."""
    hours, rest = divmod(round(minutes) % DAY, 60)
    return f"{hours:02d}:{rest:02d}"
