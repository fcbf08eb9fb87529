"""Small made-up techniques and a real clearance for the planner's tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from numpy.random import PCG64, Generator

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import (
    CautionUse,
    Dose,
    Graded,
    SessionStep,
    Technique,
    Tired,
)
from unspiral.planning.history import History
from unspiral.planning.select import propose
from unspiral.records.facts import Event, Reading
from unspiral.records.triage import Clearance

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def technique(name: str, role: str, seconds: int = 120, tired: int = 30, **more: Any) -> Technique:
    """A complete technique; `walk=True` gives it a walking step, `rounds` repetitions."""
    kind = "walk" if more.pop("walk", False) else "say"
    rounds = more.pop("rounds", 0)
    dose = Dose(
        seconds=seconds, text="d", grows=more.pop("grows", None),
        per_day=more.pop("a_day", 1), days_a_week=more.pop("days_a_week", 7),
    )  # fmt: skip
    lasts = (seconds - 25) / rounds if rounds else seconds
    body = SessionStep(kind=kind, cue="c", seconds=seconds)
    moves = SessionStep(kind="repeat", times=rounds, steps=({"kind": "move", "seconds": lasts},))
    first, last = (SessionStep(kind="say", cue="c", seconds=n) for n in (15, 10))
    excluded = more.pop("excluded_by", "")
    uses = (CautionUse(caution=excluded, then="exclude", text="Not now."),) if excluded else ()
    defaults: dict[str, Any] = {
        "scope": "standard",
        "load": role == "build",
        "cautions": uses,
        "grades": (Graded(outcome="pain", when="any", grade="C"),),
    }
    return Technique(
        id=name, kind="technique", title=name, status="draft", version=1, role=role,
        summary="s", how=("h",), why="w", positions=("sitting",),
        dose=dose,
        session=(first, moves, last) if rounds else (body,),
        tired=Tired(seconds=tired, text="t", steps=()),
        stop_rules=("st1",),
        **{**defaults, **more},
    )  # fmt: skip


def usual() -> Catalogue:
    """Two of each role; the first build item is walking."""
    items = [
        technique("breathe", "ease", 300, scope="comfort", gentle=True),
        technique("warm", "ease", 900, excluded_by="k7", gentle=True),
        technique("walk", "build", 300, 60, walk=True, gentle=True),
        technique("stand", "build", 120, 30),
        technique("pillow", "night", 60, gentle=True, scope="comfort"),
        technique("dim", "night", 120),
    ]
    return Catalogue(hash="x", techniques={item.id: item for item in items})


# Tests make clearances by hand: what the gate would mint is tested in its own room.
CLEAR = Clearance(
    person="p", facts_version=1, scopes=frozenset({"comfort", "standard"}), cautions=frozenset(),
    held=False, gentle=False, minted_at=NOON, valid_until=NOON + timedelta(hours=12),
)  # fmt: skip


def cleared(**changes: Any) -> Clearance:
    """The usual clearance with changes."""
    return replace(CLEAR, **changes)


def event(kind: str, subject: str, value: str = "", days_ago: int = 0) -> Event:
    """One event, `days_ago` days before the day of the plan."""
    day = DAY - timedelta(days=days_ago)
    return Event(kind, subject, value, NOON - timedelta(days=days_ago), day)


def pain(value: float, days_ago: int) -> Reading:
    """One evening pain answer."""
    at = NOON - timedelta(days=days_ago)
    return Reading("pain", value, at, at, DAY - timedelta(days=days_ago))


def reading(value: float, variable: str = "pain", days_ago: int = 0, hour: int = 12) -> Reading:
    """One own answer of the diary."""
    at = NOON.replace(hour=hour) - timedelta(days=days_ago)
    return Reading(variable, value, at, at, DAY - timedelta(days=days_ago))


def plan_of(
    *events: Event,
    profile: dict[str, Any] | None = None,
    readings: tuple[Reading, ...] = (),
    catalogue: Catalogue | None = None,
    clearance: Clearance | None = CLEAR,
    seed: int = 1,
    estimates: dict[str, Any] | None = None,
) -> Any:
    """Today's plan for these events."""
    return propose(
        profile or {}, History(readings, events), estimates or {}, catalogue or usual(),
        clearance, DAY,
        Generator(PCG64(seed)),
    )  # fmt: skip
