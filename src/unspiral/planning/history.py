"""What earlier days tell the planner: how often, when last, how it was, and flares."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from unspiral.records.facts import DIARY, Event, Reading

FLARE_POINTS = 2.0  # above the own 14-day middle, for 2 days (safety page, "Load and flares")
FLARE_DAYS = 2
FLARE_WINDOW_DAYS = 14
HELD_DAYS = 3


@dataclass(frozen=True, slots=True)
class History:
    """Readings and events of one person, oldest first. Days are the person's own."""

    readings: tuple[Reading, ...] = ()
    events: tuple[Event, ...] = ()

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
        return max((e.local_date for e in self.of("done", technique, before)), default=None)

    def felt_better(self, technique: str) -> int:
        """How often "better" was answered after `technique`."""
        return sum(event.value == "better" for event in self.of("rated", technique))

    def made_worse(self, technique: str) -> bool:
        """True when the person ever said that `technique` made them worse."""
        return bool(self.of("made_worse", technique)) or any(
            event.value == "worse" for event in self.of("rated", technique)
        )

    def first_done(self) -> dict[str, date]:
        """The first day each technique was done."""
        first: dict[str, date] = {}
        for event in sorted(self.of("done"), key=lambda e: e.local_date):
            first.setdefault(event.subject, event.local_date)
        return first

    def bad_day(self, today: date) -> bool:
        """True when "Bad day" was tapped today."""
        return any(event.local_date == today for event in self.of("bad_day"))

    def flare_days(self, until: date, since: date | None = None) -> tuple[date, ...]:
        """Days up to `until`, from `since` when given, on which a flare began or went on."""
        # Only what the person noted: an import never changes a plan by itself (safety page, H18).
        own = (r for r in self.readings if r.variable == "pain" and r.source == DIARY)
        pain = {reading.local_date: reading.value for reading in own}
        tapped = {event.local_date for event in self.of("bad_day")}
        return tuple(
            sorted(
                day
                for day in tapped.union(pain)
                if day <= until
                and (since is None or day >= since)
                and (day in tapped or _run_ends(pain, day))
            )
        )

    def progress_held(self, today: date) -> bool:
        """True from a flare's day until 3 days after it."""
        return bool(self.flare_days(today, since=today - timedelta(days=HELD_DAYS)))


def _run_ends(pain: dict[date, float], day: date) -> bool:
    """Pain of `day` and of the day before it is high."""
    return all(_high(pain, day - timedelta(days=back)) for back in range(FLARE_DAYS))


def _high(pain: dict[date, float], day: date) -> bool:
    """Pain of `day` is 2 or more above the middle of the 14 days before it."""
    window = [
        pain[day - timedelta(days=back)]
        for back in range(1, FLARE_WINDOW_DAYS + 1)
        if day - timedelta(days=back) in pain
    ]
    return day in pain and bool(window) and pain[day] - median(window) >= FLARE_POINTS
