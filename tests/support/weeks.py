"""Made-up diaries of some days, written by the one door, for the week in review."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from unspiral.records.facts import Event, Reading
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write

# variable -> (middle, how far a day may lie from it, hour of the answer)
ITEMS: Mapping[str, tuple[float, int, int]] = {
    "sleep_quality": (5, 2, 8),
    "pain": (4, 2, 20),
    "stress": (5, 3, 20),
    "anxiety": (3, 2, 20),
    "mood": (6, 2, 20),
    "activity_minutes": (40, 25, 20),
}


def readings(last: date, days: int, without: frozenset[int] = frozenset()) -> tuple[Reading, ...]:
    """Every item on each of the `days` up to `last`; `without` are days back that were skipped."""
    kept = [back for back in range(days) if back not in without]
    return tuple(_reading(name, last - timedelta(days=back)) for back in kept for name in ITEMS)


def note(ctx: Context, person: str, *what: Reading | Event) -> date:
    """Keep readings and events as one entry; the diary day it was done on."""
    with ctx.store.read(person) as tx:
        today = facts_now(ctx, tx).today
    told = tuple(one for one in what if isinstance(one, Reading))
    happened = tuple(one for one in what if isinstance(one, Event))
    write(ctx, person, "checkin", Origin(), readings=told, events=happened)
    return today


def event(kind: str, subject: str, value: str, day: date) -> Event:
    """Something that happened on the evening of `day`."""
    return Event(kind, subject, value, _at(day, 20), day)


def _reading(name: str, day: date) -> Reading:
    middle, swing, hour = ITEMS[name]
    value = middle + (day.toordinal() * 3 + len(name)) % (2 * swing + 1) - swing
    at = _at(day, hour)
    return Reading(name, float(value), at, at, day, answered_at=at)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)
