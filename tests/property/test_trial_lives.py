"""Lives with fair tests in them: whatever is pressed, in any order, the rules hold on every day.

Never two at once, never one without the gate, no day outside its schedule, none told ahead, and
a press that is sent again changes nothing.
"""

import os
from contextlib import suppress
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from support.testers import Tester

from unspiral.catalogue.load import Catalogue
from unspiral.errors import UnspiralError
from unspiral.services import trial_answers, trial_runs, trials
from unspiral.services.operations import Origin
from unspiral.trials.randomise import verify

LIVES, STEPS = (60, 100) if os.environ.get("UNSPIRAL_LONG") else (5, 40)
DAY = timedelta(days=1)
SIGNS = ({"rf1_saddle": "yes"}, {"rf16_calf": "yes"}, {"rf8_risk": "yes"}, {"phq9_9": 1})
SELDOM = 0.75  # of all stops that the dice ask for, so many are not pressed: some tests end
WEIGHTED = ("start", "start", "day", "day", "day", "mark", "mark", "stop", "worse", "sign", "clear")


class Life:
    """One person, the dice, and every press sent so far."""

    def __init__(self, catalogue: Catalogue, seed: int) -> None:
        self.dice = Random(f"fair tests {seed}")
        self.tester = Tester(catalogue, days=self.dice.choice((20, 30, 30)))
        self.sent: list[tuple[str, tuple[str, ...], str]] = []

    def press(self, verb: str, words: tuple[str, ...], op_id: str) -> None:
        ctx, person = self.tester.ctx, self.tester.person
        origin = Origin(op_id)
        if verb == "start":
            trials.start(ctx, person, words[0], words[1], (words[2],), origin)
        elif verb == "mark":
            trials.mark(ctx, person, words[0], words[1], origin)
        else:
            trials.stop(ctx, person, words[0], origin, worse=verb == "worse")

    def step(self) -> None:
        tester, verb = self.tester, self.dice.choice(WEIGHTED)
        questions = sorted(tester.catalogue.trial_questions)
        on = tester.now.current
        question = on.question.id if on else self.dice.choice(questions)
        words: tuple[str, ...] = (question,)
        if verb == "start":
            ticked = self.dice.choice(("none", "none", "none", "told", "changes"))
            words = (self.dice.choice(questions), self.dice.choice(("4", "8", "12")), ticked)
        elif verb == "mark":
            words = (question, self.dice.choice(("done", "not_done", "odd")))
        elif verb == "day":
            return tester.pass_days(self.dice.choice((1, 1, 5, 12)))
        elif verb == "sign":
            return tester.who.answer(self.dice.choice(SIGNS)) if self.dice.random() < 0.3 else None
        elif verb == "clear":
            return self._clear()
        elif self.dice.random() < SELDOM:
            return None
        self._sent(verb, words)
        return None

    def _clear(self) -> None:
        """What was found was seen; all is asked again."""
        for raised in self.tester.who.events("flag_raised"):
            with suppress(UnspiralError):
                self.tester.who.end(raised.subject, "seen", self.tester.today, True)
        self.tester.who.answer({**self.tester.given, "phq9_9": 0})

    def _sent(self, verb: str, words: tuple[str, ...]) -> None:
        before = self.tester.now
        op_id = str(UUID(int=self.dice.getrandbits(128), version=4))
        try:
            self.press(verb, words, op_id)
        except UnspiralError:
            assert self.tester.now.facts.version == before.facts.version
            return
        if verb == "start":
            assert before.current is None and before.open and before.noted >= trials.FROM_DAY
            assert words[2] == "none"
        version = self.tester.now.facts.version
        with suppress(UnspiralError):  # sent again
            self.press(verb, words, op_id)
        assert self.tester.now.facts.version == version

    def holds(self) -> None:
        """What is true on every day of every life."""
        now, today = self.tester.now, self.tester.today
        going = [run for run in now.runs if not run.over(today)]
        assert len(going) <= 1 and (going[0] if going else None) == now.current
        for run in now.runs:
            assert verify(run.design)
            assert run.arm(run.first - DAY) is None and run.arm(run.last + DAY) is None
            if run.ended_on is not None:
                assert run.arm(max(run.ended_on, run.first)) is None
            if trial_answers.answer_of(run, now.facts) is not None:
                assert run.over(today) and run.days >= 28
        found = trial_runs.drawn_today(now.facts, self.tester.catalogue, now.decision)
        if found is not None:
            assert now.open and now.current is not None
            assert found.with_it is now.current.arm(today)
            assert now.decision.clearance is not None
            assert now.decision.clearance.covers("standard")


@pytest.mark.parametrize("seed", range(LIVES))
def test_the_rules_hold_on_every_day(catalogue: Catalogue, seed: int) -> None:
    life = Life(catalogue, seed)
    for _ in range(STEPS):
        life.step()
        life.holds()
