"""A data folder with a year of one person's diary, kept as the check-in keeps it: 730 entries."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.bootstrap import opened
from unspiral.records.facts import Answer, Value
from unspiral.screening.asking import DANGER, FOUR, covered
from unspiral.services import insights
from unspiral.services.checkins import Draft, record
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.settings import Settings

DAYS = 365
CARRY = 0.4  # how much of a day's distance from its middle stays to the next
SCREENS = (DANGER, *FOUR, "health", "medicines")
MORNING, EVENING = 8, 20
# variable -> (middle, usual swing, highest, hour)
ITEMS = {
    "sleep_quality": (5.0, 2.0, 10, MORNING),
    "sleep_hours": (6.5, 1.0, 14, MORNING),
    "pain_morning": (4.0, 1.8, 10, MORNING),
    "pain": (4.5, 1.8, 10, EVENING),
    "stress": (4.0, 2.0, 10, EVENING),
    "anxiety": (4.0, 2.0, 10, EVENING),
    "mood": (6.0, 1.8, 10, EVENING),
    "activity_minutes": (40.0, 20.0, 300, EVENING),
}


def make(folder: Path) -> None:
    """Set the person up, write both halves of each day, and work out what the diary says."""
    with opened(Settings(folder)) as (ctx, person):
        today = _set_up(ctx, person)
        values = _values(Generator(PCG64(7)))
        for n in range(DAYS):
            day = today - timedelta(days=DAYS - n)
            for hour in (MORNING, EVENING):
                _half(ctx, person, day, hour, {name: one[n] for name, one in values.items()})
        insights.refresh(ctx, person)


def _set_up(ctx: Context, person: str) -> date:
    """Every danger screen clear, so that Today has its plan."""
    now = ctx.clock()
    with ctx.store.read(person) as tx:
        today = facts_now(ctx, tx).today
    told: dict[str, Value] = dict.fromkeys(covered(SCREENS, ctx.catalogue), "no")
    told |= {"birth_year": 1980, "pregnant": "no", "country": "IE", "zone": "UTC"}
    answers = tuple(Answer(name, value, now, today) for name, value in told.items())
    write(ctx, person, "setup", Origin(), answers=answers)
    return today


def _values(rng: Generator) -> dict[str, list[str]]:
    """Whole answers that carry over from day to day, as typed."""
    found = {}
    for name, (middle, swing, highest, _) in ITEMS.items():
        level, days = 0.0, []
        for _ in range(DAYS):
            level = CARRY * level + rng.normal() * (1 - CARRY**2) ** 0.5
            days.append(str(int(np.clip(round(middle + swing * level), 0, highest))))
        found[name] = days
    return found


def _half(ctx: Context, person: str, day: date, hour: int, values: dict[str, str]) -> None:
    told = {name: value for name, value in values.items() if ITEMS[name][3] == hour}
    at = datetime.combine(day, time(hour), UTC)
    done = record(ctx, person, Draft(day, told), Origin(zone="UTC", local_date=day, at=at))
    if done.problems or done.applied is None:
        raise RuntimeError(f"{day}: {done.problems}")
