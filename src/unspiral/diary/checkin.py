"""A draft of one half of a check-in to readings, or to problems that keep what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from statistics import median

from unspiral.catalogue.types import Variable
from unspiral.diary.night_entry import CLOCKS, on_its_day, time_of_day
from unspiral.diary.sleep import metrics, nights
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

EARLIEST = date(1900, 1, 1)
NOTE_MOST = 10_000
# Values that happen but are more often a slip: asked "is this right?" before they are kept.
UNLIKELY: Mapping[str, tuple[float, float]] = {
    "sleep_hours": (1.0, 13.0),
    "activity_minutes": (0.0, 720.0),
    "extra_painkillers": (0.0, 12.0),
}
USUAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed for one day: variable to text or number; `confirmed` after "is this right?".

    An empty value means "not answered" and is never stored. A time of the night is a text as
    "23:15", or minutes from 00:00 of the day of waking as a number.
    """

    day: date
    values: Mapping[str, str | float]
    note: str = ""
    confirmed: bool = False


def accept(
    draft: Draft, variables: Mapping[str, Variable], at: datetime, zone: str
) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """Readings of `draft`, and its problems. Any error means that nothing should be stored."""
    values, unread = _night(draft.values)
    problems = [*_whole(draft), *unread]
    readings: list[Reading] = []
    for name, typed in values.items():
        if typed == "":
            continue
        value = _number(typed)
        problem = _fault(name, value, variables.get(name), confirmed=draft.confirmed)
        if problem:
            problems.append(problem)
        elif value is not None:
            readings.append(Reading(name, value, at, at, draft.day, answered_at=at, zone=zone))
    if not problems and not draft.confirmed:
        problems += _together(readings)
    return tuple(readings), tuple(problems)


def _night(
    values: Mapping[str, str | float],
) -> tuple[dict[str, str | float], list[Problem]]:
    """`values` with typed times of the night as minutes; what is no time of day is a problem."""
    typed = {n: v for n in CLOCKS if isinstance(v := values.get(n), str) and v.strip()}
    read = {name: time_of_day(words) for name, words in typed.items()}
    placed = on_its_day({name: at for name, at in read.items() if at is not None})
    rest = {name: value for name, value in values.items() if name not in typed}
    return {**rest, **placed}, [Problem("not_a_time", n) for n, at in read.items() if at is None]


def _together(readings: list[Reading]) -> list[Problem]:
    """What in a night does not go together, to be asked before it is kept (safety page, B3)."""
    return [problem for night in nights(readings) for problem in metrics(night).problems]


def usual(history: tuple[Reading, ...], variable: str, before: date) -> float | None:
    """The middle of the last 14 answered days before `before`: what the form presets."""
    days = sorted(
        (r.local_date, r.value) for r in history if r.variable == variable and r.local_date < before
    )
    return float(median(value for _, value in days[-USUAL_DAYS:])) if days else None


def _whole(draft: Draft) -> tuple[Problem, ...]:
    problems = []
    if draft.day < EARLIEST:
        problems.append(Problem("impossible_date", "day", values={"day": draft.day.isoformat()}))
    if len(draft.note) > NOTE_MOST:
        problems.append(
            Problem("too_long", "note", values={"have": len(draft.note), "most": NOTE_MOST})
        )
    if "\x00" in draft.note:
        problems.append(Problem("not_text", "note"))
    return tuple(problems)


def _number(typed: str | float) -> float | None:
    try:
        value = float(typed.replace(",", ".")) if isinstance(typed, str) else float(typed)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _fault(
    name: str, value: float | None, variable: Variable | None, *, confirmed: bool
) -> Problem | None:
    if variable is None:
        return Problem("unknown_variable", name)
    low, high = variable.range
    if value is None:
        return Problem("not_a_number", name, values={"low": low, "high": high})
    if not low <= value <= high:
        values = {"low": low, "high": high, "value": value}
        if name in CLOCKS:
            return Problem("check_times", name, values=values)
        return Problem("out_of_range", name, values=values)
    usual_low, usual_high = UNLIKELY.get(name, variable.range)
    if not confirmed and not usual_low <= value <= usual_high:
        return Problem("is_this_right", name, "warning", {"value": value})
    return None
