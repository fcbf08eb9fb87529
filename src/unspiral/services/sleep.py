"""The sleep programme: its state as the pages need it, and its verbs.

Verbs write answers and events through the one door. What the programme comes to is stored
nowhere: it is worked out from all of them each time (planning/sleep_window.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from unspiral.diary.sleep import metrics, nights
from unspiral.errors import Refused
from unspiral.planning import sleep_window
from unspiral.records.facts import DIARY, Answer, Event, Facts
from unspiral.records.sleep import Night, NightMetrics, Programme, SleepGate, SleepKind
from unspiral.records.triage import Decision
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.screening import (
    Help,
    assessed,
    dark_thoughts,
    help_before,
    record_screen,
)
from unspiral.store.base import Applied

MIND, DARK = "sleep_mind", "dark"
RISE = "sleep_rise_goal"
SUBJECT = "programme"
WEEKLY = ("fall", "energy", "sleepy")  # asked once a week, yes or no
OWN_HOLD = "own"
WEEK, EARLY = timedelta(days=7), timedelta(days=1)
HOLDS = ("illness", "travel", "medicine")  # each holds the step of its week
# While it collects or runs, each morning asks for the night and whether somebody fought sleep.
ASKS = frozenset({"collecting", "running", "held", "paused"})


@dataclass(frozen=True, slots=True)
class SleepNow:
    """All that the pages show: the state, what is still to be asked, and the nights noted.

    Only the person's own diary is shown here, as only it counts (safety page, H18).
    """

    facts: Facts
    zone: str
    decision: Decision
    gate: SleepGate
    programme: Programme
    nights: tuple[Night, ...]
    help: Help

    @property
    def counted(self) -> tuple[NightMetrics, ...]:
        """What each night adds up to, oldest first."""
        return tuple(metrics(night) for night in self.nights)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a morning asks for the programme: the sleep diary, and whether somebody fought sleep."""

    diary: bool
    fought: bool


def look(ctx: Context, person: str) -> SleepNow:
    """The programme as it stands now. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    decision = assessed(ctx, facts)
    return SleepNow(
        facts=facts,
        zone=zone,
        decision=decision,
        gate=sleep_window.gate(facts, decision, ctx.catalogue),
        programme=sleep_window.programme(facts, decision, ctx.catalogue),
        nights=nights(r for r in facts.history if r.source == DIARY),
        help=help_before(decision),
    )


def asked(ctx: Context, facts: Facts) -> Asked:
    """What is asked now. The clock times are asked only while the programme collects or runs."""
    found = sleep_window.programme(facts, assessed(ctx, facts), ctx.catalogue)
    runs = found.state in ASKS
    return Asked(diary=runs, fought=runs or (found.state == "finished" and found.window_min > 0))


def fought_on(facts: Facts, day: date) -> str:
    """The last answer about `day` to whether somebody fought sleep; "" when there is none."""
    told = [e for e in facts.events if e.kind == "fought_sleep" and e.local_date == day]
    return max(told, key=lambda event: event.at).value if told else ""


def week_of(now: SleepNow) -> date | None:
    """The day of the weekly step that answers of today count for: today's own, or the next."""
    found = now.programme
    if found.state not in ("running", "held"):
        return None
    if found.decision is not None and found.decision.on == now.facts.today:
        return now.facts.today
    return found.next_step


def weekly_missing(now: SleepNow) -> tuple[str, ...]:
    """Weekly questions without an answer in the week of the coming step, or of today's."""
    on = week_of(now)
    if on is None:
        return ()
    told = {
        event.subject
        for event in now.facts.events
        if event.kind == "sleep_week" and on - WEEK < event.local_date <= on
    }
    return tuple(name for name in WEEKLY if name not in told)


def week_open(now: SleepNow) -> bool:
    """True on the day of a step and the day before, while a weekly question has no answer."""
    on = week_of(now)
    return on is not None and on - now.facts.today <= EARLY and bool(weekly_missing(now))


def calls_for_help(screen_id: str, chosen: Iterable[str]) -> bool:
    """Whether what was ticked asks for people before all else."""
    return screen_id == MIND and DARK in chosen


def answer(
    ctx: Context, person: str, screen_id: str, chosen: tuple[str, ...], origin: Origin
) -> Decision:
    """Keep one screen of the programme's questions. Raises BadInput, with nothing stored.

    A tick on thoughts of dying opens that path, as item 9 of a questionnaire does.
    """
    decision = record_screen(ctx, person, screen_id, chosen, origin)
    if not calls_for_help(screen_id, chosen):
        return decision
    return dark_thoughts(ctx, person, "item9", _beside(origin, "dark"))


def choose_rise(ctx: Context, person: str, minutes: int, origin: Origin) -> Applied:
    """Keep the one time to get up, in minutes from 00:00."""
    screen = ctx.catalogue.screens[RISE]
    at, day = _when(ctx, person, origin)
    held = Answer(RISE, minutes, at, day, RISE, screen.version)
    return write(ctx, person, "setup", origin, answers=(held,))


def begin(ctx: Context, person: str, kind: SleepKind, origin: Origin) -> Applied:
    """Open the programme: 7 diary nights, then the window or the gentler way.

    Raises Refused when the gate does not offer `kind` now; then nothing is stored.
    """
    now = look(ctx, person)
    offers = now.gate.offers
    cleared = now.decision.clearance
    if offers == "none" or (kind == "window" and offers != "window"):
        raise Refused("This is not offered now.", "Nothing was changed.", "See why on its page.")
    if cleared is None or not cleared.covers("programme"):
        raise Refused("This is closed for now.", "Nothing was changed.", "See why on its page.")
    return _event(ctx, person, kind, "started", origin)


def stop(ctx: Context, person: str, origin: Origin) -> Applied:
    """Stop it: one press, on any day, at any level."""
    return _event(ctx, person, SUBJECT, "stopped", origin)


def finish(ctx: Context, person: str, origin: Origin) -> Applied:
    """Sleep is good enough for the person: no more steps down, 15 minutes more a week."""
    return _event(ctx, person, SUBJECT, "finished", origin)


def keep_length(ctx: Context, person: str, origin: Origin) -> Applied:
    """The time in bed it has grown to is the person's own choice: it stays."""
    return _event(ctx, person, SUBJECT, "own_choice", origin)


def hold(ctx: Context, person: str, origin: Origin) -> Applied:
    """Leave the step of this week aside."""
    at, day = _when(ctx, person, origin)
    return write(ctx, person, "act", origin, events=(Event("sleep_hold", OWN_HOLD, "", at, day),))


def week(
    ctx: Context, person: str, told: Mapping[str, str], holds: Iterable[str], origin: Origin
) -> Applied:
    """Keep the weekly answers: yes or no to each of `WEEKLY`, and what of `HOLDS` there was.

    The id follows from what was pressed: sent twice it is kept once, and a changed answer is kept
    as well, so that a fall told after "no" is never lost.
    """
    at, day = _when(ctx, person, origin)
    held = sorted({*holds})
    events = [Event("sleep_week", name, told[name], at, day) for name in WEEKLY if name in told]
    events += [Event("sleep_hold", name, "", at, day) for name in HOLDS if name in held]
    kept = _beside(origin, f"week:{sorted(told.items())}:{held}")
    return write(ctx, person, "act", kept, events=tuple(events))


def lay_down(ctx: Context, person: str, origin: Origin) -> Applied:
    """Keep that somebody lay down on the covers for their back: no sleep, and no nap."""
    at, day = _when(ctx, person, origin)
    return write(ctx, person, "act", origin, events=(Event("lay_down", "bed", "", at, day),))


def _event(ctx: Context, person: str, subject: str, value: str, origin: Origin) -> Applied:
    """One event, under an id of its verb: an old page with another press never stands in its way.

    Pressed twice it is kept once.
    """
    at, day = _when(ctx, person, origin)
    event = Event("sleep_programme", subject, value, at, day)
    return write(ctx, person, "act", _beside(origin, f"{value}:{subject}"), events=(event,))


def _when(ctx: Context, person: str, origin: Origin) -> tuple[datetime, date]:
    """The moment and the diary day of a write."""
    at = origin.at or ctx.clock()
    if origin.local_date is not None:
        return at, origin.local_date
    with ctx.store.read(person) as tx:
        return at, facts_now(ctx, tx, at).today


def _beside(origin: Origin, what: str) -> Origin:
    """`origin` for a second write of the same form; sent again it is the same one."""
    name = f"unspiral:sleep:{what}:{origin.op_id}"
    op_id = str(uuid5(NAMESPACE_URL, name)) if origin.op_id else ""
    return replace(origin, op_id=op_id, base_version=None)
