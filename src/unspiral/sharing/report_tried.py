"""What was tried in the period, how often, and what is known of what it did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.dose import amount_today
from unspiral.planning.history import History
from unspiral.records.facts import Facts
from unspiral.records.report import MOOD_ITEMS, FairTest, Parts, Period, SleepProgramme, Tried
from unspiral.records.sleep import Programme

KINDS = ("done", "rated", "settled", "made_worse")
ORDER = ("made_worse", "drawn", "rated", "next_morning", "diary")
RAN = frozenset({"running", "held", "paused", "stopped", "finished"})
WEEK_DAYS = 7
SECONDS_A_MINUTE = 60


def tried(
    facts: Facts, tests: Iterable[FairTest], parts: Parts, period: Period, catalogue: Catalogue
) -> tuple[Tried, ...]:
    """One row a technique, what is known best first; of the rest, what was done most."""
    if "tried" not in parts.shown:
        return ()
    inside = tuple(e for e in facts.events if period.first <= e.local_date <= period.last)
    names = {event.subject for event in inside if event.kind in KINDS}
    shown = {
        one.design.technique: one
        for one in sorted(tests, key=lambda one: one.ended)
        if one.ended >= period.first and _may_show(one, parts)
    }
    known = [
        catalogue.techniques[name] for name in {*names, *shown} if name in catalogue.techniques
    ]
    past = _Past(History((), inside), History(facts.history, facts.events), facts)
    rows = [_row(one, past, shown.get(one.id)) for one in known]
    return tuple(sorted(rows, key=lambda row: (ORDER.index(row.how), -row.days, row.technique)))


def sleep(facts: Facts, found: Programme, period: Period) -> SleepProgramme | None:
    """The sleep programme, if it ran in the period."""
    if found.kind is None or found.started is None or found.state not in RAN:
        return None
    told = {
        event.local_date: event.value
        for event in sorted(facts.events, key=lambda event: event.at)
        if event.kind == "fought_sleep" and period.first <= event.local_date <= period.last
    }
    until = period.last
    return SleepProgramme(
        kind=found.kind,
        state=found.state,
        weeks=max((until - found.started).days // WEEK_DAYS, 0),
        window_min=found.window_min,
        asked=len(told),
        fought=sum(value == "yes" for value in told.values()),
    )


def _may_show(one: FairTest, parts: Parts) -> bool:
    """A test of mood, stress or worry tells of them."""
    return one.design.outcome not in MOOD_ITEMS or one.design.outcome in parts.items


@dataclass(frozen=True, slots=True)
class _Past:
    """What happened in the period, and all that was ever noted, which the dose follows from."""

    inside: History
    every: History
    facts: Facts

    def minutes(self, technique: Technique, day: date) -> float:
        """One session as the plan had it on `day`."""
        profile = {name: answer.value for name, answer in self.facts.answers.items()}
        amount = amount_today(technique, profile, self.every, day)
        return round(amount.seconds / SECONDS_A_MINUTE, 1)


def _row(technique: Technique, past: _Past, tested: FairTest | None) -> Tried:
    history = past.inside
    done = dict(history.said("done", technique.id))
    rated = [value for _, value in history.said("rated", technique.id)]
    mornings = [value for _, value in history.said("settled", technique.id)]
    worse = [day for day, _ in history.said("made_worse", technique.id)]
    last = max(done, default=None)
    return Tried(
        technique=technique.id,
        days=len(done),
        short=sum(value == "tired" for value in done.values()),
        minutes=past.minutes(technique, last) if last else 0.0,
        better=rated.count("better"),
        same=rated.count("same"),
        worse=rated.count("worse"),
        settled=mornings.count("settled"),
        still_up=mornings.count("still_up") + mornings.count("leg_further"),
        worse_on=max(worse, default=None),
        tested=tested,
    )
