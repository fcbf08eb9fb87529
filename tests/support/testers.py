"""One person who puts a question to a fair test: a diary of some weeks, a start, days that pass."""

from datetime import timedelta
from uuid import uuid4

from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Reading, Value
from unspiral.services import trials
from unspiral.services.operations import Origin, write
from unspiral.services.trial_runs import Run
from unspiral.services.trials import TrialsNow

WARMTH, WALK, WORRY = "warmth-morning", "walk-evening", "worry-time-night"
SWING = (0, 1, -1, 1, 0, -1, 2, 0, -2, 1)  # a diary that moves a little from day to day


class Tester:
    """Clear screens, `days` diary days, and a browser, on a clock that is moved."""

    __test__ = False

    def __init__(self, catalogue: Catalogue, days: int = 30, **told: Value) -> None:
        given = {**clear_answers(catalogue), "zone": "UTC", "place_low_back": "yes", **told}
        self.catalogue, self.given = catalogue, given
        self.person = Person(catalogue, given)
        self.client: Client = signed_in(self.person.ctx, self.person.id)
        self.nights = 0
        if days:
            self._diary(days)

    @property
    def now(self) -> TrialsNow:
        return trials.look(self.person.ctx, self.person.id)

    @property
    def run(self) -> Run:
        """The newest test."""
        return self.now.runs[-1]

    def pass_days(self, days: int, effect: float = 0.0, done: bool = False) -> None:
        """Days with both halves noted, each then over. A day with it moves its own outcome.

        `effect`: points better on (or after) days with it. `done`: the taps are made, too.
        """
        for _ in range(days):
            run, today = self.now.current, self.person.today
            yesterday = run.arm(today - timedelta(days=1)) if run else None
            arm = run.arm(today) if run else None
            level = 5 + SWING[self.nights % len(SWING)]
            self.nights += 1
            self.note(
                pain_morning=level - effect * (yesterday is True),
                pain=level - effect * (arm is True),
                sleep_quality=5,
            )
            if run and arm is not None and done:
                self.mark("done" if arm else "not_done")
            self.person.wait(days=1)
            if self.nights % 7 == 0:  # as the questions come again
                self.person.answer(self.given)

    def _diary(self, days: int) -> None:
        """The days before today, in one write."""
        held: list[Reading] = []
        for back in range(days, 0, -1):
            at = self.person.now - timedelta(days=back)
            level = float(5 + SWING[self.nights % len(SWING)])
            self.nights += 1
            named = {"pain_morning": level, "pain": level, "sleep_quality": 5.0}
            held += [Reading(n, v, at, at, at.date(), answered_at=at) for n, v in named.items()]
        write(self.person.ctx, self.person.id, "checkin", Origin(), readings=tuple(held))

    def note(self, **values: float) -> None:
        """Diary values of today."""
        at, day = self.person.clock(), self.person.today
        held = tuple(
            Reading(name, min(10.0, max(0.0, value)), at, at, day, answered_at=at)
            for name, value in values.items()
        )
        write(self.person.ctx, self.person.id, "checkin", Origin(at=at), readings=held)

    def start(
        self,
        question: str = WARMTH,
        weeks: str = "8",
        ticked: tuple[str, ...] = ("none",),
        op_id: str = "",
    ) -> None:
        origin = Origin(op_id or str(uuid4()))
        trials.start(self.person.ctx, self.person.id, question, weeks, ticked, origin)

    def mark(self, value: str) -> None:
        question = self.now.runs[-1].question.id
        trials.mark(self.person.ctx, self.person.id, question, value, Origin(str(uuid4())))

    def happens(self, kind: str, subject: str, value: str = "") -> None:
        """One event, now."""
        at = self.person.clock()
        self.person.happened(Event(kind, subject, value, at, self.person.today))

    def until(self, arm: bool) -> None:
        """Days pass until one drawn as `arm`."""
        while self.run.arm(self.person.today) is not arm:
            self.pass_days(1)
