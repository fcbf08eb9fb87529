"""A tracking holiday: days on which nothing is asked for, and nothing is counted as missing.

Tracking can feed worry (safety page, H30), so a pause may be taken at any time, and is offered
after 8 weeks of noting. A holiday adds no values: what was not noted stays missing, never zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from unspiral.records.facts import DIARY, Event, Reading

STARTED, ENDED = "holiday_started", "holiday_ended"
KINDS = (STARTED, ENDED)
SUBJECT = "tracking"
MOST_DAYS = 183  # of a chosen length; an open one has no last day
OFFER_AFTER = timedelta(weeks=8)
OFFERED_DAYS = 7  # it stands there for a week, then not until 8 weeks later: no nagging
# "After 8 weeks of noting": these many of the last 56 days hold a noted value.
NOTED_DAYS = 28


@dataclass(frozen=True, slots=True)
class Holiday:
    """One pause. `last` is its last day, or None while it is open."""

    first: date
    last: date | None

    def holds(self, day: date) -> bool:
        """True when `day` lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def holidays(events: Iterable[Event]) -> tuple[Holiday, ...]:
    """All pauses that were taken, oldest first. Going back ends one on the day before."""
    found: list[Holiday] = []
    for event in sorted((e for e in events if e.kind in KINDS), key=lambda e: e.at):
        if found and found[-1].holds(event.local_date):
            before = found.pop()
            ended = Holiday(before.first, event.local_date - timedelta(days=1))
            if ended.last is not None and ended.last >= ended.first:
                found.append(ended)
        if event.kind == STARTED:
            found.append(Holiday(event.local_date, _last(event)))
    return tuple(found)


def on(events: Iterable[Event], day: date) -> Holiday | None:
    """The pause that `day` lies in."""
    return next((one for one in holidays(events) if one.holds(day)), None)


def back_today(events: Iterable[Event], today: date) -> bool:
    """True on the first day after a pause, or on the day it was ended."""
    told = tuple(events)
    ended = any(e.kind == ENDED and e.local_date == today for e in told)
    run_out = any(one.last == today - timedelta(days=1) for one in holidays(told))
    return (ended or run_out) and on(told, today) is None


def offer(readings: Iterable[Reading], events: Iterable[Event], today: date) -> bool:
    """True in the week after each 8 weeks of noting, when no pause was taken in them."""
    noted = {r.local_date for r in readings if r.source == DIARY and r.local_date <= today}
    since = today - OFFER_AFTER
    age = today - min(noted, default=today)
    due = age >= OFFER_AFTER and (age % OFFER_AFTER).days < OFFERED_DAYS
    recent = sum(day > since for day in noted) >= NOTED_DAYS
    taken = [one for one in holidays(events) if one.last is None or one.last > since]
    return due and recent and not taken


def _last(event: Event) -> date | None:
    """The chosen last day; anything that is not a day leaves the end open."""
    try:
        chosen = date.fromisoformat(event.value)
    except ValueError:
        return None
    return min(max(chosen, event.local_date), event.local_date + timedelta(days=MOST_DAYS))
