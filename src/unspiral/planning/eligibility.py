"""Who may do what: the first reason why a technique is left out today, or none."""

from collections.abc import Callable, Mapping
from datetime import date

from unspiral.catalogue.dosed import uses_heat
from unspiral.catalogue.types import STARTS, Technique
from unspiral.planning.history import History
from unspiral.planning.lights import lights
from unspiral.planning.standing import DAYS_BETWEEN_STEPS, GREENS_FOR_A_STEP
from unspiral.records.facts import Value
from unspiral.records.problem import Reason
from unspiral.records.triage import Clearance

Check = Callable[[Technique, Mapping[str, Value], History, Clearance, date], Reason | None]
HEAT_A_DAY = 3  # up to 3 times a day (clinical evidence page, section b)
NECK_ROLES = frozenset({"ease", "night", "mind"})


def why_not(
    technique: Technique,
    profile: Mapping[str, Value],
    history: History,
    clearance: Clearance,
    today: date,
) -> Reason | None:
    """The first reason that keeps `technique` out of today's plan; None when it may be offered."""
    for check in CHECKS:
        reason = check(technique, profile, history, clearance, today)
        if reason is not None:
            return reason
    return None


def level_id(family: str, level: int) -> str:
    """The technique id of one level of a family: `bridge`, `bridge-2`, `bridge-3`."""
    return family if level == 1 else f"{family}-{level}"


def careful(technique: Technique, clearance: Clearance) -> tuple[Reason, ...]:
    """What to take care of, for each caution in force that changes how it is done."""
    return tuple(
        Reason("careful", technique.id, {"caution": use.caution})
        for use in technique.cautions
        if use.then == "careful" and use.caution in clearance.cautions
    )


def _not_started(t: Technique, _p: object, _h: object, _c: object, _d: object) -> Reason | None:
    return None if t.offer in STARTS else Reason("not_started_here", t.id)


def _level(t: Technique, _p: object, history: History, _c: object, today: date) -> Reason | None:
    """A higher level opens after a week with the one below, and 3 mornings by which it had settled.

    A morning on which it was still up begins the count anew, and none opens within 3 days of a
    flare ("Load and flares"). What was done before stays open.
    """
    if t.level < 2:
        return None
    below = level_id(t.family, t.level - 1)
    done = {day for day, _ in history.said("done", below) if day < today}
    greens = min(len(done), _greens(history, below, today))
    known = history.last_done(t.id, today) is not None and len(done) >= GREENS_FOR_A_STEP
    week = bool(done) and (today - min(done)).days >= DAYS_BETWEEN_STEPS
    ready = greens >= GREENS_FOR_A_STEP and week and not history.progress_held(today)
    if (known or ready) and not history.made_worse(below):
        return None
    return Reason("level_below_first", t.id, {"technique": below, "days": greens})


def _greens(history: History, technique: str, today: date) -> int:
    """Green mornings, since the last one on which it was still up."""
    greens = 0
    for light in lights(history, technique, today).values():
        greens = 0 if light == "red" else greens + (light == "green")
    return greens


def _scope(t: Technique, _p: object, _h: object, clearance: Clearance, _d: object) -> Reason | None:
    return None if clearance.covers(t.scope) else Reason("needs_clearance", t.id)


def _caution(
    t: Technique, _p: object, _h: object, clearance: Clearance, _d: object
) -> Reason | None:
    for use in t.cautions:
        if use.then == "exclude" and use.caution in clearance.cautions:
            return Reason("caution", t.id, {"caution": use.caution})
    return None


def _held(
    t: Technique, _p: object, history: History, clearance: Clearance, today: date
) -> Reason | None:
    if clearance.gentle and not t.gentle:
        return Reason("gentle_only", t.id)
    known = t.gentle or history.last_done(t.id, today) is not None
    return Reason("held_at_todays_level", t.id) if clearance.held and not known else None


def _made_worse(
    t: Technique, profile: Mapping[str, Value], history: History, _c: object, _d: object
) -> Reason | None:
    if history.made_worse(t.id):
        return Reason("made_worse", t.id)
    return Reason("tried_worse", t.id) if t.tried and profile.get(t.tried) == "worse" else None


def _neck_only(
    t: Technique, profile: Mapping[str, Value], _h: object, _c: object, _d: object
) -> Reason | None:
    back = any(profile.get(place) == "yes" for place in ("place_low_back", "place_mid_back"))
    only_neck = profile.get("place_neck") == "yes" and not back
    breathing = any(step.kind == "breath" for step in t.session)  # positions are for the back
    fits = not t.load and t.role in NECK_ROLES and (t.role != "ease" or breathing)
    return Reason("neck_only", t.id) if only_neck and not fits else None


def _not_today(
    t: Technique, _p: object, history: History, _c: object, today: date
) -> Reason | None:
    for kind in ("not_today", "swapped"):
        if any(day == today for day, _ in history.said(kind, t.id)):
            return Reason(kind, t.id)
    return None


def _warm_enough(
    t: Technique, _p: object, history: History, _c: object, today: date
) -> Reason | None:
    """Warmth at most three times a day, counted when it has ended."""
    if not uses_heat(t):
        return None
    kinds = ("done", "heat_ended")
    ends = {
        event.at
        for event in history.events
        if event.kind in kinds and event.subject == t.id and event.local_date == today
    }
    return Reason("three_times_today", t.id) if len(ends) >= HEAT_A_DAY else None


CHECKS: tuple[Check, ...] = (
    _not_started,
    _scope,
    _caution,
    _held,
    _level,
    _neck_only,
    _made_worse,
    _not_today,
    _warm_enough,
)
