"""What a technique's session must hold to: its seconds, its poses, and its scope."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue.types import Figure, SessionStep, Technique
from unspiral.records.problem import Problem

STEP = TypeAdapter(SessionStep)
LOADED = frozenset({"move", "walk", "heat"})  # comfort scope: no load, no heat, no breath hold
NEAR_ENOUGH = 0.5  # seconds
SWITCH_SECONDS = 15.0  # as in sessions/script.py; a test holds the two together


def problems(where: str, technique: Technique, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    """Steps that do not fit the dose, the tired version, the figure or the scope."""
    timed = (
        ("session", technique.session, technique.dose.seconds),
        ("tired.steps", technique.tired.steps, technique.tired.seconds),
    )
    for place, steps, promised in timed:
        try:
            flat = list(unrolled(steps))
        except ValidationError as error:
            yield Problem("bad_step", f"{where}: {place}", values={"detail": str(error)})
            continue
        long = sum(seconds_of(step) for step in flat)
        if abs(long - promised) > NEAR_ENOUGH:
            values = {"steps": long, "promised": promised}
            yield Problem("seconds_differ", f"{where}: {place}", values=values)
        yield from _scope(f"{where}: {place}", technique, flat)
        yield from _poses(f"{where}: {place}", technique, flat, figures)
    if technique.figure and technique.figure not in figures:
        yield Problem("does_not_exist", where, values={"what": "figure", "id": technique.figure})


def unrolled(steps: Iterable[SessionStep]) -> Iterator[SessionStep]:
    """All steps in order, as often as they are done: rounds of `repeat`, and `sides` on both."""
    for step in steps:
        yield from _rounds(step)
        if step.sides:
            yield SessionStep(kind="switch")
            yield from _rounds(step)


def seconds_of(step: SessionStep) -> float:
    """How long one step lasts, a breath counted with all its rounds."""
    if step.kind == "breath":
        return sum(step.phases.values()) * step.times
    return step.seconds or (SWITCH_SECONDS if step.kind == "switch" else 0.0)


def _rounds(step: SessionStep) -> Iterator[SessionStep]:
    if step.kind != "repeat":
        yield step
        return
    inner = [_step(data) for data in step.steps]
    for _ in range(step.times):
        yield from inner


def _step(data: Mapping[str, Any]) -> SessionStep:
    return STEP.validate_python(data, extra="forbid")


def _scope(where: str, technique: Technique, steps: list[SessionStep]) -> Iterator[Problem]:
    if technique.scope != "comfort":
        return
    holds = any(step.phases.get("hold", 0) for step in steps)
    if technique.load or holds or any(step.kind in LOADED for step in steps):
        yield Problem("too_much_for_comfort_scope", where)


def _poses(
    where: str, technique: Technique, steps: list[SessionStep], figures: Mapping[str, Figure]
) -> Iterator[Problem]:
    named = {step.pose for step in steps} - {""}
    figure = figures.get(technique.figure)
    if figure is None and named and not technique.figure:
        yield Problem("pose_without_figure", where)
    if figure is not None:
        there = {str(pose.get("id")) for pose in map(_plain, figure.poses)}
        for name in sorted(named - there):
            yield Problem("does_not_exist", where, values={"what": "pose", "id": name})


def _plain(pose: Any) -> Mapping[str, Any]:
    return pose if isinstance(pose, Mapping) else {"id": getattr(pose, "id", "")}
