"""Today: propose the day's few things, and keep what the person did with them."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.planning.history import History
from unspiral.planning.select import propose
from unspiral.records.facts import EVENT_KINDS, OFFERED, Event, Facts
from unspiral.records.plan import Estimates, Plan, Withheld
from unspiral.records.triage import Decision
from unspiral.services import trial_answers
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.operations import Origin, write
from unspiral.services.screening import assessed, decide
from unspiral.services.setup import where
from unspiral.services.trial_runs import drawn_today
from unspiral.sessions.heat import pending_skin_check
from unspiral.store.base import Applied

# a diary day counts once any of these is noted
DAY_COUNTS = frozenset({"pain", "sleep_quality", "sleep_hours", "stress", "mood"})
ONE_DAY = timedelta(days=1)
ASKED_FOR_DAYS = 3  # so long "how was it next morning" is asked
# what the buttons of Today write; allowed values stand in EVENT_KINDS
LEG_FURTHER = "leg_further"  # of how it settled: pain went further down the leg
ACTS = ("done", "not_today", "swapped", "made_worse", "rated", "settled")


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page of today is made from. `words`: what the person wrote the day before."""

    day: date
    zone: str
    decision: Decision
    plan: Plan | Withheld
    done: frozenset[str]
    rated: frozenset[str]
    to_settle: tuple[str, ...]
    skin_check: str
    gap_days: int
    days_noted: int
    set_up_waits: bool
    words: tuple[str, ...]
    rough: bool


def seeded(purpose: str, *inputs: object) -> Generator:
    """A generator whose draws follow from its purpose and inputs alone."""
    text = "\x1f".join([purpose, *(str(part) for part in inputs)])
    return Generator(PCG64(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")))


def plan_for(
    catalogue: Catalogue, facts: Facts, decision: Decision, estimates: Estimates | None = None
) -> Plan | Withheld:
    """The plan that follows from facts and the gate's decision; the same facts, the same plan.

    `estimates`: finished fair tests by technique, worked out here when not given. The thing that
    a running test asks about stands beside the others, on its own days.
    """
    profile = {name: answer.value for name, answer in facts.answers.items()}
    return propose(
        profile,
        History(facts.history, facts.events),
        trial_answers.estimates(facts, catalogue) if estimates is None else estimates,
        catalogue,
        decision.clearance,
        facts.today,
        seeded("plan", facts.person, facts.today),
        tested=drawn_today(facts, catalogue, decision),
    )


def today(ctx: Context, person: str) -> Today:
    """Today's plan for the page, decided anew at every look."""
    decision = decide(ctx, person)
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
        yesterday = facts.today - timedelta(days=1)
        words = tuple(dict.fromkeys(t for day, t in tx.notes(yesterday) if day == yesterday))
    history = History(facts.history, facts.events)
    return Today(
        day=facts.today,
        zone=zone,
        decision=decision,
        plan=plan_for(ctx.catalogue, facts, decision),
        done=_today_of(history, "done", facts.today),
        rated=_today_of(history, "rated", facts.today),
        to_settle=_to_settle(ctx, history, facts.today),
        skin_check=pending_skin_check(facts.events, facts.now) or "",
        gap_days=_gap(facts),
        days_noted=len({r.local_date for r in facts.history if r.variable in DAY_COUNTS}),
        set_up_waits=where(ctx, person).screen is not None,
        words=words,
        rough=history.bad_day(facts.today),
    )


def act(
    ctx: Context, person: str, kind: str, technique: str, value: str, origin: Origin
) -> Applied:
    """Keep one tap on an item: done, not today, swapped, made worse, rated or settled.

    Raises BadInput for an unknown act, technique or value. Replays change nothing.
    """
    allowed = EVENT_KINDS[kind][1] if kind in ACTS else ()
    if technique not in ctx.catalogue.techniques or value not in allowed:
        raise BadInput("This button is not known here.", "Nothing was changed.", "Reload Today.")
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    day = _day_of(origin, facts.today)
    happened = [Event(kind, technique, value, ctx.clock(), day)]
    if value == LEG_FURTHER:  # as new leg pain does, it brings the danger screen back
        happened.append(Event("leg_pain_new", "leg", "", ctx.clock(), day))
    kept = write(ctx, person, "act", origin, events=(*offers(ctx, facts, day), *happened))
    if kept.outcome == "clash" and (kind == "made_worse" or value == LEG_FURTHER):
        # From an old page, whose press was used for something else: harm counts all the same.
        again = str(uuid5(NAMESPACE_URL, f"unspiral:{kind}:{technique}:{origin.op_id}"))
        write(ctx, person, "act", replace(origin, op_id=again), events=tuple(happened))
    return kept


def _day_of(origin: Origin, today_: date) -> date:
    """The day a tap counts for: that of its page, where that is today's or yesterday's.

    Mornings move a dose, a step a week. An older page, or a date that was made up, tells of no
    week that has passed: what is tapped now then counts for today.
    """
    day = origin.local_date or today_
    return day if today_ - ONE_DAY <= day <= today_ else today_


def offers(ctx: Context, facts: Facts, day: date) -> tuple[Event, ...]:
    """What today's plan named and the chance each had: once a day, with the first act of the day.

    Empty when it was kept already, when `day` is another day, and when nothing is planned.
    """
    known = any(e.kind == OFFERED and e.local_date == day for e in facts.events)
    if known or day != facts.today:
        return ()
    plan = plan_for(ctx.catalogue, facts, assessed(ctx, facts))
    items = plan.items if isinstance(plan, Plan) else ()
    return tuple(
        Event(OFFERED, item.technique, f"{item.probability:.3g}", ctx.clock(), day)
        for item in items
    )


def bad_day(ctx: Context, person: str, origin: Origin) -> Applied:
    """Keep that today is a rough day; progress is held and the danger screen comes back."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    day = origin.local_date or facts.today
    event = Event("bad_day", "day", "", ctx.clock(), day)
    return write(ctx, person, "act", origin, events=(*offers(ctx, facts, day), event))


def _today_of(history: History, kind: str, today_: date) -> frozenset[str]:
    return frozenset(event.subject for event in history.of(kind) if event.local_date == today_)


def _gap(facts: Facts) -> int:
    """Days since anything was told, noted or done; 0 when nothing ever was."""
    days = [reading.local_date for reading in facts.history]
    days += [event.local_date for event in facts.events]
    days += [answer.local_date for answer in facts.answers.values()]
    return max(0, (facts.today - max(days, default=facts.today)).days)


def _to_settle(ctx: Context, history: History, today_: date) -> tuple[str, ...]:
    """Build items done on the last active day before today, not yet asked about.

    After three days nobody can say how a morning was, so it is not asked any more.
    """
    since = today_ - timedelta(days=ASKED_FOR_DAYS)
    build = {
        event.subject: event.local_date
        for event in history.of("done", before=today_)
        if (technique := ctx.catalogue.techniques.get(event.subject))
        and technique.load
        and event.local_date >= since
    }
    last = max(build.values(), default=None)
    asked = {e.subject for e in history.of("settled") if last and e.local_date > last}
    return tuple(sorted(s for s, day in build.items() if day == last and s not in asked))
