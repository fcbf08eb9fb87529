"""One suggestion for the week to come, from what was done and told; often: nothing to change.

Counts of the person's own answers, never an estimate: what a diary may claim, and when, is a
matter of `insights` (dynamics page, 4). Nothing here ever adds a technique or makes one harder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Technique
from unspiral.planning.eligibility import why_not
from unspiral.planning.history import History
from unspiral.records.facts import Event, Value
from unspiral.records.triage import Clearance

Code = Literal["lighter", "swap", "smaller", "keep", "nothing_to_change"]
WEEK = timedelta(days=7)
ROUGH_DAYS = 2  # rough days that make the next week a light one
PUT_OFF_DAYS = 3  # days on which one thing was put off and never done
UP_MORNINGS = 2  # mornings on which one thing was still up
BETTER_TIMES = 2  # "better" after one thing, with no "worse"
PASSING = frozenset({"not_today", "swapped"})  # left out of a day, not closed
PUT_OFF = ("not_today", "swapped")
UP = ("still_up", "leg_further")
FLARES = "flare-plan"  # where a light week is explained


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do, about which technique ("" = none), and the count of days or answers behind it."""

    code: Code
    technique: str = ""
    count: int = 0


def suggest(
    profile: Mapping[str, Value],
    history: History,
    catalogue: Catalogue,
    clearance: Clearance | None,
    today: date,
) -> Suggestion | None:
    """Exactly one suggestion for somebody who may plan, None for everybody else.

    The careful ones come first: a lighter week before anything else, keeping before changing
    nothing. Of equals the one with the higher count, then the first by name.
    """
    if clearance is None or not clearance.covers("standard"):
        return None
    week = [e for e in history.events if today - WEEK < e.local_date <= today]
    rough = len({e.local_date for e in week if e.kind == "bad_day"})
    if rough >= ROUGH_DAYS:
        return Suggestion("lighter", FLARES if FLARES in catalogue.techniques else "", rough)
    open_now = {
        each.id
        for each in catalogue.techniques.values()
        if _open(each, profile, history, clearance, today)
    }
    ranked: tuple[tuple[Code, int, Mapping[str, int]], ...] = (
        ("swap", PUT_OFF_DAYS, _put_off(week)),
        ("smaller", UP_MORNINGS, _still_up(week)),
        ("keep", BETTER_TIMES, _better(week)),
    )
    for code, least, counted in ranked:
        most = [(n, name) for name, n in counted.items() if n >= least and name in open_now]
        if most:
            count, name = min(most, key=lambda pair: (-pair[0], pair[1]))
            return Suggestion(code, name, count)
    return Suggestion("nothing_to_change")


def _open(
    technique: Technique,
    profile: Mapping[str, Value],
    history: History,
    clearance: Clearance,
    today: date,
) -> bool:
    if technique.status == "retired":
        return False
    reason = why_not(technique, profile, history, clearance, today)
    return reason is None or reason.code in PASSING


def _put_off(week: Iterable[Event]) -> dict[str, int]:
    """Days on which something was put off, for what was not done at all."""
    told = tuple(week)
    done = {e.subject for e in told if e.kind == "done"}
    return _days(e for e in told if e.kind in PUT_OFF and e.subject not in done)


def _still_up(week: Iterable[Event]) -> dict[str, int]:
    return _days(e for e in week if e.kind == "settled" and e.value in UP)


def _better(week: Iterable[Event]) -> dict[str, int]:
    """Times something felt better, for what was never called worse in the week."""
    told = [e for e in week if e.kind in ("rated", "made_worse")]
    worse = {e.subject for e in told if e.kind == "made_worse" or e.value == "worse"}
    found: dict[str, int] = {}
    for event in told:
        if event.value == "better" and event.subject not in worse:
            found[event.subject] = found.get(event.subject, 0) + 1
    return found


def _days(events: Iterable[Event]) -> dict[str, int]:
    found: dict[str, set[date]] = {}
    for event in events:
        found.setdefault(event.subject, set()).add(event.local_date)
    return {name: len(days) for name, days in found.items()}
