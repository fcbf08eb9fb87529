"""A technique's steps with today's dose in them: as many minutes, rounds, sets or seconds held."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from unspiral.catalogue.session_check import SWITCH_SECONDS
from unspiral.catalogue.technique_types import SessionStep, Technique
from unspiral.records.plan import Amount

SHORTEST_WALK = 30.0
BETWEEN_SETS = 30.0  # seconds, in which the first line is said again [GK]
ROUNDS = ("repeat", "breath")


def dosed(technique: Technique, amount: Amount) -> tuple[SessionStep, ...]:
    """The authored steps as `amount` asks for. They last `amount.seconds`, to the second."""
    grows, session = technique.dose.grows, technique.session
    if amount.smallest:
        return technique.tired.steps
    if grows is None or grows.by == "a_day":
        return session
    if grows.by == "time":
        return _timed(session, float(amount.seconds))
    if grows.by == "hold":
        return tuple(_held(step, amount.hold) for step in session)
    return _in_sets(session, amount)


def length(steps: Sequence[SessionStep]) -> float:
    """Seconds of all rounds and both sides."""
    return sum(_seconds(step) for step in steps)


def _seconds(step: SessionStep) -> float:
    if step.kind == "breath":
        once = sum(step.phases.values()) * step.times
    elif step.kind == "repeat":
        once = sum(_part_seconds(part) for part in step.steps) * step.times
    else:
        once = step.seconds or (SWITCH_SECONDS if step.kind == "switch" else 0.0)
    return once * 2 + SWITCH_SECONDS if step.sides else once


def _part_seconds(part: Mapping[str, Any]) -> float:
    return float(part.get("seconds", 0.0)) or (SWITCH_SECONDS if part["kind"] == "switch" else 0.0)


def uses_heat(technique: Technique) -> bool:
    """True when the session holds a stretch of warmth."""
    return any(step.kind == "heat" for step in (*technique.session, *technique.tired.steps))


def shortest(technique: Technique) -> float:
    """Seconds below which a session by time cannot be cut: one of every round."""
    if any(step.kind == "walk" for step in technique.session):
        return length([_walked(step, SHORTEST_WALK) for step in technique.session])
    if any(step.kind in ROUNDS for step in technique.session):
        return length([_scaled(step, 0.0) for step in technique.session])
    return length(technique.session)


def _timed(session: tuple[SessionStep, ...], seconds: float) -> tuple[SessionStep, ...]:
    """Walks, else rounds, else rests, else spoken pauses give or take the time."""
    kinds = {step.kind for step in session}
    if "walk" in kinds:
        rest = length([step for step in session if step.kind != "walk"])
        walks = sum(step.kind == "walk" for step in session)
        return tuple(_walked(step, (seconds - rest) / walks) for step in session)
    if kinds.intersection(ROUNDS):
        inside = length([step for step in session if step.kind in ROUNDS])
        share = (seconds - length(session) + inside) / inside
        return _filled(tuple(_scaled(step, share) for step in session), seconds)
    kind = "rest" if "rest" in kinds else "say"
    inside = length([step for step in session if step.kind == kind])
    share = (seconds - length(session) + inside) / inside
    return tuple(
        replace(step, seconds=step.seconds * share) if step.kind == kind else step
        for step in session
    )


def _walked(step: SessionStep, seconds: float) -> SessionStep:
    return replace(step, seconds=max(SHORTEST_WALK, seconds)) if step.kind == "walk" else step


def _scaled(step: SessionStep, share: float) -> SessionStep:
    """A step with its share of the rounds, in whole rounds and never more than the share."""
    if step.kind not in ROUNDS:
        return step
    return replace(step, times=max(1, int(step.times * share + 1e-9)))


def _filled(steps: tuple[SessionStep, ...], seconds: float) -> tuple[SessionStep, ...]:
    """What whole rounds left over goes to the last rest, or to the last thing said."""
    over = seconds - length(steps)
    still = [n for n, step in enumerate(steps) if step.kind == "rest"]
    said = [n for n, step in enumerate(steps) if step.kind == "say"]
    if over <= 0 or not (still or said):
        return steps
    last = (still or said)[-1]
    longer = replace(steps[last], seconds=steps[last].seconds + over)
    return (*steps[:last], longer, *steps[last + 1 :])


def _held(step: SessionStep, hold: int) -> SessionStep:
    if step.kind == "hold":
        return replace(step, seconds=float(hold))
    inner: tuple[dict[str, Any], ...] = tuple(
        {**part, "seconds": hold} if part["kind"] == "hold" else part for part in step.steps
    )
    return replace(step, steps=inner)


def _in_sets(session: tuple[SessionStep, ...], amount: Amount) -> tuple[SessionStep, ...]:
    """Each round so often, and what lies between the first and the last line once a set."""
    steps = tuple(
        replace(s, times=amount.times) if s.kind == "repeat" and amount.times else s
        for s in session
    )
    if amount.sets == 1:
        return steps
    first, body, last = steps[:1], steps[1:-1], steps[-1:]
    again = tuple(replace(step, seconds=BETWEEN_SETS) for step in first)
    return (*first, *body, *((*again, *body) * (amount.sets - 1)), *last)
