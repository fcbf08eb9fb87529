"""One week of a diary beside the week before: noted values and counts, and no judgement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from unspiral.catalogue.types import Variable
from unspiral.diary import panel
from unspiral.records.facts import Event, Reading

DAYS = 7
ENOUGH = 4  # noted days that a range needs; fewer are told one by one
NIGHTS = ("sleep_quality", "sleep_hours")
ITEMS = ("pain", "stress", "anxiety", "mood", "activity_minutes")
EVENTS = ("done", "rated", "bad_day")


@dataclass(frozen=True, slots=True)
class Spread:
    """Lowest, middle (median) and highest noted value, in the variable's unit."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Noted:
    """The noted values of one variable, one a day, oldest first."""

    values: tuple[float, ...] = ()

    @property
    def spread(self) -> Spread | None:
        """The range and the middle; None when fewer than 4 days are noted."""
        if len(self.values) < ENOUGH:
            return None
        return Spread(min(self.values), median(self.values), max(self.values))


@dataclass(frozen=True, slots=True)
class Sessions:
    """How many sessions were done, what was felt after them, and how many days were rough."""

    done: int = 0
    better: int = 0
    same: int = 0
    worse: int = 0
    rough_days: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """Seven diary days. `days` counts those with a value of any item of the review."""

    first: date
    last: date
    days: int
    items: Mapping[str, Noted]
    sessions: Sessions


@dataclass(frozen=True, slots=True)
class Review:
    """The seven diary days up to today, and the seven before. `items`: what stands in either."""

    items: tuple[str, ...]
    this: Week
    before: Week


def first_day(today: date) -> date:
    """The first diary day that a review on `today` looks at."""
    return today - timedelta(days=2 * DAYS - 1)


def review(
    readings: Iterable[Reading],
    events: Iterable[Event],
    variables: Mapping[str, Variable],
    today: date,
) -> Review:
    """The review on `today`. The order of readings and events does not matter.

    The night is its quality; hours asleep stand in where no quality was noted in both weeks.
    What lies outside the fourteen days, also in the future, is left aside.
    """
    start = first_day(today)
    values = panel.values_by_day(
        [one for one in readings if start <= one.local_date <= today],
        {name: variables[name] for name in (*NIGHTS, *ITEMS) if name in variables},
    )
    items = _shown(values)
    happened = [one for one in events if start <= one.local_date <= today]
    turn = today - timedelta(days=DAYS)
    return Review(
        items=items,
        this=_week(turn + timedelta(days=1), today, items, values, happened),
        before=_week(start, turn, items, values, happened),
    )


def _shown(values: Mapping[str, Mapping[date, float]]) -> tuple[str, ...]:
    night = next((name for name in NIGHTS if values.get(name)), "")
    return tuple(name for name in (night, *ITEMS) if values.get(name))


def _week(
    first: date,
    last: date,
    items: tuple[str, ...],
    values: Mapping[str, Mapping[date, float]],
    events: Iterable[Event],
) -> Week:
    noted = {
        name: Noted(tuple(v for day, v in sorted(values[name].items()) if first <= day <= last))
        for name in items
    }
    days = {day for name in items for day in values[name] if first <= day <= last}
    inside = [event for event in events if first <= event.local_date <= last]
    return Week(first, last, len(days), noted, _sessions(inside))


def _sessions(events: list[Event]) -> Sessions:
    def rated(how: str) -> int:
        return sum(event.kind == "rated" and event.value == how for event in events)

    return Sessions(
        done=sum(event.kind == "done" for event in events),
        better=rated("better"),
        same=rated("same"),
        worse=rated("worse"),
        rough_days=len({event.local_date for event in events if event.kind == "bad_day"}),
    )
