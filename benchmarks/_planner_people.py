"""Made-up people with known effects, and eight weeks of one of them under one way of choosing.

Sizes follow the clinical pages: the mean of an effect times the unguided factor, its sd kept
(clinical priors page, reading rules). Everything else about these people is elicited and stated
here; nothing is measured on anybody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning import benefit
from unspiral.planning.day import kin
from unspiral.planning.history import History
from unspiral.planning.select import SHARPNESS, Offer, Weigh, propose, weight
from unspiral.records.facts import Event, Reading
from unspiral.records.plan import Plan, PlanItem
from unspiral.records.triage import Clearance

FIRST = date(2026, 1, 1)
WEEKS = 8
EFFECT_SD = 0.4  # of one technique's effect between people; about that of the priors page
FAMILY_SD = 0.2  # of a family around the person's effect of strengthening, before it is parted
TOLD = 0.2  # points that a thing helps more where the person said so at set-up
NOISE_SD, CARRIED = 1.0, 0.5  # of daily pain, and how much of a day's swing is left the next day
EASE_SHARE = 0.5  # an easing item helps for about half a day
MEMORY_DAYS = 28  # what builds helps in full once it was done on each of so many days
RATING_SD, BETTER, WORSE = 1.0, 0.5, -1.0  # of an answer in points, and its two borders
FLARES_A_DAY, FLARE_DAYS, FLARE_POINTS = 1 / 40, 3, 2.5
STILL_UP, STILL_UP_IN_FLARE, ANSWERED, SAYS_NO = 0.07, 0.35, 0.8, 0.5
EASES = ("lying", "sitting", "standing", "walking")


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up person: true points and true chance of doing, by technique."""

    seed: int
    points: Mapping[str, float]
    chance: Mapping[str, float]
    profile: Mapping[str, Any]
    start_pain: float


@dataclass(slots=True)
class Lived:
    """What came of it: pain by day; by week minutes done and points a day of what was planned.

    Points of a plan are true points times the true chance of doing, summed over its items, and of
    its easing item alone.
    """

    pain: list[float] = field(default_factory=list)
    minutes: list[float] = field(default_factory=lambda: [0.0] * WEEKS)
    worth: list[float] = field(default_factory=lambda: [0.0] * WEEKS)
    ease_worth: list[float] = field(default_factory=lambda: [0.0] * WEEKS)
    gone: int = 0
    empty: int = 0


Policy = Callable[[Made], Weigh]


def made(catalogue: Catalogue, seed: int) -> Made:
    """Person number `seed`."""
    rng = Generator(PCG64([1, seed]))
    strength = rng.normal(0, EFFECT_SD)
    eases = str(rng.choice(EASES))
    points, chance = {}, {}
    for name in sorted(catalogue.techniques):
        technique = catalogue.techniques[name]
        own = rng.normal(0, EFFECT_SD), rng.normal(0, FAMILY_SD)
        mean = benefit.from_research(technique)
        part = (strength + own[1]) / benefit.FAMILIES
        points[name] = mean + (part if technique.family else own[0])
        points[name] += TOLD * (f"eases={eases}" in technique.told_us)
        chance[name] = float(rng.beta(3, 2))
    profile = {
        "eases": eases,
        "walk_minutes": int(rng.integers(3, 40)),
        "settles": str(rng.choice(("minutes", "hours", "next_day"))),
        "goal_minutes": int(rng.choice((5, 10, 15, 30))),
    }
    return Made(seed, points, chance, profile, float(rng.normal(5, 1)))


def ours(_: Made) -> Weigh:
    """The planner as it ships."""
    return weight


def sharper(power: float) -> Policy:
    """The planner with another sharpness."""
    return lambda _: lambda offer: weight(offer) ** (power / SHARPNESS)


def unlearned(_: Made) -> Weigh:
    """Research and fit alone, as sharp as the planner: nothing is learned from the person."""
    return lambda offer: float((max(0.02, _research(offer)) * offer.fit) ** SHARPNESS)


def best_on_average(_: Made) -> Weigh:
    """The best by research and fit, always, so nothing is tried and nothing learned."""
    return lambda offer: float((max(0.02, _research(offer)) * offer.fit) ** 30)


def at_random(_: Made) -> Weigh:
    """Anything that may be offered, alike."""
    return lambda _: 1.0


def oracle(person: Made) -> Weigh:
    """The best by the true effect and the true chance: what no planner can know."""
    return lambda offer: float(np.exp(60 * _true(person, offer)))


def _research(offer: Offer) -> float:
    return benefit.from_research(offer.candidate.technique)


def _true(person: Made, offer: Offer) -> float:
    name = offer.candidate.technique.id
    return person.points[name] * person.chance[name]


@dataclass(slots=True)
class _Life:
    """The state of one person from day to day."""

    catalogue: Catalogue
    clearance: Clearance
    person: Made
    weigh: Weigh
    names: list[str]
    lived: Lived = field(default_factory=Lived)
    events: list[Event] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    built: list[float] = field(default_factory=list)
    seen: list[Offer] = field(default_factory=list)
    swing: float = 0.0
    flare_left: int = 0

    def watched(self, offer: Offer) -> float:
        """The weight of an offer; every offer is remembered."""
        self.seen.append(offer)
        return self.weigh(offer)

    def live(self, n: int) -> None:
        """Day `n`: what is planned, what is done, how it felt, and the pain of the evening."""
        day = FIRST + timedelta(days=n)
        weather = self._luck(n)
        self.flare_left = FLARE_DAYS if weather.random() < FLARES_A_DAY else self.flare_left - 1
        self._morning(day, n)
        self.seen.clear()
        plan = propose(
            self.person.profile, History(tuple(self.readings), tuple(self.events)), {},
            self.catalogue, self.clearance, day, Generator(PCG64([3, self.person.seed, n])),
            self.watched,
        )  # fmt: skip
        items = plan.items if isinstance(plan, Plan) else ()
        self.lived.empty += not items
        eased, built = 0.0, 0.0
        for item in items:
            self._count(item, n // 7)
            if self._does(item, day, n):
                points = self.person.points[item.technique]
                eased += points * (item.role == "ease")
                built += points * (item.role == "build")
                self.lived.minutes[n // 7] += item.seconds / 60
        self.built.append(built)
        self._evening(day, eased, weather)

    def _luck(self, n: int, name: str = "") -> Generator:
        """The luck of day `n`, and of one technique on it: the same under every policy."""
        place = 1 + self.names.index(name) if name else 0
        return Generator(PCG64([2, self.person.seed, n, place]))

    def _morning(self, day: date, n: int) -> None:
        """The morning after: yesterday's load is asked about, and mostly answered."""
        before = day - timedelta(days=1)
        done = {e.subject for e in self.events if e.kind == "done" and e.local_date == before}
        for name in sorted(n for n in done if self.catalogue.techniques[n].load):
            luck = self._luck(n, name)
            still_up = STILL_UP_IN_FLARE if self.flare_left > 0 else STILL_UP
            answer = "still_up" if luck.random() < still_up else "settled"
            if luck.random() < ANSWERED:
                self._say("settled", name, answer, day)

    def _count(self, item: PlanItem, week: int) -> None:
        worth = self.person.points[item.technique] * self.person.chance[item.technique] / 7
        self.lived.worth[week] += worth
        self.lived.ease_worth[week] += worth * (item.role == "ease")

    def _does(self, item: PlanItem, day: date, n: int) -> bool:
        luck = self._luck(1000 + n, item.technique)
        does, says = luck.random() < self.person.chance[item.technique], luck.random()
        felt = self.person.points[item.technique] + luck.normal(0, RATING_SD)
        if not does:
            if says < SAYS_NO:
                self._say("not_today", item.technique, "", day)
            return False
        self._say("done", item.technique, "full", day)
        if item.role == "ease":
            answer = "better" if felt > BETTER else "worse" if felt < WORSE else "same"
            self._say("rated", item.technique, answer, day)
        return True

    def _evening(self, day: date, eased: float, luck: Generator) -> None:
        self.swing = CARRIED * self.swing + luck.normal(0, NOISE_SD * (1 - CARRIED**2) ** 0.5)
        pain = self.person.start_pain + self.swing - EASE_SHARE * eased
        pain += FLARE_POINTS * (self.flare_left > 0)
        pain -= sum(self.built[-MEMORY_DAYS:]) / MEMORY_DAYS
        self.lived.pain.append(min(10.0, max(0.0, pain)))
        at = datetime.combine(day, datetime.min.time(), UTC)
        self.readings.append(Reading("pain", round(self.lived.pain[-1]), at, at, day))

    def _say(self, kind: str, subject: str, value: str, day: date) -> None:
        at = datetime.combine(day, datetime.min.time(), UTC)
        self.events.append(Event(kind, subject, value, at, day))


def live(catalogue: Catalogue, clearance: Clearance, person: Made, policy: Policy) -> Lived:
    """Eight weeks of `person` under `policy`."""
    names = sorted(catalogue.techniques)
    life = _Life(catalogue, clearance, person, policy(person), names)
    for n in range(WEEKS * 7):
        life.live(n)
    life.lived.gone = _gone(life)
    return life.lived


def _gone(life: _Life) -> int:
    """Things done before and never called worse that have no chance after five quiet weeks."""
    history = History(tuple(life.readings), tuple(life.events))
    later = FIRST + timedelta(days=(WEEKS + 5) * 7)
    life.seen.clear()
    propose(
        life.person.profile, history, {}, life.catalogue, life.clearance, later,
        Generator(PCG64(0)), life.watched,
    )  # fmt: skip
    open_now = {kin(o.candidate.technique) for o in life.seen if life.weigh(o) > 0}
    done = {kin(life.catalogue.techniques[name]) for name in history.about("done")
            if not history.made_worse(name)}  # fmt: skip
    worse = {kin(t) for t in life.catalogue.techniques.values() if history.made_worse(t.id)}
    return len(done - worse - open_now)


def may_be_planned(technique: Technique) -> bool:
    """What the benchmark keeps of the catalogue."""
    return technique.offer == "plan"
