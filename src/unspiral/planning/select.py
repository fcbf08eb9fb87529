"""Today's few things: one to ease, one to build, one for the night, inside the minutes.

Inside each role, never across, a thing is drawn with a weight: what it may be worth to this person,
times the chance that they do it, times how it fits today (docs/adr/0022-ranking.md).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf, log

from numpy.random import Generator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.benefit import Expected, expected
from unspiral.planning.candidates import Candidate, candidates, is_new
from unspiral.planning.chance import of_doing
from unspiral.planning.day import SHORT_SECONDS, Day, kin
from unspiral.planning.dose import steps_of
from unspiral.planning.fit import fit
from unspiral.planning.history import History
from unspiral.planning.ladder import smallest, walks
from unspiral.planning.tested import beside, drawn_item
from unspiral.planning.through_day import moments
from unspiral.planning.why import reasons
from unspiral.records.facts import Value
from unspiral.records.plan import (
    Amount,
    DrawnToday,
    Estimates,
    Plan,
    PlanItem,
    Role,
    When,
    Withheld,
)
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance

KEPT_SECONDS = 60  # room kept for each place that is still to be filled
SHARPNESS = 5.0  # how much better things are preferred; the benchmark compares (docs/adr/0022)
LONG_SECONDS = 600  # from here on a minute of it is no first taste of the thing
LEAST_POINTS = 0.02  # so that nothing that may be offered ever has no chance at all

Weigh = Callable[["Offer"], float]


@dataclass(frozen=True, slots=True)
class Offer:
    """One candidate in the size that fits today, and what its weight is made of."""

    candidate: Candidate
    amount: Amount
    cost: int
    expected: float
    chance: float
    fit: float


def weight(offer: Offer) -> float:
    """Benefit, chance and fit as one number; twice as good has 32 times the chance."""
    return float((max(LEAST_POINTS, offer.expected) * offer.chance * offer.fit) ** SHARPNESS)


def propose(
    profile: Mapping[str, Value],
    history: History,
    estimates: Estimates,
    catalogue: Catalogue,
    clearance: Clearance | None,
    today: date,
    rng: Generator,
    weigh: Weigh = weight,
    tested: DrawnToday | None = None,
) -> Plan | Withheld:
    """Choose today's items, or say why nothing is chosen.

    `profile`: latest answers by variable. `estimates`: finished fair tests by technique.
    `tested`: the one that runs, which has its own place beside the others. The same
    inputs give the same plan, so a plan is never stored. Items in the order of the day. Taking one
    thing out of the choice (a swap) never changes what stands in another place, room permitting.
    """
    if clearance is None or not clearance.covers("standard"):
        return Withheld(today, (Reason("needs_clearance", None, {"scope": "standard"}),))
    day = Day(profile, history, estimates, catalogue, clearance, today, tested)
    names = sorted(catalogue.techniques)
    luck = dict(zip(names, rng.random(len(names)).tolist(), strict=True))
    left_out: list[Reason] = []
    pools = {role: _pool(day, role, left_out) for role in dict.fromkeys(day.slots)}
    drawn = _fill(day, pools, luck, weigh)
    items = beside(_still_asked(day, drawn), extra := drawn_item(day))
    if not drawn and extra is None:
        return Withheld(today, (Reason("nothing_fits"), *left_out))
    return Plan(today, items, _notes(day, drawn), tuple(left_out))


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of one role, and what this person may expect of them."""

    fit: tuple[Candidate, ...]
    expected: Expected


def _pool(day: Day, role: Role, left_out: list[Reason]) -> Pool:
    mates = [t for t in day.catalogue.techniques.values() if t.role == role]
    found = candidates(day, role, left_out)
    return Pool(tuple(found), expected(mates, day.history, day.estimates, day.today))


def _fill(
    day: Day, pools: Mapping[Role, Pool], luck: Mapping[str, float], weigh: Weigh
) -> tuple[PlanItem, ...]:
    """One item a place. Build is placed first, so that it is never the one without room."""
    left, new_ones, waiting = day.seconds, 0, len(day.slots)
    chosen: list[PlanItem] = []
    taken: set[str] = set()
    for role in sorted(day.slots, key=lambda role: role != "build"):
        waiting -= 1
        free = [
            one
            for one in pools[role].fit
            if kin(one.technique) not in taken
            and (day.first_week or not new_ones or not is_new(day, one.technique))
        ]
        offers = _offers(day, role, replace(pools[role], fit=tuple(free)), left, waiting)
        if not offers:
            continue
        offer, probability = _draw(offers, luck, weigh)
        technique = offer.candidate.technique
        chosen.append(_item(day, offer, probability))
        taken.add(kin(technique))
        new_ones += is_new(day, technique)
        left -= offer.cost
    return tuple(sorted(chosen, key=lambda item: day.slots.index(item.role)))


def _still_asked(day: Day, items: tuple[PlanItem, ...]) -> tuple[PlanItem, ...]:
    """The items without those whose place was filled or closed by a tap of today.

    "Not today" and "made me worse" close a place, and so does something of the role that was done
    and is not in the plan: nobody is asked for one thing after the other.
    """
    closed = day.closed_today({item.technique for item in items})
    kept = []
    for item in items:
        if closed[item.role] and item.technique not in day.done_today:
            closed[item.role] -= 1
        else:
            kept.append(item)
    return tuple(kept)


def _offers(day: Day, role: Role, pool: Pool, left: int, waiting: int) -> list[Offer]:
    """All that fit while leaving room for the other places; else all that fit at all."""
    for room in (left - waiting * KEPT_SECONDS, left):
        found = [_offer(day, one, pool.expected, room, _most(day, one, role)) for one in pool.fit]
        offers = [offer for offer in found if offer is not None]
        whole = [offer for offer in offers if not _cut_down(day, offer)]
        short = day.rough or (day.first_week and role == "ease")  # short forms are what is meant
        if offers:
            return offers if short else whole or offers
    return []


def _cut_down(day: Day, offer: Offer) -> bool:
    """A new thing of which only a form of a minute fits. What is known never loses its chance."""
    short = offer.amount.smallest and offer.candidate.standing.rung > 0
    return short and is_new(day, offer.candidate.technique)


def _most(day: Day, candidate: Candidate, role: Role) -> int:
    """The most seconds: short to build on a rough day, under 2 minutes to ease in week 1."""
    if day.rough and role == "build":
        return candidate.technique.tired.seconds
    return SHORT_SECONDS - 1 if day.first_week and role == "ease" else day.seconds


def _offer(day: Day, candidate: Candidate, worth: Expected, room: int, most: int) -> Offer | None:
    technique = candidate.technique
    amount = _amount(candidate, min(room, most))
    whole = _by_time(candidate) or technique.dose.seconds >= LONG_SECONDS
    if whole and amount.seconds < technique.dose.seconds and is_new(day, technique):
        return None  # ten minutes of a class, a bath or warmth begin whole, on a day with room
    cost = _cost(technique, amount)
    if cost > room:
        return None
    return Offer(
        candidate,
        amount,
        cost,
        expected=worth.of(technique),
        chance=of_doing(day.history, technique.id, day.today),
        fit=fit(day, candidate, amount),
    )


def _amount(candidate: Candidate, limit: int) -> Amount:
    """Today's dose, or the largest one below it that fits; the smallest when none does."""
    technique, rungs = candidate.technique, candidate.ladder
    grows = technique.dose.grows
    for rung in range(candidate.standing.rung, 0, -1):
        amount = rungs.amount(rung)
        if _cost(technique, amount) <= limit:
            return amount
        whole = limit // 60 * 60
        if grows is not None and grows.by == "time" and rungs.marks[1][0] <= whole:
            return replace(amount, seconds=whole)
    return smallest(technique)


def _by_time(candidate: Candidate) -> bool:
    """A class or a swim: load by minutes that has no smaller start, as walking has."""
    technique = candidate.technique
    grows = technique.dose.grows
    timed = technique.load and grows is not None and grows.by == "time"
    return timed and not walks(technique)


def _cost(technique: Technique, amount: Amount) -> int:
    """Seconds of the day that it asks for."""
    return amount.seconds * max(1, len(_moments(technique.when, amount)))


def _moments(when: When, amount: Amount) -> tuple[int, ...]:
    return moments(amount.a_day) if when == "day" else ()


def _draw(offers: Sequence[Offer], luck: Mapping[str, float], weigh: Weigh) -> tuple[Offer, float]:
    """One offer and the chance it had. A race: each waits an exponential time by its weight.

    The first in such a race is drawn with exactly weight / sum of weights, and taking out one
    that was not first leaves the first one first.
    """
    weights = [weigh(offer) for offer in offers]
    best, first = 0, inf
    for n, (offer, one) in enumerate(zip(offers, weights, strict=True)):
        draw = 1.0 - luck[offer.candidate.technique.id]  # in (0, 1]
        wait = -log(draw) / one if one > 0 else inf
        if wait < first:
            best, first = n, wait
    return offers[best], weights[best] / sum(weights)


def _item(day: Day, offer: Offer, probability: float) -> PlanItem:
    candidate, amount = offer.candidate, offer.amount
    technique = candidate.technique
    when: When = (
        "night" if technique.role == "night" and technique.when == "any" else technique.when
    )
    return PlanItem(
        technique=technique.id,
        version=technique.version,
        role=technique.role,
        seconds=amount.seconds,
        tired_seconds=technique.tired.seconds,
        grade=technique.grades[0].grade if technique.grades else "D",
        reasons=reasons(day, candidate, amount),
        amount=amount,
        when=when,
        moments=_moments(technique.when, amount),
        steps=steps_of(technique, amount, day.profile),
        probability=probability,
        expected=offer.expected,
        chance=offer.chance,
        fit=offer.fit,
    )


def _notes(day: Day, items: tuple[PlanItem, ...]) -> tuple[Reason, ...]:
    """What the page says beside the items: a held level, a lighter day, an empty role."""
    notes: list[Reason] = []
    if day.clearance.held:
        notes.append(Reason("held_at_todays_level"))
    if day.rough:
        notes.append(Reason("lighter_day"))
    if not any(item.role == "build" for item in items):
        notes.append(Reason("no_build_item_fits"))
    return tuple(notes)
