"""One run of the sleep programme from its facts: opened, seven nights, weekly steps, its end."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from unspiral.planning.sleep_log import WEEK, Counted, Log, mood_stops
from unspiral.planning.sleep_week import (
    LONGEST_MIN,
    NIGHTS_TO_START,
    NIGHTS_TO_STEP,
    SHORT_SLEEP_MIN,
    STEP_MIN,
    Notes,
    asleep,
    decide,
    first_minutes,
)
from unspiral.records.facts import Event
from unspiral.records.problem import Reason
from unspiral.records.sleep import SleepKind, Week
from unspiral.screening.sleep_gate import NO_RESTART, is_safety_stop

MORE_AFTER_STOP_MIN = 60
KINDS: dict[str, SleepKind] = {"window": "window", "compression": "compression"}
How = Literal["", "own", "safety"]
# Asleep under 5 hours on average: never a window, so the run goes on as the gentler way.
SHORT_SLEEP = Reason("compression_only", "short_sleep")


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `minutes` is the time in bed it has come to; `how` says what ended it, if anything.

    "safety": a tap or a mood score; "own": the person stopped it. `after`: nights up to that day
    belong to a run before. `gentler`: why a window became compression on the way.
    """

    kind: SleepKind
    opened: date
    after: date | None = None
    started: date | None = None
    baseline: tuple[Counted, ...] = ()
    minutes: int = 0
    weeks: tuple[Week, ...] = ()
    finished: date | None = None
    kept: date | None = None
    ended: date | None = None
    how: How = ""
    why: tuple[Reason, ...] = ()
    gentler: tuple[Reason, ...] = ()

    @property
    def opened_as(self) -> SleepKind:
        """The kind the person opened."""
        return "window" if self.gentler else self.kind


@dataclass(frozen=True, slots=True)
class Replay:
    """The last run there was, or None, and the first day on which a start is allowed again."""

    run: Run | None = None
    again_from: date = date.min


def replay(log: Log) -> Replay:
    """All runs from the first event to today; the last one is what stands."""
    state = Replay()
    for day, event in log.events:
        state = _after(state, day, event, log)
    return _advance(state, log, log.facts.today)


def _after(state: Replay, day: date, event: Event, log: Log) -> Replay:
    """The state once `event` of `day` has happened."""
    if is_safety_stop(event):
        state = _advance(state, log, day)
        what = event.subject if event.kind == "sleep_week" else "fought_sleep"
        return _stopped(state, day, (Reason("stopped", what),))
    if event.kind != "sleep_programme":
        return state
    state = _advance(state, log, day)
    if event.value == "started" and event.subject in KINDS:
        return _opened(state, day, KINDS[event.subject])
    run = state.run
    if run is None or run.ended is not None:
        return state
    if event.value == "finished" and run.started is not None and run.finished is None:
        return replace(state, run=replace(run, finished=day))
    if event.value == "own_choice" and run.finished is not None and run.kept is None:
        return replace(state, run=replace(_grown(run, day), kept=day))
    if event.value == "stopped":
        return replace(state, run=replace(run, ended=day, how="own"))
    return state


def _opened(state: Replay, day: date, kind: SleepKind) -> Replay:
    """A start: left aside while the same one goes on, or within 14 days after a stop for safety.

    A new run never rests on nights of the run before, so no one gets shorter by starting often.
    """
    run = state.run
    going_on = run is not None and run.ended is None and run.finished is None
    if day < state.again_from or (going_on and run is not None and run.opened_as == kind):
        return state
    after = None
    if run is not None:
        after = (run.ended or day) if run.started else run.after
    return replace(state, run=Run(kind, day, after))


def _stopped(state: Replay, day: date, why: tuple[Reason, ...]) -> Replay:
    """A stop for safety: a run ends, and nothing starts for 14 days, also when none was on."""
    run = state.run
    if run is not None and run.ended is None:
        run = replace(run, ended=day, how="safety", why=why)
    return Replay(run, max(state.again_from, day + NO_RESTART))


def _advance(state: Replay, log: Log, until: date) -> Replay:
    """The run carried on to `until`: its start, its weekly steps, and what mood scores stop."""
    run = state.run
    if run is None or run.ended is not None:
        return state
    stops = mood_stops(log.moods, run.opened)
    stop = min((day for day in stops if day <= until), default=None)
    run = _stepped(run, log, until if stop is None else stop)
    if stop is not None and run.ended is None:
        return _stopped(replace(state, run=run), stop, (Reason("stopped", stops[stop]),))
    return replace(state, run=run)


def _stepped(run: Run, log: Log, until: date) -> Run:
    if run.started is None:
        run = _begun(run, log, until)
    while run.started is not None and run.ended is None:
        on = run.started + (len(run.weeks) + 1) * WEEK
        if on > until or (run.finished is not None and on > run.finished):
            break
        run = _step(run, log, on)
    return run


def _begun(run: Run, log: Log, until: date) -> Run:
    """The run with its start, on the first day with 7 valid nights on which nothing stood."""
    known = {c.known for c in log.counted if c.known > run.opened}
    for day in sorted({run.opened, *known}):
        nights = log.recent(day, run.after)[-NIGHTS_TO_START:] if day <= until else ()
        if len(nights) < NIGHTS_TO_START or log.stands(day):
            continue
        said = [c.metrics for c in nights]
        if asleep(said) < SHORT_SLEEP_MIN:
            run = _gentler(run)
        minutes = first_minutes(run.kind, said)
        return replace(run, started=day, baseline=nights, minutes=minutes)
    return run


def _step(run: Run, log: Log, on: date) -> Run:
    nights = log.week(on)
    notes = Notes(nights, log.holds(on), log.asked(on, NIGHTS_TO_STEP), log.sleepy(on))
    before = run.weeks[-1] if run.weeks else run.minutes
    if len(nights) >= NIGHTS_TO_STEP and asleep(nights) < SHORT_SLEEP_MIN:
        run = _gentler(run)
    week = decide(run.kind, len(run.weeks) + 1, on, before, notes)
    return replace(run, weeks=(*run.weeks, week), minutes=week.after_min)


def _gentler(run: Run) -> Run:
    """The same run as compression; one that is so already stays as it is."""
    if run.kind == "compression":
        return run
    return replace(run, kind="compression", gentler=(SHORT_SLEEP,))


def _grown(run: Run, today: date) -> Run:
    """A finished run with 15 minutes more for each whole week since, until the person keeps it."""
    if run.finished is None or run.kept is not None:
        return run
    weeks = (today - run.finished) // WEEK
    return replace(run, minutes=max(run.minutes, min(run.minutes + weeks * STEP_MIN, LONGEST_MIN)))


def minutes_today(run: Run, today: date) -> int:
    """Minutes in bed for the coming night; 0 when none is asked of the person."""
    if run.started is None or run.how == "own":
        return 0
    if run.ended is not None:
        return _grown(run, run.ended).minutes + MORE_AFTER_STOP_MIN
    return _grown(run, today).minutes


def next_day(run: Run, today: date) -> date | None:
    """The day of the next weekly step of a run that goes on."""
    if run.started is None or run.ended is not None or run.kept is not None:
        return None
    first = run.finished or run.started
    weeks = (today - first) // WEEK
    return first + (weeks + 1) * WEEK
