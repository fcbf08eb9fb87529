"""Look closer: body map, what the pain is like, lying down and nights, four areas, and patterns.

Every answer goes by `record_screen`, so that a line which opens a danger sign does so here as it
does everywhere. What the map means for the questions of set-up is written beside it, and only
where it changed: a leg that hurts as before is no new leg pain (docs/adr/0009-new-leg-pain.md).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from unspiral.assessment import patterns
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Screen
from unspiral.errors import BadInput
from unspiral.records.facts import Answer, Facts, Value
from unspiral.records.triage import Decision
from unspiral.screening.answers import effective
from unspiral.screening.recording import answers_of
from unspiral.screening.rescreen import answered_at, is_stale
from unspiral.services.context import Context, facts_now
from unspiral.services.operations import Origin, write
from unspiral.services.screening import assessed, decide, record_screen

BODY_MAP, NUMB, STRENGTH = "body_map", "body_numb", "body_strength"
PAIN, LYING = "pain_like", "pain_lying"
AREAS = ("area_body", "area_thoughts", "area_feelings", "area_surroundings", "area_clues")
TICKED = (BODY_MAP, NUMB, PAIN, LYING, *AREAS)
AT, STRONG = "at_", "strong_"
# A place on the map that this product is not about; each opens its danger questions.
ELSEWHERE = frozenset({"head", "chest", "belly", "arms"})
# What set-up asked, and the places of the map that answer it anew.
PLACES: Mapping[str, tuple[str, ...]] = {
    "place_low_back": ("at_low_back", "at_buttock_left", "at_buttock_right"),
    "place_mid_back": ("at_mid_back",),
    "place_neck": ("at_neck",),
    "place_leg_left": ("at_thigh_left", "at_lower_leg_left", "at_foot_left"),
    "place_leg_right": ("at_thigh_right", "at_lower_leg_right", "at_foot_right"),
}
BELOW_KNEE = ("below_knee_left", "below_knee_right")
NUMB_BELOW = (
    *("numb_lower_leg_left", "numb_lower_leg_right"),
    *("numb_foot_left", "numb_foot_right"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What is known for the pages: facts of now, the gate's word, and what patterns may say."""

    facts: Facts
    decision: Decision
    patterns: patterns.Result


def look(ctx: Context, person: str) -> Look:
    """Everything the pages of "Look closer" show. Reads only."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    decision = assessed(ctx, facts)
    return Look(
        facts, decision, patterns.read(decision, effective(facts, ctx.catalogue), ctx.catalogue)
    )


def is_answered(screen: Screen, facts: Facts) -> bool:
    """Whether a screen of ticks was answered, if only with None."""
    return screen.none_sets.keys() <= facts.answers.keys()


def ticked(screen: Screen, facts: Facts) -> tuple[str, ...]:
    """Ids of the lines that were ticked last."""
    return tuple(
        line.id
        for line in screen.choices
        if line.sets and all(facts.value(name) == value for name, value in line.sets.items())
    )


def places(catalogue: Catalogue, facts: Facts) -> tuple[str, ...]:
    """The marked places of the body that this product is about, in the order of the map."""
    found = ticked(catalogue.screens[BODY_MAP], facts)
    return tuple(place for place in found if place not in ELSEWHERE)


def lying_asks_first(ctx: Context, facts: Facts) -> bool:
    """Whether RF6 was never asked in full, or more than 28 days ago."""
    names = [question.id for question in ctx.catalogue.redflags[patterns.BEFORE_LYING].questions]
    return is_stale(answered_at(names, facts), facts)


def record(
    ctx: Context, person: str, screen_id: str, chosen: tuple[str, ...], origin: Origin
) -> Decision:
    """Keep one screen of ticks and what follows from it. Raises BadInput, with nothing stored."""
    decision = record_screen(ctx, person, screen_id, chosen, origin)
    if screen_id not in (BODY_MAP, NUMB):
        return decision
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    news = changed(facts)
    if not news:
        return decision
    said = json.dumps([origin.op_id, screen_id, news], sort_keys=True)
    op_id = str(uuid5(NAMESPACE_URL, f"unspiral:map:{said}")) if origin.op_id else ""
    _keep(ctx, facts, screen_id, news, replace(origin, op_id=op_id))
    return decide(ctx, person)


def record_strength(ctx: Context, person: str, strength: Mapping[str, int], origin: Origin) -> None:
    """Keep how strong the pain is, 0 to 10, in each of the marked places that were answered."""
    with ctx.store.read(person) as tx:
        facts = facts_now(ctx, tx)
    marked = set(places(ctx.catalogue, facts))
    if not strength.keys() <= marked or not all(0 <= n <= 10 for n in strength.values()):
        raise BadInput("Please use a number from 0 to 10.", "Your other answers are kept.", "")
    values: dict[str, Value] = {STRONG + place: n for place, n in strength.items()}
    if values:
        _keep(ctx, facts, STRENGTH, values, origin)


def changed(facts: Facts) -> dict[str, Value]:
    """What the map and the numb places make of the questions of set-up, where it differs."""
    said: dict[str, Value] = {
        name: _any(facts, sources)
        for name, sources in PLACES.items()
        if all(source in facts.answers for source in sources)
    }
    told = [name for name in (*BELOW_KNEE, *NUMB_BELOW) if name in facts.answers]
    if _any(facts, told) == "yes":
        said["leg_symptoms"] = "yes"
    elif len(told) == len(BELOW_KNEE) + len(NUMB_BELOW):
        said["leg_symptoms"] = "no"
    return {name: value for name, value in said.items() if facts.value(name) != value}


def _any(facts: Facts, names: Iterable[str]) -> str:
    return "yes" if any(facts.value(name) == "yes" for name in names) else "no"


def _keep(
    ctx: Context, facts: Facts, item: str, values: Mapping[str, Value], origin: Origin
) -> None:
    at = origin.at or ctx.clock()
    day = origin.local_date or facts.today
    version = ctx.catalogue.screens[item].version
    answers: tuple[Answer, ...] = answers_of(values, at, day, item, version)
    write(ctx, facts.person, "screen", replace(origin, base_version=None), answers=answers)
