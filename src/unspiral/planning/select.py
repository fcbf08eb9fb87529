"""Today's few things: one to ease, one to build, one for the night, inside the minutes.

Plain form of the planner: inside each role the least recently done comes first. Ranking by
expected benefit and by what helped this person is the next form of the same function.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from numpy.random import Generator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.dose import walking_dose
from unspiral.planning.eligibility import careful, why_not
from unspiral.planning.history import History
from unspiral.records.facts import Value
from unspiral.records.plan import ROLES, Plan, PlanItem, Role, Withheld
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance

FIRST_WEEK = timedelta(days=7)
FIRST_WEEK_SECONDS = 10 * 60
MOST_MINUTES = 60
SHORT_SECONDS = 120  # one item of the first week stays under 2 minutes
CHAIR_FIRST = frozenset({"k5", "k10"})  # falls or unsteady, 70 or older
KEPT_SECONDS = 60  # room kept for each role that is still to be filled
NEW_EVERY = timedelta(days=7)
FEW: tuple[Role, ...] = ("ease", "build", "night")


@dataclass(frozen=True, slots=True)
class Day:
    """Everything one day's choice is made from."""

    profile: Mapping[str, Value]
    history: History
    catalogue: Catalogue
    clearance: Clearance
    today: date
    rng: Generator

    @property
    def first_week(self) -> bool:
        """True in the 7 days after the first thing was done, and before it."""
        started = min(self.history.first_done().values(), default=self.today)
        return self.today - started < FIRST_WEEK

    @property
    def rough(self) -> bool:
        """True on a day tapped as bad, or while a flare holds progress."""
        return self.history.bad_day(self.today) or self.history.progress_held(self.today)

    @property
    def chair_first(self) -> bool:
        """True from 70 on and for somebody who falls (safety page, "Before any movement")."""
        return not CHAIR_FIRST.isdisjoint(self.clearance.cautions)

    @property
    def seconds(self) -> int:
        """What the whole day may ask for."""
        minutes = self.profile.get("goal_minutes", 10)
        known = isinstance(minutes, (int, float)) and not isinstance(minutes, bool)
        asked = int(min(MOST_MINUTES, max(1, minutes))) * 60 if known else FIRST_WEEK_SECONDS
        return min(asked, FIRST_WEEK_SECONDS) if self.first_week else asked


def propose(
    profile: Mapping[str, Value],
    history: History,
    catalogue: Catalogue,
    clearance: Clearance | None,
    today: date,
    rng: Generator,
) -> Plan | Withheld:
    """Choose today's items, or say why nothing is chosen.

    `profile`: latest answers by variable. The same inputs give the same plan, so a plan is never
    stored. Items in the order of the day.
    """
    if clearance is None or not clearance.covers("standard"):
        return Withheld(today, (Reason("needs_clearance", None, {"scope": "standard"}),))
    day = Day(profile, history, catalogue, clearance, today, rng)
    left_out: list[Reason] = []
    queues = {role: _queue(day, role, left_out) for role in _roles(day)}
    items = _fill(day, queues)
    notes = _notes(day, queues, items)
    if not items:
        return Withheld(today, (Reason("nothing_fits"), *left_out))
    return Plan(today, items, notes, tuple(left_out))


def _roles(day: Day) -> tuple[Role, ...]:
    wants_more = day.profile.get("plan_size") == "more" and not day.first_week
    return ROLES if wants_more and not day.rough else FEW


def _queue(day: Day, role: Role, left_out: list[Reason]) -> list[Technique]:
    """Eligible techniques of one role, least recently done first, ties by a seeded draw."""
    fit: list[Technique] = []
    for technique in sorted(day.catalogue.techniques.values(), key=lambda t: t.id):
        if technique.role != role or technique.offer != "plan" or technique.status == "retired":
            continue
        reason = why_not(technique, day.profile, day.history, day.clearance, day.today)
        if reason is None and _too_new(day, technique):
            reason = Reason("one_new_a_week", technique.id)
        if reason is None:
            fit.append(technique)
        else:
            left_out.append(reason)
    ties = {technique.id: float(day.rng.random()) for technique in fit}
    return sorted(fit, key=lambda t: (*_recency(day, t), ties[t.id]))


def _recency(day: Day, technique: Technique) -> tuple[date, bool, int, bool]:
    """Sort key: last done, chair before lying, what was told to help, what needs nothing."""
    last = day.history.last_done(technique.id, day.today) or date.min
    lying = day.chair_first and technique.load and set(technique.positions) == {"lying"}
    return last, lying, -len(_told_us(day, technique)), technique.scope != "comfort"


def _too_new(day: Day, technique: Technique) -> bool:
    """At most one new technique a week after the first week, and none on a rough day."""
    first = day.history.first_done()
    if technique.id in first or day.first_week:
        return False
    recent = any(day.today - when < NEW_EVERY for when in first.values())
    return recent or day.rough


def _fill(day: Day, queues: Mapping[Role, list[Technique]]) -> tuple[PlanItem, ...]:
    """One item a role. Build is placed first, so that it is never the one without room."""
    left = day.seconds
    chosen: dict[Role, PlanItem] = {}
    for role in sorted(queues, key=lambda r: r != "build"):
        waiting = len(queues) - len(chosen) - 1
        item = _first_fitting(day, role, queues[role], left, left - waiting * KEPT_SECONDS)
        if item is not None:
            chosen[role] = item
            left -= item.seconds
    return tuple(chosen[role] for role in queues if role in chosen)


def _first_fitting(
    day: Day, role: Role, queue: list[Technique], left: int, roomy: int
) -> PlanItem | None:
    """The first of `queue` that fits: leaving room for the other roles if that can be."""
    for room in (roomy, left):
        for technique in queue:
            item = _item(day, technique, room, _most(day, technique, role))
            if item is not None:
                return item
    return None


def _most(day: Day, technique: Technique, role: Role) -> int:
    """The most seconds: short to build on a rough day, under 2 minutes to ease in week 1."""
    if day.rough and role == "build":
        return technique.tired.seconds
    return SHORT_SECONDS - 1 if day.first_week and role == "ease" else day.seconds


def _item(day: Day, technique: Technique, room: int, most: int) -> PlanItem | None:
    """The fullest form of `technique` within `most` that fits in `room` seconds, or None."""
    tired = technique.tired.seconds
    dose = _dose(day, technique)
    full = technique.dose.seconds if dose is None else dose
    limit = min(room, most)
    if dose is not None:  # walking is cut to whole minutes, never below its smallest
        full = max(tired, min(full, limit // 60 * 60))
    seconds = full if full <= limit else tired
    if seconds > room:
        return None
    reasons = _reasons(day, technique, dose, cut=seconds < technique.dose.seconds)
    grade = technique.grades[0].grade if technique.grades else "D"
    return PlanItem(technique.id, technique.version, technique.role, seconds, tired, grade, reasons)


def _dose(day: Day, technique: Technique) -> int | None:
    if not any(step.kind == "walk" for step in technique.session):
        return None
    return walking_dose(day.profile, day.history, technique.id, technique.tired.seconds, day.today)


def _reasons(day: Day, technique: Technique, dose: int | None, *, cut: bool) -> tuple[Reason, ...]:
    """Why this one, in data: what the person told us, what they felt, and where it starts."""
    reasons = list(_told_us(day, technique))
    if better := day.history.felt_better(technique.id):
        reasons.append(Reason("felt_better", technique.id, {"times": better}))
    if dose is not None and "walk_minutes" in day.profile:
        minutes = day.profile["walk_minutes"]
        reasons.append(Reason("below_your_minutes", technique.id, {"minutes": minutes}))
    if day.rough and technique.role == "build":
        reasons.append(Reason("lighter_day", technique.id))
    elif cut and dose is None:
        reasons.append(Reason("short_form", technique.id))
    if not reasons:
        known = day.history.last_done(technique.id, day.today)
        reasons.append(Reason("its_turn" if known else "worth_a_try", technique.id))
    return (*reasons, *careful(technique, day.clearance))


def _told_us(day: Day, technique: Technique) -> tuple[Reason, ...]:
    """Answers of the person that speak for `technique`; keys are "variable=value"."""
    return tuple(
        Reason("told_us", technique.id, {"answer": key})
        for key in technique.told_us
        if str(day.profile.get(key.partition("=")[0])) == key.partition("=")[2]
    )


def _notes(
    day: Day, queues: Mapping[Role, list[Technique]], items: tuple[PlanItem, ...]
) -> tuple[Reason, ...]:
    """What the page says beside the items: a held level, a lighter day, an empty role."""
    notes: list[Reason] = []
    if day.clearance.held:
        notes.append(Reason("held_at_todays_level"))
    if day.rough:
        notes.append(Reason("lighter_day"))
    if "build" in queues and not any(item.role == "build" for item in items):
        notes.append(Reason("no_build_item_fits"))
    return tuple(notes)
