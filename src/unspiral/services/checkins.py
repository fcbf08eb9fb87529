"""The check-in: keep one half of a day, ask "New or worse?", and say what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from unspiral.diary.checkin import Draft, accept, usual
from unspiral.diary.night_entry import CLOCKS
from unspiral.records.facts import Answer, Event
from unspiral.records.problem import Problem
from unspiral.records.triage import Decision
from unspiral.services.context import Context, today_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.screening import decide, record_screen
from unspiral.store.base import Applied

BACKFILL_DAYS = 14
PRESET = ("sleep_hours", "activity_minutes")
FOUGHT = ("no", "yes", "not_driving")  # "Fought sleep driving, at work or a hot stove?"

__all__ = [
    "Draft",
    "HalfDay",
    "Recorded",
    "Versions",
    "other_versions",
    "presets",
    "recent_days",
    "record",
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a check-in. `applied` None: nothing was stored, see `problems`.

    `future`: kept and marked, not used in plans. `decision`: the gate's word after the entry.
    """

    applied: Applied | None
    problems: tuple[Problem, ...]
    decision: Decision | None = None
    future: bool = False


@dataclass(frozen=True, slots=True)
class Versions:
    """One variable of a day that was noted more than once: what shows, and the others."""

    variable: str
    shown: float
    others: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One day of the grid: which halves are noted."""

    day: date
    morning: bool
    evening: bool


def record(
    ctx: Context,
    person: str,
    draft: Draft,
    origin: Origin | None = None,
    new_or_worse: tuple[str, ...] | None = None,
    own_names: Mapping[str, str] | None = None,
    fought: str = "",
) -> Recorded:
    """Keep `draft` in one operation; nothing is stored when it has a problem.

    `new_or_worse`: the chips ticked in the evening line, ("none",) for None, and None when the
    line was not shown. `own_names`: what the person calls own factors, by variable. `fought`: the
    answer to the one question of a programme morning. When this returns, what it says was stored
    has been flushed.
    """
    origin = origin or Origin()
    at = origin.at or ctx.clock()
    with ctx.store.read(person) as tx:
        zone = origin.zone or zone_of(tx)
        today = today_now(ctx, tx)
    readings, problems = accept(draft, ctx.catalogue.variables, at, zone)
    kept = Origin(origin.op_id, zone, draft.day, origin.base_version, at)
    # A ticked danger sign is kept even when another field is wrong: it cannot wait for a retry.
    decision = (
        _screen(ctx, person, kept, new_or_worse) if _may_screen(problems, new_or_worse) else None
    )
    told = _fought(fought, at, draft.day)
    if problems:
        _keep_alone(ctx, person, kept, told)
        return Recorded(None, problems, decision)
    names = tuple(
        Answer(f"{variable}_name", name, at, draft.day, variable)
        for variable, name in (own_names or {}).items()
    )
    applied = write(ctx, person, "checkin", kept, names, readings, told, note=draft.note)
    if applied.outcome == "clash":
        _keep_alone(ctx, person, kept, told)
    return Recorded(applied, (), decision or decide(ctx, person), draft.day > today)


def _may_screen(problems: tuple[Problem, ...], chosen: tuple[str, ...] | None) -> bool:
    return chosen is not None and (not problems or chosen != ("none",))


def _screen(ctx: Context, person: str, origin: Origin, chosen: tuple[str, ...] | None) -> Decision:
    """Keep the evening line under an id of its own, so that sending it again changes nothing."""
    screen = _under_another_id(origin, "new-or-worse", ",".join(sorted(chosen or ())))
    return record_screen(ctx, person, "new_or_worse", chosen or (), screen)


def _under_another_id(origin: Origin, what: str, said: str = "") -> Origin:
    """`origin` for a second write of the same form; its id follows from what was pressed."""
    name = f"unspiral:{what}:{origin.op_id}:{said}"
    op_id = str(uuid5(NAMESPACE_URL, name)) if origin.op_id else ""
    return Origin(op_id, origin.zone, origin.local_date, None, origin.at)


def _keep_alone(ctx: Context, person: str, origin: Origin, told: tuple[Event, ...]) -> None:
    """Keep a yes about sleepiness though the form itself could not be: it may not wait."""
    if any(event.value == "yes" for event in told):
        write(ctx, person, "checkin", _under_another_id(origin, "fought"), events=told)


def _fought(answer: str, at: datetime, day: date) -> tuple[Event, ...]:
    """The answer of a programme morning; nothing when the question was not answered."""
    return (Event("fought_sleep", "morning", answer, at, day),) if answer in FOUGHT else ()


def other_versions(ctx: Context, person: str, day: date) -> tuple[Versions, ...]:
    """What two devices noted differently about `day`; both are kept, the newest shows."""
    found = []
    with ctx.store.read(person) as tx:
        for name in sorted({r.variable for r in tx.readings(since=day, until=day)}):
            listed = tx.reading_versions(day, name)
            shown = [one.reading.value for one in listed if one.current]
            others = [v.reading.value for v in listed if not v.current]
            if shown and any(v.conflict for v in listed) and set(others) - set(shown):
                found.append(Versions(name, shown[0], tuple(dict.fromkeys(others))))
    return tuple(found)


def presets(ctx: Context, person: str, day: date) -> dict[str, float]:
    """The person's usual hours asleep and active minutes, for the form."""
    with ctx.store.read(person) as tx:
        history = tx.readings(variables=PRESET)
        told = tx.answers().get("sleep_usual_hours")
    found = {name: usual(history, name, day) for name in PRESET}
    if found["sleep_hours"] is None and told is not None:
        found["sleep_hours"] = float(told.value)
    return {name: value for name, value in found.items() if value is not None}


def usual_night(ctx: Context, person: str, day: date) -> dict[str, float]:
    """The times of the last night noted before `day`, for the form: minutes from 00:00."""
    since = day - timedelta(days=BACKFILL_DAYS)
    with ctx.store.read(person) as tx:
        held = tx.readings(since=since, until=day - timedelta(days=1), variables=CLOCKS)
    last = max((reading.local_date for reading in held), default=None)
    return {reading.variable: reading.value for reading in held if reading.local_date == last}


def recent_days(ctx: Context, person: str) -> tuple[HalfDay, ...]:
    """The last 14 days, oldest first, with what is noted of each."""
    with ctx.store.read(person) as tx:
        today = today_now(ctx, tx)
        since = today - timedelta(days=BACKFILL_DAYS - 1)
        readings = tx.readings(since=since)
    halves = {
        (reading.local_date, ctx.catalogue.variables[reading.variable].sitting)
        for reading in readings
        if reading.variable in ctx.catalogue.variables
    }
    days = [since + timedelta(days=n) for n in range(BACKFILL_DAYS)]
    return tuple(HalfDay(d, (d, "morning") in halves, (d, "evening") in halves) for d in days)
