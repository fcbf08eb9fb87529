"""A technique becomes a session: every step with its seconds, its cue, its side and its round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from unspiral.catalogue.dosed import dosed
from unspiral.catalogue.types import SessionStep, Technique
from unspiral.records.plan import Amount, Withheld
from unspiral.records.problem import Reason
from unspiral.records.session import Script, Step, StepKind
from unspiral.records.triage import Clearance

Side = Literal["left", "right"]
SWITCH_SECONDS = 15.0
OTHER: dict[str, str] = {"left": "right", "right": "left", "": ""}


@dataclass(frozen=True, slots=True)
class Ask:
    """How the session is wanted.

    `tired`: the version of a minute or less. `side_first`: which side starts. `amount`: today's
    dose, in minutes, rounds, sets or seconds held; None keeps the dose of the content.
    """

    tired: bool = False
    side_first: Side = "right"
    amount: Amount | None = None


FULL = Ask()


def script_for(technique: Technique, clearance: Clearance, ask: Ask = FULL) -> Script | Withheld:
    """The session of `technique` for a person with `clearance`, or why there is none.

    Withheld when the clearance does not cover the technique's scope, when a caution in force
    excludes it, or when only the gentle set is open. A tired session is never over 60 seconds.
    """
    reasons = refusals(technique, clearance)
    if reasons:
        return Withheld(clearance.minted_at.date(), reasons)
    return Script(
        technique=technique.id,
        version=technique.version,
        title=technique.title,
        steps=_steps(technique, ask),
        stop_rules=technique.stop_rules,
        figure=technique.figure,
        tired=ask.tired or (ask.amount is not None and ask.amount.smallest),
        mirrored=ask.side_first == "left",
        scope=technique.scope,
    )


def refusals(technique: Technique, clearance: Clearance) -> tuple[Reason, ...]:
    """Every reason why this technique may not start under this clearance."""
    found = [] if clearance.covers(technique.scope) else [Reason("needs_clearance", technique.id)]
    found += [
        Reason("caution", technique.id, {"caution": use.caution})
        for use in technique.cautions
        if use.then == "exclude" and use.caution in clearance.cautions
    ]
    if clearance.gentle and not technique.gentle:
        found.append(Reason("gentle_only", technique.id))
    return tuple(found)


def seconds_of(steps: Sequence[Step]) -> float:
    """Length of a row of steps."""
    return sum(step.seconds for step in steps)


def _steps(technique: Technique, ask: Ask) -> tuple[Step, ...]:
    if ask.tired:
        return unroll(technique.tired.steps, ask.side_first)
    authored = technique.session if ask.amount is None else dosed(technique, ask.amount)
    return unroll(authored, ask.side_first)


def unroll(authored: Sequence[SessionStep], side_first: Side) -> tuple[Step, ...]:
    """Authored steps one after the other: rounds counted, sides filled in, breaths in phases."""
    sided = any(step.kind == "switch" or step.sides for step in authored)
    side: str = side_first if sided else ""
    steps: list[Step] = []
    for step in authored:
        if step.sides:
            steps += _one(step, side)
            side = OTHER[side]
            steps.append(_switch(side))
        elif step.kind == "switch":
            side = OTHER[side]
        steps += _one(step, side)
    return tuple(steps)


def _switch(side: str) -> Step:
    return Step("switch", SWITCH_SECONDS, "", side=side)


def _one(step: SessionStep, side: str) -> Iterator[Step]:
    if step.kind == "repeat":
        inner = [SessionStep(**part) for part in step.steps]
        for count in range(1, step.times + 1):
            for part in inner:
                yield from (replace(s, count=count, of=step.times) for s in _one(part, side))
    elif step.kind == "breath":
        for count in range(1, step.times + 1):
            for phase, seconds in step.phases.items():
                yield Step("breath", float(seconds), step.cue, phase, side, count, step.times)
    else:
        yield Step(_kind(step), _seconds(step), step.cue, step.pose, side)


def _kind(step: SessionStep) -> StepKind:
    assert step.kind != "repeat"
    return step.kind


def _seconds(step: SessionStep) -> float:
    return step.seconds or (SWITCH_SECONDS if step.kind == "switch" else 0.0)
