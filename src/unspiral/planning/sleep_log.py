"""What the facts say of one person's nights and days, as the sleep programme reads them.

Only the person's own diary counts: an import never changes a programme (safety page, H18). What
was told late counts from the day it was told, so nothing can be dated back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from unspiral.catalogue.load import Catalogue
from unspiral.diary.sleep import VARIABLES, metrics, nights, valid
from unspiral.planning.history import History
from unspiral.records.facts import DIARY, Answer, Event, Facts
from unspiral.records.problem import Reason
from unspiral.records.sleep import Night, NightMetrics
from unspiral.screening.endings import pasts
from unspiral.screening.questions import is_future
from unspiral.screening.sleep_gate import day_of, is_safety_stop

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
RECENT = timedelta(days=14)  # the 7 nights of the start lie within so many days
MOOD = ("phq2_total", "phq8_total", "gad7_total")
MOOD_WAITS_FROM = 15
WEEKLY = frozenset({"fall", "energy", "sleepy"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A valid night, and the day from which it is known."""

    night: Night
    metrics: NightMetrics
    known: date


@dataclass(frozen=True, slots=True)
class Mood:
    """One mood score: the day it counts for, when it was taken, which one, and its value."""

    day: date
    at: datetime
    score: str
    value: float


@dataclass(frozen=True)
class Log:
    """Facts made ready for the programme. `held_from`: from then on a level holds every step."""

    facts: Facts
    catalogue: Catalogue
    held_from: date | None = None

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """Valid nights up to today, oldest first."""
        told: dict[date, datetime] = {}
        own = [r for r in self.facts.history if r.source == DIARY and r.variable in VARIABLES]
        own = [r for r in own if r.local_date <= self.facts.today]
        for reading in own:
            at = reading.answered_at or reading.end
            told[reading.local_date] = max(told.get(reading.local_date, at), at)
        found = ((night, metrics(night)) for night in nights(own))
        return tuple(
            Counted(night, said, max(night.day, told[night.day].date() - ONE_DAY))
            for night, said in found
            if valid(said)
        )

    def recent(self, on: date, after: date | None = None) -> tuple[Counted, ...]:
        """Valid nights known on `on`, of the 14 days up to it and after `after`."""
        first = max(on - RECENT, after or date.min)
        return tuple(c for c in self.counted if first < c.night.day <= on and c.known <= on)

    def week(self, on: date) -> tuple[NightMetrics, ...]:
        """Valid nights of the seven days up to `on`, known by then."""
        return tuple(
            c.metrics for c in self.counted if on - WEEK < c.night.day <= on and c.known <= on
        )

    @cached_property
    def events(self) -> tuple[tuple[date, Event], ...]:
        """Events with the day each counts for, in one order whatever order they came in.

        What lies ahead counts only when it is careful: then it counts today.
        """
        found = []
        for event in self.facts.events:
            day = day_of(event)
            if day > self.facts.today or is_future(event.at, self.facts.now):
                if not _careful(event):
                    continue
                day = min(day, self.facts.today)
            found.append((day, event))
        return tuple(sorted(found, key=_order))

    @cached_property
    def moods(self) -> tuple[Mood, ...]:
        """Every mood score that is known, oldest first: of forms taken, and the latest answers."""
        found = {m for day, e in self.events for m in _of_form(day, e)}
        for name in MOOD:
            answer = self.facts.answers.get(name)
            if answer is not None and (mood := _of_answer(answer, self.facts)) is not None:
                found.add(mood)
        return tuple(sorted(found, key=lambda m: (m.day, m.at, m.score, m.value)))

    @cached_property
    def _flares(self) -> frozenset[date]:
        facts = self.facts
        return frozenset(History(facts.history, facts.events).flare_days(facts.today))

    @cached_property
    def _changed(self) -> frozenset[date]:
        """Days on which a medicine was noted as changed."""
        return frozenset(
            r.local_date
            for r in self.facts.history
            if r.variable == "medicines_changed" and r.value > 0
        )

    def asked(self, on: date, mornings: int) -> bool:
        """The morning tap stands on so many mornings of the week, and all weekly questions."""
        inside = [e for day, e in self.events if on - WEEK < day <= on]
        taps = {e.local_date for e in inside if e.kind == "fought_sleep"}
        weekly = {e.subject for e in inside if e.kind == "sleep_week"}
        return len(taps) >= mornings and weekly >= WEEKLY

    def sleepy(self, on: date) -> bool:
        """ "Sleepy by day" was said in the week."""
        return any(
            e.kind == "sleep_week" and e.subject == "sleepy" and e.value != "no"
            for day, e in self.events
            if on - WEEK < day <= on
        )

    def holds(self, on: date) -> tuple[Reason, ...]:
        """Why the week up to `on` takes no step: flare, illness, travel, medicine, level, mood."""
        found = {
            e.subject for d, e in self.events if e.kind == "sleep_hold" and on - WEEK < d <= on
        }
        if any(on - WEEK < day <= on for day in self._flares):
            found.add("flare")
        if any(on - WEEK < day <= on for day in self._changed):
            found.add("medicine")
        raised = any(e.kind == "flag_raised" and on - WEEK < d <= on for d, e in self.events)
        own = tuple(Reason("waits", what) for what in sorted(found))
        return (*own, *((Reason("waits", "level"),) if raised else ()), *self.stands(on))

    def stands(self, on: date) -> tuple[Reason, ...]:
        """What stands on that day and lets nothing start or change: a level, or a mood score."""
        if self.held_from is not None and on >= self.held_from:
            return (Reason("waits", "level"),)
        last: dict[str, float] = {m.score: m.value for m in self.moods if m.day <= on}
        high = [s for s in ("phq8_total", "gad7_total") if last.get(s, 0) >= MOOD_WAITS_FROM]
        level = (Reason("waits", "level"),) if self._flag_stood(on) else ()
        return (*level, *(Reason("waits", score) for score in high))

    def _flag_stood(self, on: date) -> bool:
        """A red flag at E, D or W was raised by that day and had not ended."""
        if not any(e.kind == "flag_raised" for _, e in self.events):
            return False
        then = tuple(e for day, e in self.events if day <= on)
        found = pasts(replace(self.facts, events=then), self.catalogue)
        return any(past.raised is not None for past in found.values())


def once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, in the order they came."""
    found: list[Reason] = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)


def _careful(event: Event) -> bool:
    """Whether an event from the future counts: it stops, holds or warns."""
    ends = event.kind == "sleep_programme" and event.value == "stopped"
    holds = event.kind in ("sleep_hold", "flag_raised", "dark_thoughts")
    sleepy = event.kind == "sleep_week" and event.value != "no"
    return ends or holds or sleepy or is_safety_stop(event)


def _order(pair: tuple[date, Event]) -> tuple[date, datetime, bool, str, str, str]:
    day, event = pair
    return day, event.at, is_safety_stop(event), event.kind, event.subject, event.value


def _of_form(day: date, event: Event) -> Iterator[Mood]:
    """The mood scores in a form that was taken; text that cannot be read holds none."""
    if event.kind != "form_taken":
        return
    try:
        result = json.loads(event.value)
        parts = [p for p in (result["score"], *result["parts"]) if p]
        for part in parts:
            if part["variable"] in MOOD and part["value"] is not None:
                yield Mood(day, event.at, part["variable"], float(part["value"]))
    except (ValueError, TypeError, KeyError):
        return


def _of_answer(answer: Answer, facts: Facts) -> Mood | None:
    if isinstance(answer.value, bool) or not isinstance(answer.value, (int, float)):
        return None
    day = max(answer.local_date, (answer.answered_at - ONE_DAY).date())
    return Mood(min(day, facts.today), answer.answered_at, answer.variable, float(answer.value))


def mood_stops(moods: Sequence[Mood], opened: date) -> Mapping[date, str]:
    """Days on which mood got worse since `opened`: PHQ-2 rose to 3, PHQ-8 up 5 or at 20.

    What was taken last by the day of opening is where each began; with none, the first one is.
    """
    found: dict[date, str] = {}
    last: dict[str, float] = {}
    least = float("inf")
    for mood in moods:
        fresh = mood.day > opened
        if mood.score == "phq2_total" and fresh and mood.value >= 3 > last.get(mood.score, 0):
            found.setdefault(mood.day, mood.score)
        if mood.score == "phq8_total":
            if fresh and (mood.value >= 20 or mood.value - least >= 5):
                found.setdefault(mood.day, mood.score)
            least = min(least, mood.value) if fresh else mood.value
        last[mood.score] = mood.value
    return found
