"""On which days a reminder comes, and at which moment: chosen, at most one a day, soon quiet.

A reminder says that the page is there and no more. It never speaks of exercise, pain or sleep,
and none comes while a danger sign is open, on a tracking holiday, or after five that nobody
answered (safety page, H20; privacy rule 3).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from unspiral.diary.holiday import Holiday

QUIET_AFTER = 5  # reminder days in a row without an entry or a tap
DAY_TURNS = time(4)  # the diary day turns at 04:00 local (decisions page, "Time")
FURTHEST_DAYS = 400  # how far ahead the five are looked for, past any holiday of a chosen length


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: the time on the person's own clock, their zone, and the day of the yes."""

    at: time
    zone: str
    since: date


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: the diary day it belongs to, and its moment in UTC."""

    day: date
    at: datetime


def coming(
    choice: Choice, last_here: date | None, holidays: Iterable[Holiday], today: date
) -> tuple[Reminder, ...]:
    """The reminders from `today` on that nothing stands against, oldest first.

    `last_here`: the last diary day with an entry or a tap. After it (or after the yes, when that
    is later) at most five days carry a reminder, so a file or feed that is never read again
    falls silent by itself. Days of a holiday carry none and are not counted.
    """
    last, pauses = _last(choice, last_here, today), tuple(holidays)
    days = list(_span(today, last, pauses))
    days += [day for day in _after(last, pauses) if day >= today]
    found = (at_moment(choice, day) for day in days)
    return tuple(Reminder(day, at) for day, at in zip(days, found, strict=True) if at)


def quiet(choice: Choice, last_here: date | None, holidays: Iterable[Holiday], today: date) -> bool:
    """True when five went unanswered, so that none comes until the person is back."""
    pauses = tuple(holidays)
    if any(one.holds(today) for one in pauses):
        return False
    five = _after(_last(choice, last_here, today), pauses)
    return bool(five) and five[-1] < today


def at_moment(choice: Choice, day: date) -> datetime | None:
    """The moment of the reminder of one diary day, in UTC.

    A time before 04:00 belongs to the night at the end of the diary day. A time that the clocks
    skip comes as much later (or earlier, to stay on its day) as they skip; a time they show twice
    comes the first time. None where the whole day does not exist, as at a moved date line.
    """
    zone = ZoneInfo(choice.zone)
    calendar = day if choice.at >= DAY_TURNS else day + timedelta(days=1)
    wall = datetime.combine(calendar, choice.at, zone)
    # The second reading is for a skipped 03:30 that would land after 04:00, on the next day.
    moments = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return next((at for at in moments if _diary_day(at, zone) == day), None)


def _diary_day(at: datetime, zone: ZoneInfo) -> date:
    return (at.astimezone(zone).replace(tzinfo=None) - timedelta(hours=DAY_TURNS.hour)).date()


def _last(choice: Choice, last_here: date | None, today: date) -> date:
    """The day from which five are counted; an entry dated ahead of today counts as today."""
    return min(max(choice.since, last_here or choice.since), today)


def _after(last: date, pauses: tuple[Holiday, ...]) -> list[date]:
    """The first five days after `last` that lie in no holiday; fewer before one without an end."""
    found: list[date] = []
    for day in _span(last + timedelta(days=1), last + timedelta(days=FURTHEST_DAYS), pauses):
        found.append(day)
        if len(found) == QUIET_AFTER:
            break
    return found


def _span(first: date, last: date, pauses: tuple[Holiday, ...]) -> Iterator[date]:
    day = first
    while day <= last:
        if not any(one.holds(day) for one in pauses):
            yield day
        day += timedelta(days=1)
