"""Today: propose the day's few things, and keep what the person did with them."""

import hashlib
from dataclasses import dataclass
from datetime import date

from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.planning.history import History
from unspiral.planning.select import propose
from unspiral.records.facts import EVENT_KINDS, Event, Facts
from unspiral.records.plan import Plan, Withheld
from unspiral.records.triage import Decision
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.services.screening import decide
from unspiral.store.base import Applied

# what the buttons of Today write: act -> (event kind, allowed values)
ACTS = ("done", "not_today", "swapped", "made_worse", "rated", "settled")


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page of today is made from."""

    day: date
    decision: Decision
    plan: Plan | Withheld
    done: frozenset[str]
    to_settle: tuple[str, ...]
    bad_day: bool


def seeded(purpose: str, *inputs: object) -> Generator:
    """A generator whose draws follow from its purpose and inputs alone."""
    text = "\x1f".join([purpose, *(str(part) for part in inputs)])
    return Generator(PCG64(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")))


def plan_for(catalogue: Catalogue, facts: Facts, decision: Decision) -> Plan | Withheld:
    """The plan that follows from facts and the gate's decision; the same facts, the same plan."""
    profile = {name: answer.value for name, answer in facts.answers.items()}
    return propose(
        profile,
        History(facts.history, facts.events),
        None,
        catalogue,
        decision.clearance,
        facts.today,
        seeded("plan", facts.person, facts.today),
    )


def today(ctx: Context, person: str) -> Today:
    """Today's plan for the page, decided anew at every look."""
    decision = decide(ctx, person)
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    history = History(facts.history, facts.events)
    return Today(
        day=facts.today,
        decision=decision,
        plan=plan_for(ctx.catalogue, facts, decision),
        done=frozenset(e.subject for e in history.of("done") if e.local_date == facts.today),
        to_settle=_to_settle(ctx, history, facts.today),
        bad_day=history.bad_day(facts.today),
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
    event = Event(kind, technique, value, ctx.clock(), origin.local_date or facts.today)
    return write(ctx, person, "act", origin, events=(event,))


def bad_day(ctx: Context, person: str, origin: Origin) -> Applied:
    """Keep that today is a rough day; progress is held and the danger screen comes back."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    event = Event("bad_day", "day", "", ctx.clock(), origin.local_date or facts.today)
    return write(ctx, person, "act", origin, events=(event,))


def _to_settle(ctx: Context, history: History, today_: date) -> tuple[str, ...]:
    """Build items done on the last active day before today, not yet asked about."""
    build = {
        event.subject: event.local_date
        for event in history.of("done", before=today_)
        if (technique := ctx.catalogue.techniques.get(event.subject)) and technique.load
    }
    last = max(build.values(), default=None)
    asked = {e.subject for e in history.of("settled") if last and e.local_date > last}
    return tuple(sorted(s for s, day in build.items() if day == last and s not in asked))
