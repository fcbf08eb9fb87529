"""A rough day as it stands: the lighter day, what eased it before, and when things go on."""

from dataclasses import dataclass
from datetime import date, timedelta

from unspiral.planning.history import HELD_DAYS, History
from unspiral.records.facts import Facts
from unspiral.records.plan import Plan, Withheld
from unspiral.services import flare_plan
from unspiral.services.context import Context
from unspiral.services.flare_plan import FlarePlan
from unspiral.services.plans import plan_for
from unspiral.services.screening import assessed


@dataclass(frozen=True, slots=True)
class RoughDay:
    """The own page for a flare, today's plan, and the first day on which progress goes on.

    `goes_on` is None while nothing is held.
    """

    flare: FlarePlan
    plan: Plan | Withheld
    goes_on: date | None


def read(ctx: Context, person: str) -> RoughDay:
    """All of it, decided anew at every look. Reads only."""
    found = flare_plan.read(ctx, person)
    decision = assessed(ctx, found.facts)
    return RoughDay(found, plan_for(ctx.catalogue, found.facts, decision), goes_on(found.facts))


def goes_on(facts: Facts) -> date | None:
    """The first day after today that nothing told so far holds back; None when none is held."""
    history = History(facts.history, facts.events)
    if not history.progress_held(facts.today):
        return None
    days = (facts.today + timedelta(days=n) for n in range(1, HELD_DAYS + 2))
    return next((day for day in days if not history.progress_held(day)), None)
