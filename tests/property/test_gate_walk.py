"""Random walks over every verb, with lying clocks: a sign told by a yes stands until its end."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from uuid import uuid4

from support.people import Person
from support.screening import clear_answers

from unspiral.catalogue.load import Catalogue
from unspiral.errors import UnspiralError
from unspiral.records.plan import Withheld
from unspiral.records.triage import Decision
from unspiral.services import plans, screening, sessions
from unspiral.services.operations import Origin

WALKS, STEPS = 40, 25
SURE, SURE_BY = "rf1", "rf1_saddle"  # one yes here is an emergency, whatever else was said
TICKED = ("danger", "new_or_worse", "nerves", "heart", "infection", "history", "anything_changed")
JUMPS = (-9000.0, -26.0, -1.0, -0.6, 0.5, 13.0, 30.0, 24.0 * 29)


@dataclass(slots=True)
class Walk:
    """One person, the dice, and the flags that were told by a yes and not ended since."""

    person: Person
    dice: Random
    firm: set[str] = field(default_factory=set)

    def tick(self, waited: bool = False) -> None:
        name = self.dice.choice(TICKED[:2] if waited else TICKED)
        lines = [choice.id for choice in self.person.catalogue.screens[name].choices]
        at = self.person.now + timedelta(hours=self.dice.choice((-9000, -30, -1, 3, 80_000)))
        sent = Origin(str(uuid4()), "UTC", at.date(), None, at) if waited else None
        self.person.screen(name, (self.dice.choice([*lines, "none"]),), sent)

    def tick_late(self) -> None:
        self.tick(waited=True)

    def answer(self) -> None:
        """One red flag, in full or by half; a yes that opens it is remembered here."""
        name = self.dice.choice([*self.person.catalogue.redflags, *[SURE] * 8])
        flag = self.person.catalogue.redflags[name]
        whole = self.dice.random() < 0.7
        asked = [q for q in flag.questions if whole or self.dice.random() < 0.5]
        self.say(flag.id, {q.id: self.dice.choice(("yes", "no", "no", "unsure")) for q in asked})

    def say(self, flag: str, given: dict[str, str]) -> None:
        try:
            self.person.screen(flag, given)
        finally:
            if given.get(SURE_BY) == "yes" and SURE in told(self.person.decide(), "open"):
                self.firm.add(SURE)

    def again_with_the_clock_set_back(self) -> None:
        """Ended, the clock set back, the same sign told anew, and the clock right again."""
        self.person.screen(SURE, {SURE_BY: "yes"})
        self.person.end(SURE, "seen", self.person.today, True)
        back = timedelta(hours=self.dice.choice((0.4, 26, 9000)))
        self.person.now -= back
        self.say(SURE, {SURE_BY: "yes"})
        self.person.now += back

    def end(self) -> None:
        flag = self.dice.choice(sorted(self.firm) or list(self.person.catalogue.redflags))
        how = self.dice.choice(("seen", "mistake", "clinician"))
        self.person.end(flag, how, self.person.today, self.dice.random() < 0.8)
        self.firm.discard(flag)

    def known(self) -> None:
        flag = self.dice.choice(list(self.person.catalogue.redflags))
        answer = self.dice.choice(("yes", "no", "unsure"))
        screening.confirm_known(self.person.ctx, self.person.id, flag, answer)

    def jump(self) -> None:
        self.person.now += timedelta(hours=self.dice.choice(JUMPS))

    def year(self) -> None:
        self.person.screen("birth_year", {"birth_year": self.dice.choice((1980, 2015, 1940))})

    def step(self) -> None:
        verbs: tuple[Callable[[], None], ...] = (
            self.tick, self.tick_late, self.answer, self.answer, self.answer, self.end,
            self.known, self.jump, self.jump, self.year, self.again_with_the_clock_set_back,
        )  # fmt: skip
        with suppress(UnspiralError):  # refused, in words; what stands must hold all the same
            self.dice.choice(verbs)()


def told(decision: Decision, *states: str) -> set[str]:
    """Flags at E or D in one of these states."""
    findings = decision.triage.findings
    return {f.flag for f in findings if f.state in states and f.level.value in "ED"}


def is_closed(person: Person, decision: Decision) -> bool:
    """What the level closes is closed: at the gate, in the plan and in every session."""
    level, clearance = decision.triage.told.value, decision.clearance
    if level not in "ED":
        return True
    if clearance is not None and (level == "E" or "standard" in clearance.scopes):
        return False
    started = (sessions.begin(person.ctx, person.id, t) for t in person.catalogue.techniques)
    offered = [s for s in started if s is not None and not isinstance(s.script, Withheld)]
    fine = all(s.technique.scope == "comfort" and level == "D" for s in offered)
    return fine and isinstance(plans.today(person.ctx, person.id).plan, Withheld)


def test_no_road_loses_a_sign_or_opens_what_it_closes(catalogue: Catalogue) -> None:
    stood = 0
    for seed in range(WALKS):
        walk = Walk(Person(catalogue, clear_answers(catalogue)), Random(seed))
        for number in range(STEPS):
            walk.step()
            decision = walk.person.decide()
            assert walk.firm <= told(decision, "open", "unsure"), (seed, number)
            assert number % 6 or is_closed(walk.person, decision), (seed, number)
            stood += bool(walk.firm)
    assert stood > WALKS
    print(f"N = {WALKS * STEPS} steps, {stood} with a sign standing")
