"""Two minutes of comfort: what comes first, and which one fits where it is better."""

from dataclasses import dataclass
from datetime import date

from unspiral.planning.ease import PLACES, choose
from unspiral.planning.history import History
from unspiral.records.plan import Withheld
from unspiral.records.triage import Decision
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.screening import assessed


@dataclass(frozen=True, slots=True)
class Ease:
    """What may be offered now: `chosen` is a technique id, or why there is none."""

    decision: Decision
    chosen: str | Withheld
    day: date
    zone: str
    set_up: bool
    rough: bool


def made_worse(ctx: Context, person: str) -> frozenset[str]:
    """The techniques this person said made them worse: never offered again unasked."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    history = History(facts.history, facts.events)
    return frozenset(name for name in ctx.catalogue.techniques if history.made_worse(name))


def offer(ctx: Context, person: str, place: str = "") -> Ease:
    """The comfort for `place`, decided anew at every look. Reads only; other places count as "".

    Withheld while the danger screen is not answered, in an emergency, and when all that fits made
    this person worse.
    """
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    decision = assessed(ctx, facts)
    history = History(facts.history, facts.events)
    rough = history.bad_day(facts.today)
    chosen = choose(
        place if place in PLACES else "",
        {name: answer.value for name, answer in facts.answers.items()},
        history,
        ctx.catalogue,
        decision.clearance,
        facts.today,
    )
    return Ease(decision, chosen, facts.today, zone, "birth_year" in facts.answers, rough)
