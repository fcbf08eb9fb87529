"""Every dose of one technique, from the smallest up, one variable and one small step at a time.

Rules: "Load and flares" of the safety page, and the ladders of section b of the clinical evidence
page. Caps are constants here, beside the rule they protect; no setting and no content passes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from unspiral.catalogue.dosed import dosed, length, shortest
from unspiral.catalogue.types import Technique
from unspiral.records.facts import Value
from unspiral.records.plan import Amount

START_SHARE = 0.7  # of the minutes before wanting to stop [GK, evidence page b]
START_SHARE_SLOW = 0.5  # when it settles only by the next day or later
SLOW_TO_SETTLE = frozenset({"next_day", "longer", "unsure"})
WALK_SECONDS = 30 * 60  # the trial dose of walking: 30 minutes
MOST_SECONDS = 60 * 60  # of any session
MOST_TIMES, MOST_SETS, MOST_A_DAY = 10, 3, 14
STEP_SHARE = 0.10
STEP_SECONDS = 60

Mark = tuple[int, int]  # (what is counted, sets); the unit follows from `grows.by`


@dataclass(frozen=True, slots=True)
class Ladder:
    """`marks[0]` is the smallest dose; the first dose is at `start`."""

    technique: Technique
    marks: tuple[Mark, ...]
    start: int

    @property
    def top(self) -> int:
        """The highest rung."""
        return len(self.marks) - 1

    def amount(self, rung: int) -> Amount:
        """The dose on one rung."""
        technique, grows = self.technique, self.technique.dose.grows
        if rung == 0:
            return smallest(technique)
        count, sets = self.marks[rung]
        if grows is None:
            return Amount(technique.dose.seconds, a_day=technique.dose.per_day)
        if grows.by == "a_day":
            return Amount(technique.dose.seconds, a_day=count)
        if grows.by == "time":
            return Amount(count, a_day=technique.dose.per_day)
        counted = (count, sets, 0) if grows.by == "times" else (0, 1, count)
        asked = Amount(0, *counted, a_day=technique.dose.per_day)
        seconds = int(length(dosed(technique, asked)))
        return Amount(seconds, *counted, a_day=technique.dose.per_day)


def smallest(technique: Technique) -> Amount:
    """The "too tired" form, below which no rule ever goes."""
    return Amount(technique.tired.seconds, smallest=True)


def walks(technique: Technique) -> bool:
    """True when it is done by walking minutes, whose start follows from what the person can do."""
    return any(step.kind == "walk" for step in technique.session)


def ladder(technique: Technique, profile: Mapping[str, Value]) -> Ladder:
    """The rungs of `technique` for this person."""
    grows = technique.dose.grows
    if grows is not None and grows.by == "time":
        start = technique.dose.seconds
        if walks(technique):
            start = start_seconds(profile, technique.tired.seconds)
        return _by_time(technique, start, grows.to, grows.step)
    if grows is None:
        counts: list[Mark] = [(0, 1)]
    elif grows.by == "times":
        counts = _times(_rounds(technique), min(grows.to, MOST_TIMES), min(grows.sets, MOST_SETS))
    elif grows.by == "hold":
        counts = [(n, 1) for n in _counts(_hold(technique), grows.to, max(1, grows.step))]
    else:
        counts = [(n, 1) for n in _counts(technique.dose.per_day, min(grows.to, MOST_A_DAY), 1)]
    return Ladder(technique, ((0, 1), *counts), 1)


def start_seconds(profile: Mapping[str, Value], least: int) -> int:
    """The first dose of walking, in whole minutes; the smallest when nothing is known."""
    minutes = profile.get("walk_minutes")
    if not isinstance(minutes, (int, float)) or isinstance(minutes, bool) or not minutes > 0:
        return least
    settles = profile.get("settles", "unsure")
    share = START_SHARE_SLOW if settles in SLOW_TO_SETTLE else START_SHARE
    return int(min(WALK_SECONDS, max(least, int(min(minutes, MOST_SECONDS) * share) * 60)))


def _by_time(technique: Technique, start: int, to: int, step: int) -> Ladder:
    cap = min(to, WALK_SECONDS if walks(technique) else MOST_SECONDS)
    least = max(technique.tired.seconds, int(shortest(technique)))
    start = min(cap, start)
    down = []
    below = _below(start, step)
    while below > least:
        down.append(below)
        below = _below(below, step)
    up = [] if start <= technique.tired.seconds else [start]
    last = max(start, technique.tired.seconds)
    while (above := min(cap, _above(last, step))) > last:
        if above >= least:
            up.append(above)
        last = above
    marks = [*reversed(down), *up]
    begins = 0 if start <= technique.tired.seconds else len(down) + 1
    return Ladder(technique, ((0, 1), *((seconds, 1) for seconds in marks)), begins)


def _above(seconds: int, step: int) -> int:
    """The next dose: by `step`, or by the larger of 10 % and 1 minute, in whole minutes."""
    if step:
        return seconds + step
    grown = int(seconds * (1 + STEP_SHARE)) // 60 * 60
    return max(grown, seconds + STEP_SECONDS)


def _below(seconds: int, step: int) -> int:
    """The lowest dose in whole minutes from which one step leads back to `seconds`."""
    if step:
        return seconds - step
    return min(seconds - STEP_SECONDS, ceil(seconds / (1 + STEP_SHARE) / 60 - 1e-9) * 60)


def _times(first: int, most: int, sets: int) -> list[Mark]:
    """Repetitions first, then sets: one variable at a time."""
    times = _counts(first, most, 1)
    return [*((n, 1) for n in times), *((times[-1], n) for n in range(2, sets + 1))]


def _counts(first: int, last: int, step: int) -> list[int]:
    return [*range(first, max(first, last) + 1, step)]


def _rounds(technique: Technique) -> int:
    """Repetitions as written; 1 for a single hold."""
    return next((step.times for step in technique.session if step.kind == "repeat"), 1)


def _hold(technique: Technique) -> int:
    """Seconds of the first hold as written."""
    inner = [part for step in technique.session for part in step.steps]
    written = [step.seconds for step in technique.session if step.kind == "hold"]
    written += [part["seconds"] for part in inner if part["kind"] == "hold"]
    return int(written[0])
