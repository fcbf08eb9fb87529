"""A made-up year as somebody would have written it down: set-up, two sittings a day, sessions.

The days, and on which of them something was done, come from `dynamics/simulate`. What is added
here (hours asleep, pain on waking, how a session felt) changes nothing in them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.random import Generator

from unspiral.catalogue.dosed import uses_heat
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.diary.checkin import Draft, accept
from unspiral.dynamics.simulate import ITEMS, Made, Use, use_of
from unspiral.dynamics.simulate.settings import ON_BAD_DAYS
from unspiral.records.facts import Answer, Event, Reading, Value
from unspiral.records.plan import ROLES
from unspiral.screening.asking import FOUR, covered, settles
from unspiral.screening.questions import SKIPPED
from unspiral.screening.rescreen import ASK_AGAIN
from unspiral.services.operations import Entry, Origin
from unspiral.services.setup import screens

# Whom the year is about: as set-up asks it. No country, so that nobody is shown a wrong number.
AGE = 46
PERSONA: Mapping[str, Value] = {
    "pregnant": "no",
    "place_low_back": "yes",
    "leg_symptoms": "no",
    "eases": "walking",
    "settles": "hours",
    "walk_minutes": 20.0,
    "tried_walking": "helped",
    "tried_heat": "helped",
    "tried_stretching": "no_change",
    "peg_pain": 5.0,
    "peg_enjoyment": 4.0,
    "peg_activity": 5.0,
    "sleep_usual_hours": 6.5,
    "goal": "Walk to the market and back",
    "goal_minutes": 10,
}
NIGHT, EVENING_ITEMS = ITEMS[0], ITEMS[1:]
MORNING, EVENING = time(7, 15), time(21, 0)
SPREAD_MINUTES = 35  # each sitting is noted up to this much earlier or later
SET_UP_AT, SESSION_AT, BAD_DAY_AT = time(18, 0), time(18, 30), time(15, 0)
MISSED = 0.07  # share of halves that nobody noted
AWAY = (0.55, 9)  # a gap: where in the year it begins, and its days
KEPT_DAYS = 3  # the last days have no gap, so that the pages of today have something to show
DONE_ON = 0.2  # share of days on which each of the favourites was done
GIVEN_UP_AFTER = 20  # sittings
FELT = (("better", 0.45), ("same", 0.55))
SETTLED = (("settled", 0.85), ("still_up", 0.15))
HOURS_AT, HOURS_PER_POINT, HOURS_SD = 4.3, 0.38, 0.5
WAKING_PAIN_SD = 0.8


@dataclass(frozen=True, slots=True)
class Sitting:
    """One half of a day as it was noted."""

    at: datetime
    day: date
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the year plays: the content, the zone, now, and chance."""

    catalogue: Catalogue
    zone: str
    now: datetime
    rng: Generator

    def at(self, day: date, clock: time, spread_minutes: float = 0.0) -> datetime:
        """That moment of `day`, moved by chance up to `spread_minutes` either way."""
        moved = timedelta(minutes=float(self.rng.uniform(-spread_minutes, spread_minutes)))
        return datetime.combine(day, clock, ZoneInfo(self.zone)) + moved

    def one_of(self, weighted: tuple[tuple[str, float], ...]) -> str:
        """One name by its share."""
        names, shares = zip(*weighted, strict=True)
        return str(self.rng.choice(names, p=shares))


def year(made: Made, stage: Stage) -> tuple[Entry, ...]:
    """Everything that was ever entered, oldest first; nothing later than now.

    The danger screens were answered clear when the year began, every 28 days, and at the last
    sitting, so that the plan is open when somebody looks.
    """
    sittings = [one for one in _sittings(made, stage) if one.at <= stage.now]
    entries = [
        *_set_up(stage, made.days[0]),
        *(_entry("checkin", one.at, one.day, stage, readings=one.readings) for one in sittings),
        *_screens(stage, sittings),
        *_sessions(made, stage, sittings),
        *_given_up(stage, sittings),
        *_bad_days(made, stage, sittings),
    ]
    past = [entry for entry in entries if entry.origin.at and entry.origin.at <= stage.now]
    return tuple(sorted(past, key=lambda entry: entry.origin.at or stage.now))


def _entry(
    kind: str,
    at: datetime,
    day: date,
    stage: Stage,
    answers: Mapping[str, Value] | None = None,
    item: tuple[str, int] = ("", 0),
    readings: tuple[Reading, ...] = (),
    events: tuple[Event, ...] = (),
) -> Entry:
    """An operation made at `at` for `day`; `item` is the question's id and version."""
    told = tuple(Answer(name, value, at, day, *item) for name, value in (answers or {}).items())
    return Entry(kind, Origin(zone=stage.zone, local_date=day, at=at), told, readings, events)


def _sittings(made: Made, stage: Stage) -> Iterator[Sitting]:
    """Both halves of each day that was noted, the night in the morning and the rest at night."""
    n_days, waking = len(made.days), 5.0
    away = int(AWAY[0] * n_days)
    for n, (day, answers) in enumerate(zip(made.days, made.answers, strict=True)):
        morning = stage.at(day, MORNING, SPREAD_MINUTES)
        evening = stage.at(day, EVENING, SPREAD_MINUTES)
        missed = stage.rng.random(2) < MISSED
        gone = away <= n < away + AWAY[1]
        values = dict(zip(ITEMS, answers, strict=True))
        night = _morning(values.pop(NIGHT), waking, stage.rng)
        waking = float(np.nan_to_num(values["pain"], nan=waking))
        for at, half, out in ((morning, night, missed[0]), (evening, values, missed[1])):
            kept = not (out or gone) or n >= n_days - KEPT_DAYS
            if n + (half is values) and kept:  # the first morning was before set-up
                yield from _noted(at, day, half, stage)


def _noted(at: datetime, day: date, half: Mapping[str, float], stage: Stage) -> Iterator[Sitting]:
    """What the form would keep of one half; a half with nothing in it is not sent."""
    told = {name: float(value) for name, value in half.items() if np.isfinite(value)}
    draft = Draft(day, told, confirmed=True)
    readings, problems = accept(draft, stage.catalogue.variables, at, stage.zone)
    assert not problems, problems
    if readings:
        yield Sitting(at, day, readings)


def _morning(quality: float, pain_before: float, rng: Generator) -> dict[str, float]:
    """The night, with hours that go with its quality, and pain that goes with the day before."""
    hours = HOURS_AT + HOURS_PER_POINT * quality + rng.normal(0.0, HOURS_SD)
    pain = pain_before + rng.normal(0.0, WAKING_PAIN_SD)
    return {
        "sleep_quality": quality,
        "sleep_hours": float(np.round(2 * np.clip(hours, 3.0, 10.0)) / 2),
        "pain_morning": float(np.round(np.clip(pain, 0.0, 10.0))),
    }


def _set_up(stage: Stage, first: date) -> Iterator[Entry]:
    """Every screen of set-up, a quarter of a minute each; what nobody made up is skipped."""
    at = stage.at(first, SET_UP_AT)
    yield _entry("setup", at, first, stage, {"zone": stage.zone})
    for n, screen in enumerate(screens(stage.catalogue), 1):
        told = {"birth_year": first.year - AGE, **PERSONA}
        settled = settles(screen)
        asked = settled | {choice.id for choice in screen.choices}
        given = {**screen.none_sets, **{k: v for k, v in told.items() if k in asked}}
        if not settled or not settled <= given.keys():
            given[screen.id + SKIPPED] = "yes"
        item = (screen.id, screen.version)
        yield _entry("setup", at + timedelta(seconds=15 * n), first, stage, given, item)


def _screens(stage: Stage, sittings: list[Sitting]) -> Iterator[Entry]:
    """The danger screens again, clear: at the first sitting after 28 days, and at the last."""
    nothing: dict[str, Value] = dict.fromkeys(sorted(covered(FOUR, stage.catalogue)), "no")
    nothing["anything_changed"] = "no"
    due = min(one.at for one in sittings) + ASK_AGAIN
    for one in sittings:
        if one.at >= due or one is sittings[-1]:
            yield _entry("screen", one.at + timedelta(seconds=1), one.day, stage, nothing)
            due = one.at + ASK_AGAIN


def uses(catalogue: Catalogue) -> tuple[Use, ...]:
    """What this person keeps coming back to, with its true effect; ease is sought on bad days."""
    return tuple(
        _use(one, ON_BAD_DAYS if one.role == "ease" else 0.0) for one in _favourites(catalogue)
    )


def _use(technique: Technique, indication: float) -> Use:
    try:
        return use_of(technique, DONE_ON, indication)
    except ValueError:  # no size in points is known: none is put in
        return Use(name=technique.id, effects={}, share=DONE_ON, indication=indication)


def _favourites(catalogue: Catalogue) -> tuple[Technique, ...]:
    """Two techniques of each role, gentle ones first."""
    found = [one for one in catalogue.techniques.values() if one.status != "retired"]
    found.sort(key=lambda one: (not one.gentle, one.id))
    by_role = ([one for one in found if one.role == role] for role in ROLES)
    return tuple(one for some in by_role for one in some[:2])


def _sessions(made: Made, stage: Stage, sittings: list[Sitting]) -> Iterator[Entry]:
    """What was done, how it felt, and next morning whether a build item has settled."""
    evenings = {one.day for one in sittings if _is_evening(one)}
    mornings = {one.day: one.at for one in sittings if not _is_evening(one)}
    for name, days in made.used().items():
        technique = stage.catalogue.techniques[name]
        for day in sorted(days & evenings):
            at, following = stage.at(day, SESSION_AT, 2 * SPREAD_MINUTES), day + timedelta(days=1)
            yield _done(technique, at, day, stage)
            if technique.load and following in mornings:
                later = mornings[following] + timedelta(minutes=1)
                how = Event("settled", name, stage.one_of(SETTLED), later, following)
                yield _entry("act", later, following, stage, events=(how,))


def _given_up(stage: Stage, sittings: list[Sitting]) -> Iterator[Entry]:
    """One thing that was tried once and felt worse: it is not offered again."""
    kept = {one.id for one in _favourites(stage.catalogue)}
    ease = (one for one in stage.catalogue.techniques.values() if one.role == "ease")
    tried = next((one for one in ease if one.id not in kept), None)
    evening = next((one for one in sittings[GIVEN_UP_AFTER:] if _is_evening(one)), None)
    if tried and evening:
        at, day = stage.at(evening.day, SESSION_AT), evening.day
        told = (("done", "full"), ("rated", "worse"), ("made_worse", ""))
        events = tuple(Event(kind, tried.id, value, at, day) for kind, value in told)
        yield _entry("act", at, day, stage, events=events)


def _done(technique: Technique, at: datetime, day: date, stage: Stage) -> Entry:
    """One session from start to end, as the player keeps it."""
    how = "tired" if stage.rng.random() < 0.2 else "full"
    told = [("done", how)]
    if not technique.load:
        told.append(("rated", stage.one_of(FELT)))
    if uses_heat(technique):
        told = [("heat_started", ""), *told, ("heat_ended", "done")]
    events = tuple(Event(kind, technique.id, value, at, day) for kind, value in told)
    return _entry("act", at, day, stage, events=events)


def _bad_days(made: Made, stage: Stage, sittings: list[Sitting]) -> Iterator[Entry]:
    """ "Bad day", tapped in the afternoon of a flare's first day, where that day was noted.

    Not in the last days: the danger screen would have to come again before the plan.
    """
    noted = {one.day for one in sittings} - set(made.days[-KEPT_DAYS:])
    flared = zip(made.days, made.flares, (False, *made.flares), strict=False)
    for day in (day for day, on, before in flared if on and not before and day in noted):
        at = stage.at(day, BAD_DAY_AT, SPREAD_MINUTES)
        yield _entry("act", at, day, stage, events=(Event("bad_day", "day", "", at, day),))


def _is_evening(sitting: Sitting) -> bool:
    return any(reading.variable in EVENING_ITEMS for reading in sitting.readings)
