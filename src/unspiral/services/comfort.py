"""Comfort sessions that a device may keep: which ones, for whom, and until when.

Positions, breathing without holds, parking a worry, sound: no load, no heat. A person keeps what
the gate has cleared for them, at most a week. A build for nobody in particular has what is open to
somebody of whom nothing is known but that the danger screen was just answered with None; every
start asks it again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from unspiral.catalogue.dosed import uses_heat
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.ease import ONLY_OF_THE_PLAN
from unspiral.planning.history import History
from unspiral.records.facts import Answer, Facts
from unspiral.records.session import Script
from unspiral.records.triage import Clearance, Decision
from unspiral.screening import gate
from unspiral.screening.asking import DANGER
from unspiral.services.context import Context, facts_now, zone_of
from unspiral.services.screening import assessed
from unspiral.services.sessions import Session, Wanted, session_of

KEPT_FOR = timedelta(days=7)  # safety page, H17
EASE = Wanted(ease="any")  # two minutes, as it comes
FALLS = frozenset({"k5", "k10"})  # falls or unsteady, over 70
CALM = frozenset({"say", "rest", "breath"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What a device may keep for one person: nothing when comfort is not cleared."""

    clearance: Clearance | None
    sessions: tuple[Session, ...]

    @property
    def until(self) -> datetime | None:
        """The last moment at which the copy may be used."""
        return self.clearance.minted_at + KEPT_FOR if self.clearance else None


def for_person(ctx: Context, person: str) -> Kept:
    """What this person's device may keep now. The gate decides anew at every look. Reads only."""
    with ctx.store.read(person) as tx:
        facts, zone = facts_now(ctx, tx), zone_of(tx)
    return _kept(ctx.catalogue, facts, zone, assessed(ctx, facts))


def for_anybody(catalogue: Catalogue, now: datetime) -> Kept:
    """What a build without a person may hold: all cautions count as in force."""
    screen = catalogue.screens[DANGER]
    answers = {
        name: Answer(name, value, now, now.date(), DANGER, screen.version)
        for name, value in screen.none_sets.items()
    }
    facts = Facts(now, now.date(), answers)
    found = _kept(catalogue, facts, "", gate.assess(facts, catalogue))
    steady = tuple(one for one in found.sessions if not _needs_steadiness(one.technique))
    return replace(found, sessions=steady)


def keepable(technique: Technique) -> bool:
    """Calm enough to be done with nobody near: no load, no heat, no held breath."""
    breaths = [phase for step in technique.session for phase in step.phases]
    return (
        technique.scope == "comfort"
        and not technique.load
        and technique.gentle
        and technique.offer == "plan"
        and technique.status != "retired"
        and not uses_heat(technique)
        and {step.kind for step in technique.session} <= CALM
        and "hold" not in breaths
    )


def _needs_steadiness(technique: Technique) -> bool:
    """Done another way by who may fall: nobody is there to say which way it is done."""
    return any(use.caution in FALLS for use in technique.cautions)


def _kept(catalogue: Catalogue, facts: Facts, zone: str, decision: Decision) -> Kept:
    clearance = decision.clearance
    if clearance is None or not clearance.covers("comfort"):
        return Kept(None, ())
    # "Not today" speaks of a plan; what made somebody worse is left out as everywhere.
    events = tuple(event for event in facts.events if event.kind not in ONLY_OF_THE_PLAN)
    history = History(events=events)
    names = [item.id for item in catalogue.techniques.values() if keepable(item)]
    found = (
        session_of(catalogue, replace(facts, events=events), decision, name, EASE, zone)
        for name in names
        if not history.made_worse(name)
    )
    return Kept(clearance, tuple(one for one in found if one and isinstance(one.script, Script)))
