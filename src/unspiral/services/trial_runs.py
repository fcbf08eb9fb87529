"""What facts say of fair tests: which were started, how each stands, what belongs to each day.

Pure. Nothing here is stored: a test is its start, sealed, and everything that was told since. One
test at a time; of two that were started side by side, as by two devices, the earlier stands.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import TrialQuestion
from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.planning.lights import NOT_SETTLED, Light, lights
from unspiral.records.facts import DIARY, Event, Facts
from unspiral.records.plan import DrawnToday
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance, Decision, Level
from unspiral.records.trial import Design, Trial, TrialDay
from unspiral.trials import randomise
from unspiral.trials.design import MAX_DAYS, MIN_DAYS
from unspiral.trials.document import Held, NotATrial, as_data, read
from unspiral.trials.stopping import stopping

STARTED, DAY, STOPPED = "trial_started", "trial_day", "trial_stopped"
FEATURE = "fair_tests"  # of the gate: open at R and S, with nothing held, off the dark path
BEFORE_DAYS = 56  # of diary before the start that the analysis may look at
NO_SIGN = frozenset({"mistake", "settled"})  # endings that say there was no danger sign
# Left out of today's plan, and open to a person who asks for it: no reason against a test.
OPEN_ALL_THE_SAME = frozenset({"not_started_here", "not_today", "swapped", "three_times_today"})
ONE_DAY = timedelta(days=1)
YEARS = range(1900, 9000)  # days before and after a test can be told, too
CALM = Level.SELF_MANAGE
State = Literal["waiting", "running", "closing", "finished", "stopped"]
Ended = Literal["", "own", "harm", "red", "danger"]


@dataclass(frozen=True, slots=True)
class Run:
    """One test that was started. `first`: its day 1. `ended`: why it stopped early, and when."""

    question: TrialQuestion
    design: Design
    started: datetime
    first: date
    ended: Ended = ""
    ended_on: date | None = None

    @property
    def last(self) -> date:
        """The last day of the schedule."""
        return self.first + timedelta(days=self.design.days - 1)

    @property
    def days(self) -> int:
        """Days that count: all, or those before the day on which it stopped."""
        if self.ended_on is None:
            return self.design.days
        return min(self.design.days, max(0, (self.ended_on - self.first).days))

    def day(self, today: date) -> int:
        """Which day of the test `today` is, from 1; below 1 before it."""
        return (today - self.first).days + 1

    def state(self, today: date) -> State:
        """How it stands. Closing: its last answers are still to come."""
        if self.ended_on is not None and self.ended_on <= today:
            return "stopped"
        if today < self.first:
            return "waiting"
        if today <= self.last:
            return "running"
        return "closing" if today <= self.last + self.question.lag * ONE_DAY else "finished"

    def over(self, today: date) -> bool:
        """True when another test may be started."""
        return self.state(today) in ("finished", "stopped")

    def arm(self, day: date) -> bool | None:
        """What was drawn for `day`; None outside the schedule and from the stop on."""
        n = self.day(day)
        return self.design.arms[n - 1] if 1 <= n <= self.days else None


def sealed(design: Design, first: date) -> str:
    """The value of a `trial_started` event: the document of a test that has no days yet."""
    held = as_data(Held(Trial(design, ()), start=first))
    return json.dumps(held, sort_keys=True, separators=(",", ":"))


def opened(value: str) -> tuple[Design, date] | None:
    """What `sealed` wrote; None for anything else, and where the seal does not fit.

    A file that is brought back may hold a whole seal over what is never drawn here: none of it.
    """
    try:
        held = read(value)
    except NotATrial:
        return None
    design, first = held.trial.design, held.start
    ours = design.scheme in randomise.BLOCKS and MIN_DAYS <= design.days <= MAX_DAYS
    if first is None or not ours or first.year not in YEARS or not randomise.verify(design):
        return None
    return design, first


def runs(facts: Facts, catalogue: Catalogue) -> tuple[Run, ...]:
    """Every test that was started, oldest first."""
    found: list[Run] = []
    for event in sorted((e for e in facts.events if e.kind == STARTED), key=_when):
        run = _run(event, catalogue)
        if run is None or (found and not found[-1].over(event.local_date)):
            continue
        found.append(_with_end(run, facts, catalogue))
    return tuple(found)


def current(facts: Facts, catalogue: Catalogue) -> Run | None:
    """The test that waits, runs or has its last answers to come; None when there is none."""
    going = [run for run in runs(facts, catalogue) if not run.over(facts.today)]
    return going[-1] if going else None


def drawn_today(facts: Facts, catalogue: Catalogue, decision: Decision) -> DrawnToday | None:
    """What the plan of today has to know. None while nothing runs, or while the test rests."""
    run = current(facts, catalogue)
    arm = run.arm(facts.today) if run else None
    if run is None or arm is None or rests(run, facts, catalogue, decision):
        return None
    return DrawnToday(run.design.technique, arm, run.question.do_at)


def rests(run: Run, facts: Facts, catalogue: Catalogue, decision: Decision) -> tuple[Reason, ...]:
    """Why a test that runs is not asked for today; empty when it is. Its days pass by.

    What speaks against the thing itself counts as at the start: a caution may have come since.
    """
    history = History(facts.history, facts.events)
    things = dict.fromkeys((run.design.technique, run.question.technique))
    own = [against(thing, facts, catalogue, decision.clearance) for thing in things]
    waits = stopping(
        level=decision.triage.told,
        gate_open=FEATURE in decision.open_features,
        made_worse=0,
        reds=(),
        red_today=_lights(run, facts, catalogue).get(facts.today) == "red",
        flare=history.progress_held(facts.today),
    ).reasons
    return (*waits, *(reason for reason in own if reason))


def against(
    thing: str, facts: Facts, catalogue: Catalogue, clearance: Clearance | None
) -> Reason | None:
    """The own reason of `thing`, a technique: a caution, what made it worse, a level that is held.

    None, too, without a clearance: then the gate has closed every test.
    """
    technique = catalogue.techniques.get(thing)
    if technique is None or clearance is None:
        return None
    profile = {name: answer.value for name, answer in facts.answers.items()}
    history = History(facts.history, facts.events)
    found = why_not(technique, profile, history, clearance, facts.today)
    return None if found is None or found.code in OPEN_ALL_THE_SAME else found


def told(run: Run, facts: Facts) -> Mapping[date, bool]:
    """Days on which it is known whether the thing was done.

    The last answer about a day counts; without one, a session that was done. A day without
    either is not known, and costs nothing.
    """
    end = run.first + timedelta(days=run.days)
    found: dict[date, bool] = {
        event.local_date: True
        for event in facts.events
        if event.kind == "done" and event.subject == run.design.technique
    }
    for event in sorted(facts.events, key=_when):
        mine = event.kind == DAY and event.subject == run.question.id
        if mine and event.at >= run.started:
            found[event.local_date] = event.value == "done"
    return {day: done for day, done in found.items() if run.first <= day < end}


def trial_of(run: Run, facts: Facts) -> Trial:
    """The test and all that is known of it, as `trials` takes it. Own entries only (H18)."""
    values = {
        r.local_date: r.value
        for r in facts.history
        if r.variable == run.design.outcome and r.source == DIARY and r.local_date <= facts.today
    }
    done, lag = told(run, facts), run.question.lag * ONE_DAY

    def day(n: int) -> TrialDay:
        on = run.first + (n - 1) * ONE_DAY
        return TrialDay(n, run.arm(on), done.get(on), values.get(on + lag))

    noted = min((d - lag for d in values), default=run.first)
    back = min(BEFORE_DAYS, max(0, (run.first - noted).days))
    return Trial(
        design=run.design,
        days=tuple(day(n) for n in range(1, run.days + 1)),
        before=tuple(replace(day(n), done=None) for n in range(1 - back, 1)),
        stopped_on=run.days if run.ended else None,
    )


def _when(event: Event) -> tuple[datetime, str, str, str]:
    return event.at, event.kind, event.subject, event.value


def _run(event: Event, catalogue: Catalogue) -> Run | None:
    question = catalogue.trial_questions.get(event.subject)
    held = opened(event.value)
    if question is None or held is None or held[0].question != question.id:
        return None
    return Run(question, held[0], event.at, held[1])


def _with_end(run: Run, facts: Facts, catalogue: Catalogue) -> Run:
    """`run` with the first thing that stopped it before it was over."""
    last = run.last + run.question.lag * ONE_DAY
    ends = [end for end in _ends(run, facts, catalogue) if end[0] <= min(last, facts.today)]
    if not ends:
        return run
    day, why = min(ends, key=lambda end: (end[0], ORDER.index(end[1])))
    before = min(run.first - ONE_DAY, facts.today)  # it may have begun under a clock ahead
    return replace(run, ended=why, ended_on=max(day, before))


ORDER: tuple[Ended, ...] = ("danger", "harm", "red", "own", "")


def _ends(run: Run, facts: Facts, catalogue: Catalogue) -> Iterator[tuple[date, Ended]]:
    """What stopped it, each with its day: never one that is still to come.

    "It made me worse" counts whenever it says that it was: no test starts after one, so a time
    before the start is that of a device with a clock behind.
    """
    for event in facts.events:
        day = _told_on(event, facts.today)
        if event.subject == run.design.technique and _is_harm(event):
            yield day, "harm"
        elif event.at <= run.started:
            continue
        elif event.kind == STOPPED and event.subject == run.question.id:
            yield day, "harm" if event.value == "harm" else "own"
        elif _is_danger(event) and not _was_none(event, facts):
            yield min(event.at.date(), facts.today), "danger"
    yield from _red(run, facts, catalogue)


def _told_on(event: Event, today: date) -> date:
    """The day of an event: none to come, and none that was to come when it was told."""
    day, at = min(event.local_date, today), event.at.date()
    return at + ONE_DAY if day - at > ONE_DAY else day  # zones lie up to a day apart


def _is_harm(event: Event) -> bool:
    return event.kind == "made_worse" or (event.kind, event.value) == ("rated", "worse")


def _is_danger(event: Event) -> bool:
    return event.kind == "flag_raised" and event.value[:1] in ("E", "D")


def _was_none(raised: Event, facts: Facts) -> bool:
    """Pressed by mistake, or settled by the plain question: there was no sign."""
    return any(
        event.kind == "flag_ended"
        and event.subject == raised.subject
        and event.value in NO_SIGN
        and event.at >= raised.at
        for event in facts.events
    )


def _red(run: Run, facts: Facts, catalogue: Catalogue) -> Iterator[tuple[date, Ended]]:
    """What the mornings after say: told to be still up, or two red ones in a row."""
    told = {
        event.local_date
        for event in facts.events
        if event.kind == "settled"
        and event.subject == run.design.technique
        and event.value in NOT_SETTLED
    }
    reds: list[bool] = []
    for morning, light in _lights(run, facts, catalogue).items():
        reds.append(light == "red")
        seen = stopping(level=CALM, gate_open=True, made_worse=0, reds=reds)
        if morning in told or seen.action == "stop":
            yield morning, "red"


def _lights(run: Run, facts: Facts, catalogue: Catalogue) -> Mapping[date, Light]:
    """Mornings of the test after a day with the thing, where it is load ("Load and flares")."""
    technique = catalogue.techniques.get(run.design.technique)
    if technique is None or not technique.load:
        return {}
    seen = lights(History(facts.history, facts.events), technique.id, facts.today)
    return {day: light for day, light in seen.items() if run.first < day <= run.last + ONE_DAY}
