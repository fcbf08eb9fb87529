"""Made-up people and histories for the planner's goals: odd, torn, repeated and out of order."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from support.planner import CLEAR

from unspiral.catalogue.load import Catalogue
from unspiral.planning.history import History
from unspiral.records.facts import Event, Reading
from unspiral.records.triage import Clearance

TODAY = date(2026, 11, 20)
SPAN = 45  # days of history
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
ODD = (-5, 0, 1, 2, 5, 10, 15, 30, 60, 10_000, float("nan"), float("inf"), "unsure", True, None)
CAUTIONS = ("k1", "k2", "k3", "k4", "k5", "k6", "k7", "k9_patch", "k9_drowsy", "k10")
ANSWERS = ("settled", "settled", "settled", "settled", "still_up", "leg_further", "not_done")


@dataclass(frozen=True)
class Person:
    """One generated person. `subject` is the technique most of the history is about."""

    subject: str
    profile: dict[str, Any]
    history: History
    clearance: Clearance


def person(rng: Random, catalogue: Catalogue, loads: list[str], names: list[str]) -> Person:
    """Someone whose history may hold anything a store or a careless client could send."""
    subject = rng.choice(loads)
    return Person(
        subject,
        _profile(rng),
        History(tuple(_readings(rng)), tuple(_events(rng, subject, names))),
        _clearance(rng),
    )


def on(ago: int) -> tuple[datetime, date]:
    """A moment and its day, `ago` days before today."""
    return AT - timedelta(days=ago), TODAY - timedelta(days=ago)


def said(kind: str, subject: str, value: str, ago: int) -> Event:
    """One event."""
    at, day = on(ago)
    return Event(kind, subject, value, at, day)


def _profile(rng: Random) -> dict[str, Any]:
    found = {
        "walk_minutes": rng.choice(ODD),
        "goal_minutes": rng.choice(ODD),
        "settles": rng.choice(("minutes", "hours", "next_day", "longer", "unsure", 7)),
        "plan_size": rng.choice(("few", "more", "everything", 99)),
        "walk_unit": rng.choice(("minutes", "steps")),
        "eases": rng.choice(("lying", "sitting", "standing", "walking")),
        "place_neck": rng.choice(("no", "no", "no", "yes")),
    }
    return {name: value for name, value in found.items() if value is not None}


def _events(rng: Random, subject: str, names: list[str]) -> list[Event]:
    """A subject done every few days with gaps, mornings answered or not, and a lot of noise."""
    events, ago = [], SPAN
    while ago > -4:  # some lie in the future
        if rng.random() < 0.85:
            events.append(said("done", subject, rng.choice(("full", "tired")), ago))
        if rng.random() < 0.8:
            events.append(said("settled", subject, rng.choice(ANSWERS), ago - 1))
        ago -= rng.choice((1, 1, 2, 2, 3, 5, 20))
    for _ in range(rng.choice((0, 6, 20))):
        kind = rng.choice(
            (*("done",) * 9, "not_today", "swapped", "rated", "made_worse", "offered")
        )
        value = rng.choice(("better", "same")) if kind == "rated" else ""
        events.append(said(kind, rng.choice(names), value, rng.randint(-3, SPAN)))
    if rng.random() < 0.4:
        for name in rng.sample(names, len(names) // 2):
            events.append(said("done", name, "full", rng.randint(0, SPAN)))
    events += [said("bad_day", "day", "", rng.randint(-3, SPAN)) for _ in range(rng.choice((0, 1)))]
    if events and rng.random() < 0.3:  # the same things once more
        events += rng.sample(events, rng.randint(1, len(events)))
    rng.shuffle(events)
    return events


def _readings(rng: Random) -> list[Reading]:
    if rng.random() < 0.3:
        return []
    usual, found = rng.randint(1, 6), []
    for ago in rng.sample(range(-3, SPAN), rng.randint(1, SPAN)):
        at, day = on(ago)
        value = min(10, max(0, usual + rng.choice((-1, 0, 0, 0, 1, 2, 4))))
        name = rng.choice(("pain", "pain", "pain_morning", "tiredness"))
        source = "diary" if rng.random() < 0.8 else "import:csv"
        found.append(Reading(name, float(value), at, at, day, source=source))
    return found


def _clearance(rng: Random) -> Clearance:
    held, some = rng.random() < 0.15, rng.random() < 0.4
    cautions = frozenset(rng.sample(CAUTIONS, rng.randint(1, 4))) if some else frozenset[str]()
    return replace(CLEAR, held=held, gentle=held and rng.random() < 0.5, cautions=cautions)
