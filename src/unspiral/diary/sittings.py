"""When answers were given: which of them may carry an arrow, and whether a diary has two halves.

A night answered before 14:00 and evening items answered after 16:00 of the same diary day are
two sittings. An answer more than 36 h late still counts for level, never for day-to-day pairs.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from unspiral.records.estimate import Sittings
from unspiral.records.facts import Reading

NIGHT_BY = time(14)
EVENING_FROM = time(16)
DAY_ENDS = time(4)
LATE = timedelta(hours=36)
ONE_SITTING = timedelta(hours=2)
TWO_NEEDS_SHARE = 0.5


def local_time(reading: Reading) -> datetime | None:
    """When it was answered, as wall time in the reading's own zone; None when not known."""
    if reading.answered_at is None:
        return None
    if reading.answered_at.tzinfo is None:
        return reading.answered_at
    try:
        zone = ZoneInfo(reading.zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return reading.answered_at.astimezone(zone).replace(tzinfo=None)


def too_late(answered: datetime | None, day: date, night: bool) -> bool:
    """True when an answer for `day` came more than 36 h after its half of the day was over."""
    if answered is None:
        return False
    due = datetime.combine(day, NIGHT_BY) if night else _end_of(day)
    return answered - due > LATE


def rule_kept(night: datetime, evening: datetime, day: date) -> bool:
    """True when both halves of `day` were answered in their own time of that diary day."""
    return night < datetime.combine(day, NIGHT_BY) and datetime.combine(
        day, EVENING_FROM
    ) <= evening < _end_of(day)


def decide(nights: Mapping[date, datetime], evenings: Mapping[date, datetime]) -> Sittings:
    """Two sittings when at least half of the days with both halves timed keep the rule."""
    both = sorted(nights.keys() & evenings.keys())
    kept = sum(rule_kept(nights[day], evenings[day], day) for day in both)
    return "two" if both and kept >= TWO_NEEDS_SHARE * len(both) else "one"


def night_carries(night: datetime | None, evening: datetime | None, day: date) -> bool:
    """May the night of `day` carry an arrow to that evening? Not when both came together."""
    return night is None or evening is None or rule_kept(night, evening, day)


def evening_carries(evening: datetime | None, next_night: datetime | None, day: date) -> bool:
    """May the evening of `day` carry an arrow to the night after it? Not when filled in late,
    together with that night."""
    if evening is None or next_night is None or evening < _end_of(day):
        return True
    return abs(next_night - evening) >= ONE_SITTING


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), DAY_ENDS)
