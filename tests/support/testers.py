"""One person who puts a question to a fair test: a diary of some weeks, a start, days that pass."""

from datetime import date, timedelta
from functools import cached_property
from uuid import NAMESPACE_URL, uuid4, uuid5

from support.asgi import Client
from support.people import Person
from support.screening import clear_answers
from support.server import signed_in

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Event, Reading, Value
from unspiral.services import trials
from unspiral.services.context import Context
from unspiral.services.operations import Origin, write
from unspiral.services.trial_runs import Run
from unspiral.services.trials import TrialsNow

WARMTH, WALK, WORRY = "warmth-morning", "walk-evening", "worry-time-night"
SWING = (0, 1, -1, 1, 0, -1, 2, 0, -2, 1)  # a diary that moves a little from day to day


class Days:
    """Days of one person of `ctx`, whose clock belongs to the test."""

    def __init__(self, ctx: Context, person: str) -> None:
        self.ctx, self.person, self.noted = ctx, person, 0

    @property
    def now(self) -> TrialsNow:
        return trials.look(self.ctx, self.person)

    @property
    def run(self) -> Run:
        """The newest test."""
        return self.now.runs[-1]

    @property
    def today(self) -> date:
        return self.now.facts.today

    def diary(self, days: int) -> None:
        """The days before today, both halves, in one write."""
        held: list[Reading] = []
        today = self.today
        for back in range(days, 0, -1):
            at = self.ctx.clock() - timedelta(days=back)
            level = self._level()
            named = {"pain_morning": level, "pain": level, "sleep_quality": 5.0}
            day = today - timedelta(days=back)  # which begins at 04:00
            held += [Reading(n, v, at, at, day, answered_at=at) for n, v in named.items()]
        write(self.ctx, self.person, "checkin", Origin(), readings=tuple(held))

    def one_day(self, effect: float = 0.0, done: bool = False) -> None:
        """Today, both halves noted. A day with it moves its own outcome by `effect` points.

        `done`: the tap is made, too, as it was drawn.
        """
        run, today, level = self.now.current, self.today, self._level()
        yesterday = run.arm(today - timedelta(days=1)) if run else None
        arm = run.arm(today) if run else None
        self.note(
            pain_morning=level - effect * (yesterday is True),
            pain=level - effect * (arm is True),
            sleep_quality=5,
        )
        if arm is not None and done:
            self.mark("done" if arm else "not_done")

    def _level(self) -> float:
        self.noted += 1
        return float(5 + SWING[self.noted % len(SWING)])

    def note(self, **values: float) -> None:
        """Diary values of today."""
        at, day = self.ctx.clock(), self.today
        held = tuple(
            Reading(name, min(10.0, max(0.0, value)), at, at, day, answered_at=at)
            for name, value in values.items()
        )
        write(self.ctx, self.person, "checkin", Origin(at=at), readings=held)

    def start(
        self,
        question: str = WARMTH,
        weeks: str = "8",
        ticked: tuple[str, ...] = ("none",),
        op_id: str = "",
    ) -> None:
        """Without an id of its own the press has one that is the same in every run of a test."""
        press = op_id or str(uuid5(NAMESPACE_URL, f"press {question} {weeks} {self.noted}"))
        trials.start(self.ctx, self.person, question, weeks, ticked, Origin(press))

    def mark(self, value: str) -> None:
        """Done or not done, today."""
        question = self.run.question.id
        trials.mark(self.ctx, self.person, question, value, Origin(str(uuid4())))


class Tester(Days):
    """Somebody with clear screens, `days` diary days, and a browser, over a store in memory."""

    __test__ = False

    def __init__(self, catalogue: Catalogue, days: int = 30, **told: Value) -> None:
        given = {**clear_answers(catalogue), "zone": "UTC", "place_low_back": "yes", **told}
        self.catalogue, self.given = catalogue, given
        self.who = Person(catalogue, given)
        super().__init__(self.who.ctx, self.who.id)
        if days:
            self.diary(days)

    @cached_property
    def client(self) -> Client:
        """Their browser, for those who open pages."""
        return signed_in(self.who.ctx, self.who.id)

    def pass_days(self, days: int, effect: float = 0.0, done: bool = False) -> None:
        """Days with both halves noted, each then over; the screens come again each week."""
        for _ in range(days):
            self.one_day(effect, done)
            self.who.wait(days=1)
            if self.noted % 7 == 0:
                self.who.answer(self.given)

    def happens(self, kind: str, subject: str, value: str = "") -> None:
        """One event, now."""
        self.who.happened(Event(kind, subject, value, self.who.clock(), self.who.today))

    def until(self, arm: bool) -> None:
        """Days pass until one drawn as `arm`."""
        while self.run.arm(self.today) is not arm:
            self.pass_days(1)
