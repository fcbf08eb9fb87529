"""What earlier days tell the planner: how often, when last, how it was, and flares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from statistics import median

from unspiral.records.facts import DIARY, Event, Reading

FLARE_POINTS = 2.0  # above the own 14-day middle, for 2 days (safety page, "Load and flares")
FLARE_DAYS = 2
USUAL_DAYS = 14
HELD_DAYS = 3

Said = tuple[date, str]  # the day, and the value of the event


@dataclass(frozen=True)
class History:
    """Readings and events of one person, in any order. Days are the person's own.

    What was said twice on one day counts once, so a repeated send adds nothing.
    """

    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()

    def said(self, kind: str, subject: str, until: date = date.max) -> tuple[Said, ...]:
        """(day, value) of events of `kind` about `subject` up to `until`, oldest first."""
        found = self._index.get((kind, subject), ())
        return found if not found or found[-1][0] <= until else _until(found, until)

    def about(self, kind: str) -> tuple[str, ...]:
        """Every subject that events of `kind` are about, sorted."""
        return self._subjects.get(kind, ())

    def of(self, kind: str, subject: str = "", before: date | None = None) -> tuple[Event, ...]:
        """Events of `kind` (and `subject` when given), strictly before `before` when given."""
        return tuple(
            event
            for event in self.events
            if event.kind == kind
            and (not subject or event.subject == subject)
            and (before is None or event.local_date < before)
        )

    def last_done(self, technique: str, before: date) -> date | None:
        """The last day before `before` on which `technique` was done."""
        days = self.said("done", technique, before - timedelta(days=1))
        return days[-1][0] if days else None

    def felt_better(self, technique: str) -> int:
        """On how many days "better" was answered after `technique`."""
        return sum(value == "better" for _, value in self.said("rated", technique))

    def made_worse(self, technique: str) -> bool:
        """True when the person ever said that `technique` made them worse."""
        return bool(self.said("made_worse", technique)) or any(
            value == "worse" for _, value in self.said("rated", technique)
        )

    def first_done(self) -> Mapping[str, date]:
        """The first day each technique was done."""
        return self._first_done

    def bad_day(self, today: date) -> bool:
        """True when "Bad day" was tapped today."""
        return today in self._bad_days

    def flare_days(self, until: date, since: date | None = None) -> tuple[date, ...]:
        """Days up to `until`, from `since` when given, on which a flare began or went on."""
        return tuple(
            day for day in self._flares if day <= until and (since is None or day >= since)
        )

    def progress_held(self, today: date) -> bool:
        """True from a flare's day until 3 days after it."""
        return today in self.held_days

    def above_usual(self, day: date) -> float | None:
        """Pain noted on `day` above the middle of the 14 days before, in points of 0-10.

        The morning's answer, else that of the day; None when either side is missing.
        """
        if day not in self._above:
            self._above[day] = self._above_usual(day)
        return self._above[day]

    def _above_usual(self, day: date) -> float | None:
        for variable in ("pain_morning", "pain"):
            pain = self._pain(variable)
            if day in pain and (usual := _window(pain, day)):
                return pain[day] - median(usual)
        return None

    # Only what the person noted: an import never changes a plan by itself (safety page, H18).
    def _pain(self, variable: str) -> dict[date, float]:
        return self._pains.get(variable, {})

    @cached_property
    def _pains(self) -> dict[str, dict[date, float]]:
        found: dict[str, dict[date, float]] = {}
        for reading in self.readings:
            if reading.variable in ("pain", "pain_morning") and reading.source == DIARY:
                found.setdefault(reading.variable, {})[reading.local_date] = reading.value
        return found

    @cached_property
    def _index(self) -> dict[tuple[str, str], tuple[Said, ...]]:
        found: dict[tuple[str, str], set[Said]] = {}
        for e in self.events:
            found.setdefault((e.kind, e.subject), set()).add((e.local_date, e.value))
        return {key: tuple(sorted(said)) for key, said in found.items()}

    @cached_property
    def _subjects(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for kind, subject in sorted(self._index):
            found.setdefault(kind, []).append(subject)
        return {kind: tuple(subjects) for kind, subjects in found.items()}

    @cached_property
    def _first_done(self) -> dict[str, date]:
        return {name: self.said("done", name)[0][0] for name in self.about("done")}

    @cached_property
    def _bad_days(self) -> frozenset[date]:
        return frozenset(event.local_date for event in self.events if event.kind == "bad_day")

    @cached_property
    def held_days(self) -> frozenset[date]:
        """Days on which nothing goes up: from each flare until 3 days after it."""
        after = [timedelta(days=n) for n in range(HELD_DAYS + 1)]
        return frozenset(flare + n for flare in self._flares for n in after)

    @cached_property
    def _above(self) -> dict[date, float | None]:
        return {}

    @cached_property
    def _flares(self) -> tuple[date, ...]:
        return tuple(sorted(self._bad_days.union(_runs(self._pain("pain")))))


def _until(said: tuple[Said, ...], until: date) -> tuple[Said, ...]:
    return tuple(one for one in said if one[0] <= until)


def _runs(pain: dict[date, float]) -> Iterator[date]:
    """Days whose pain, and that of the day before, is high."""
    for day in pain:
        if all(_high(pain, day - timedelta(days=back)) for back in range(FLARE_DAYS)):
            yield day


def _high(pain: dict[date, float], day: date) -> bool:
    """Pain of `day` is 2 or more above the middle of the 14 days before it."""
    if day not in pain:
        return False
    window = _window(pain, day)
    return bool(window) and pain[day] - median(window) >= FLARE_POINTS


def _window(pain: dict[date, float], day: date) -> list[float]:
    days = (day - timedelta(days=back) for back in range(1, USUAL_DAYS + 1))
    return [pain[one] for one in days if one in pain]
