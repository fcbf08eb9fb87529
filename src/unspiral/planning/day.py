"""Everything one day's choice is made from, and what kind of a day it is."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.history import History
from unspiral.records.facts import DIARY, Value
from unspiral.records.plan import DrawnToday, Estimates, Role
from unspiral.records.triage import Clearance

FIRST_WEEK = timedelta(days=7)
FIRST_WEEK_SECONDS = 10 * 60
MOST_MINUTES = 60
SHORT_SECONDS = 120  # one item of the first week stays under 2 minutes
CHAIR_FIRST = frozenset({"k5", "k10"})  # falls or unsteady, 70 or older
TIRED_POINTS = 7.0  # of 0-10, from the person's own answer of today or yesterday [GK]
FEW: tuple[Role, ...] = ("ease", "build", "night")
MORE: tuple[Role, ...] = ("ease", "build", "build", "night", "mind")


@dataclass(frozen=True)
class Day:
    """One person's day. `profile`: latest answers by variable."""

    profile: Mapping[str, Value]
    history: History
    estimates: Estimates
    catalogue: Catalogue
    clearance: Clearance
    today: date
    tested: DrawnToday | None = None

    @cached_property
    def first_week(self) -> bool:
        """True in the 7 days after the first thing was done, and before it."""
        days = [day for day in self.history.first_done().values() if day <= self.today]
        return self.today - min(days, default=self.today) < FIRST_WEEK

    @cached_property
    def rough(self) -> bool:
        """True on a day tapped as bad, or while a flare holds progress."""
        return self.history.bad_day(self.today) or self.history.progress_held(self.today)

    @cached_property
    def tired(self) -> bool:
        """True when the person's own answer of today or yesterday says very tired."""
        recent = (self.today, self.today - timedelta(days=1))
        return any(
            reading.variable == "tiredness"
            and reading.source == DIARY
            and reading.local_date in recent
            and reading.value >= TIRED_POINTS
            for reading in self.history.readings
        )

    @property
    def chair_first(self) -> bool:
        """True from 70 on and for somebody who falls (safety page, "Before any movement")."""
        return not CHAIR_FIRST.isdisjoint(self.clearance.cautions)

    @property
    def slots(self) -> tuple[Role, ...]:
        """The places of the day. More than three only when asked for, and not on a rough day."""
        wants_more = self.profile.get("plan_size") == "more" and not self.first_week
        return MORE if wants_more and not self.rough else FEW

    @property
    def seconds(self) -> int:
        """What the whole day may ask for."""
        minutes = self.profile.get("goal_minutes", 10)
        known = isinstance(minutes, (int, float)) and not isinstance(minutes, bool)
        asked = int(min(MOST_MINUTES, max(1, minutes))) * 60 if known else FIRST_WEEK_SECONDS
        return min(asked, FIRST_WEEK_SECONDS) if self.first_week else asked

    def before(self, days: int) -> date:
        """The day that lies `days` before today."""
        return self.today - timedelta(days=days)

    @cached_property
    def done_on(self) -> Mapping[str, tuple[date, ...]]:
        """Days before today on which each kin was done, oldest first."""
        found: dict[str, set[date]] = {}
        for name in self.history.about("done"):
            said = self.history.said("done", name, self.before(1))
            found.setdefault(self.kin_of(name), set()).update(day for day, _ in said)
        return {kin: tuple(sorted(days)) for kin, days in found.items() if days}

    @cached_property
    def done_today(self) -> frozenset[str]:
        """Techniques done today."""
        return self._tapped_today("done")

    def closed_today(self, planned: Set[str]) -> Counter[Role]:
        """Places by role that a tap of today closed, or that something not planned has filled."""
        tapped = self._tapped_today("not_today") | self._tapped_today("made_worse")
        own = {self.tested.technique} if self.tested else set()  # it stands in no place
        names = (tapped | self.done_today) - planned - own
        techniques = self.catalogue.techniques
        return Counter(techniques[name].role for name in names if name in techniques)

    def _tapped_today(self, kind: str) -> frozenset[str]:
        about = self.history.about(kind)
        found = {name: self.history.said(kind, name, self.today) for name in about}
        return frozenset(name for name, said in found.items() if said and said[-1][0] == self.today)

    @cached_property
    def newcomers(self) -> frozenset[str]:
        """Kin that are this week's new one: first done, or offered and never done, in 7 days."""
        since = self.before(FIRST_WEEK.days - 1)
        found = {kin for kin, days in self.done_on.items() if days[0] >= since}
        for name in self.history.about("offered"):
            kin = self.kin_of(name)
            said = self.history.said("offered", name, self.before(1))
            if kin not in self.done_on and said and said[-1][0] >= since:
                found.add(kin)
        return frozenset(found)

    def kin_of(self, name: str) -> str:
        """The family of a technique, or its own id: levels of one family are one thing."""
        technique = self.catalogue.techniques.get(name)
        return kin(technique) if technique is not None else name


def kin(technique: Technique) -> str:
    """The family of a technique, or its own id."""
    return technique.family or technique.id
