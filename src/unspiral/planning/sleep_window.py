"""The sleep programme: what may be offered, and its whole state, from facts alone.

Safety page, "Sleep programme"; evidence page, c.3 and c.5; docs/adr/0026-sleep-programme.md.
Pure. A decision of a gate that failed closes everything here, too.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from unspiral.catalogue.load import Catalogue
from unspiral.diary.sleep import MINUTE, zone_of
from unspiral.planning.sleep_log import WEEK, Counted, Log, once
from unspiral.planning.sleep_run import SHORT_SLEEP, Replay, Run, minutes_today, next_day, replay
from unspiral.planning.sleep_week import (
    NIGHTS_TO_START,
    ROUNDED_TO_MIN,
    SHORT_SLEEP_MIN,
    asleep,
)
from unspiral.records.facts import Facts, Value
from unspiral.records.problem import Reason
from unspiral.records.sleep import Programme, ProgrammeState, SleepGate
from unspiral.records.triage import Decision, Level
from unspiral.screening.answers import effective
from unspiral.screening.rescreen import ASK_AGAIN, danger_asked, history_asked
from unspiral.screening.sleep_gate import OLD_FROM, apnoea_suspected, own_questions

RISE_GOAL = "sleep_rise_goal"
DAY_MIN = 1440
FIRST_WEEKS = timedelta(days=14)
HELD = frozenset({Level.EMERGENCY, Level.SAME_DAY, Level.WITHIN_DAYS})
CLOCK = Reason("held", "clock")
PAUSED = frozenset({Level.EMERGENCY, Level.SAME_DAY})
UNSTEADY = ("health_falls", "sleep_frail", "known_rf5")
DROWSY = ("med_opioid", "med_sedative", "med_gabapentinoid")


def gate(facts: Facts, decision: Decision, catalogue: Catalogue) -> SleepGate:
    """Which programme may be offered now, and why not more. Unknown offers nothing."""
    if _failed(decision):
        return SleepGate(neither=(Reason("rules_out", "gate_failed"),))
    log = Log(facts, catalogue, _held_from(facts, decision, catalogue))
    return _gate(log, decision, effective(facts, catalogue), replay(log))


def programme(facts: Facts, decision: Decision, catalogue: Catalogue) -> Programme:
    """The state of the programme on `facts.today`, for the coming night.

    Worked out anew each time: the order of facts and their replays change nothing, and nothing
    of it is stored. See `records.sleep` for what each state means.
    """
    if _failed(decision):
        return Programme(None, "paused", reasons=(Reason("level", Level.EMERGENCY.value),))
    log = Log(facts, catalogue, _held_from(facts, decision, catalogue))
    values = effective(facts, catalogue)
    back = replay(log)
    found = _gate(log, decision, values, back)
    lines = _safety_lines(values, catalogue)
    if back.run is None:
        return _nothing_yet(log, back, found, lines)
    state, reasons = _state(back.run, found, decision)
    return _told(log, back, state, reasons, lines)


def _failed(decision: Decision) -> bool:
    return any(reason.code == "gate_failed" for reason in decision.reasons)


def _held_from(facts: Facts, decision: Decision, catalogue: Catalogue) -> date | None:
    """Since when nothing may start or change, by what stands now; None when nothing does."""
    if decision.triage.level in HELD:
        signs = [f.since or facts.today for f in decision.triage.findings if f.level in HELD]
        return min(signs, default=facts.today)
    if decision.clearance is not None and decision.clearance.covers("standard"):
        return facts.today if CLOCK in decision.reasons else None
    asked = (danger_asked(facts, catalogue), history_asked(facts, catalogue))
    stale = [(at + ASK_AGAIN).date() for at in asked if at is not None]
    return min(*stale, facts.today) if stale else facts.today


def _gate(log: Log, decision: Decision, values: Mapping[str, Value], back: Replay) -> SleepGate:
    own = own_questions(log.facts, values, log.catalogue)
    nights = [c.metrics for c in log.recent(log.facts.today)[-NIGHTS_TO_START:]]
    short = len(nights) >= NIGHTS_TO_START and asleep(nights) < SHORT_SLEEP_MIN
    found = replace(
        own,
        compression_only=(*own.compression_only, *((SHORT_SLEEP,) if short else ())),
        waits=once((*_waits(log.facts, decision, back), *own.waits)),
    )
    covered = decision.clearance is not None and decision.clearance.covers("programme")
    if found.offers == "none" or covered:
        return found
    return replace(found, waits=(Reason("waits", "not_cleared"),))


def _waits(facts: Facts, decision: Decision, back: Replay) -> list[Reason]:
    found = []
    if decision.triage.level in HELD:
        found.append(Reason("waits", "level", {"level": decision.triage.level.value}))
    if CLOCK in decision.reasons:
        found.append(Reason("waits", "clock"))
    if back.again_from > facts.today:
        found.append(Reason("waits", "restart", {"from": back.again_from.isoformat()}))
    return found


def _state(
    run: Run, found: SleepGate, decision: Decision
) -> tuple[ProgrammeState, tuple[Reason, ...]]:
    """What stands today, and why: what happened, then answers, then level, then the nights."""
    if run.ended is not None:
        return "stopped", run.why
    ruled_out = found.neither
    if run.finished is None:
        asked = tuple(Reason("not_asked", name) for name in found.unanswered)
        # Short sleep alone stops no run: it goes on as the gentler way (sleep_run).
        gentler = tuple(r for r in found.compression_only if r != SHORT_SLEEP)
        ruled_out = (*ruled_out, *asked, *(gentler if run.kind == "window" else ()))
    if ruled_out:
        return "stopped", ruled_out
    if decision.triage.level in PAUSED:
        return "paused", (Reason("level", decision.triage.level.value),)
    if run.finished is not None:
        return "finished", ()
    if run.started is None:
        return "collecting", found.waits
    return ("held", found.waits) if found.waits else ("running", run.gentler)


def _nothing_yet(log: Log, back: Replay, found: SleepGate, lines: tuple[str, ...]) -> Programme:
    again = back.again_from if back.again_from > log.facts.today else None
    asked = tuple(Reason("not_asked", name) for name in found.unanswered)
    return Programme(
        kind=None,
        state="not_started",
        valid_nights=len(log.recent(log.facts.today)[-NIGHTS_TO_START:]),
        next_step=again,
        reasons=(*found.neither, *found.waits, *asked),
        safety_lines=lines,
    )


def _told(
    log: Log,
    back: Replay,
    state: ProgrammeState,
    reasons: tuple[Reason, ...],
    lines: tuple[str, ...],
) -> Programme:
    run, today = back.run, log.facts.today
    assert run is not None
    ended = run if run.ended is not None or state != "stopped" else replace(run, ended=today)
    minutes = 0 if state == "paused" else minutes_today(ended, today)
    rise = _rise(log.facts, run.baseline)
    return Programme(
        kind=run.kind,
        state=state,
        started=run.started,
        window_min=minutes,
        rise=rise if minutes else None,
        bed=_bed(log, rise, minutes) if rise is not None and minutes else None,
        week=len(run.weeks) + 1 if run.started is not None else 0,
        valid_nights=_count(log, run),
        next_step=_next(back, run, state, today),
        decision=run.weeks[-1] if run.weeks else None,
        reasons=reasons,
        safety_lines=tuple(dict.fromkeys((*_first_lines(run, state, today), *lines))),
        weeks=run.weeks,
        opened=run.opened,
    )


def _count(log: Log, run: Run) -> int:
    """Nights towards the start, or valid nights since the last step."""
    today = log.facts.today
    if run.started is None:
        return len(log.recent(today, run.after)[-NIGHTS_TO_START:])
    last = run.started + len(run.weeks) * WEEK
    return sum(last < c.night.day <= today for c in log.counted)


def _next(back: Replay, run: Run, state: ProgrammeState, today: date) -> date | None:
    if state == "stopped":
        return back.again_from if back.again_from > today else None
    return None if state == "paused" else next_day(run, today)


def _rise(facts: Facts, baseline: tuple[Counted, ...]) -> time | None:
    """One time to get up: the person's own choice, or the middle of the 7 nights, to 5 minutes."""
    goal = facts.value(RISE_GOAL)
    if isinstance(goal, (int, float)) and not isinstance(goal, bool) and 0 <= goal < DAY_MIN:
        return time(int(goal) // 60, int(goal) % 60)
    walls = []
    for counted in baseline:
        night = counted.night
        if night.rise is not None:
            got_up = night.rise.astimezone(zone_of(night.zone))
            walls.append(got_up.hour * 60 + got_up.minute)
    if not walls:
        return None
    minutes = ROUNDED_TO_MIN * round(median(walls) / ROUNDED_TO_MIN) % DAY_MIN
    return time(minutes // 60, minutes % 60)


def _bed(log: Log, rise: time, minutes: int) -> time:
    """When to go to bed tonight, on the wall clock of the last night's zone.

    In the night of a clock change it is the earlier of counting on the wall and counting real
    minutes, so that no night is shorter than asked for.
    """
    zone = zone_of(log.counted[-1].night.zone) if log.counted else zone_of("UTC")
    up = datetime.combine(log.facts.today + timedelta(days=1), rise, zone)
    on_the_wall = (up - minutes * MINUTE).astimezone(UTC)
    elapsed = up.astimezone(UTC) - minutes * MINUTE
    return min(on_the_wall, elapsed).astimezone(zone).time()


def _first_lines(run: Run, state: ProgrammeState, today: date) -> tuple[str, ...]:
    """What opens the first two weeks (evidence page, c.5), the days before, and a stop."""
    if state == "stopped" and run.how == "safety":
        return ("do_not_drive_sleepy",)
    if state not in ("collecting", "running", "held"):
        return ()
    if run.started is not None and today >= run.started + FIRST_WEEKS:
        return ()
    return ("sleepier_before_better", "do_not_drive_sleepy")


def _safety_lines(values: Mapping[str, Value], catalogue: Catalogue) -> tuple[str, ...]:
    """Codes of what stands first whatever the state; unknown counts as yes where it costs little.

    Falls at night: safety page, H27. Medicines: evidence page, c.4.
    """

    def told(names: tuple[str, ...]) -> bool:
        return any(values.get(name, "no") != "no" for name in names)

    age = values.get("age")
    unsteady = any(values.get(name) != "no" for name in UNSTEADY)
    found = {
        "do_not_drive_sleepy": told(("drowsy_driving",)),
        "sleep_test": apnoea_suspected(values, catalogue),
        "restless_legs_doctor": told(("sleep_restless_legs",)),
        "no_alcohol_with_it": told(("med_opioid", "med_sedative")),
        "ask_prescriber_never_stop": told(DROWSY),
        "lamp_and_clear_path": unsteady or not isinstance(age, (int, float)) or age >= OLD_FROM,
    }
    return tuple(line for line, stands in found.items() if stands)
