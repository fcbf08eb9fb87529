"""Readings of one person to a panel: consecutive diary days by variables, gaps left open."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np

from unspiral.catalogue.types import Variable
from unspiral.diary import sittings as halves
from unspiral.records.estimate import Array, Panel, Sittings
from unspiral.records.facts import DIARY, Reading

MIN_ON = MIN_OFF = 8
MAX_USED = 3
Days = tuple[date, ...]
Cell = tuple[date, str]


def build(
    readings: Iterable[Reading],
    variables: Mapping[str, Variable],
    sittings: Sittings | None = None,
    used: Mapping[str, frozenset[date]] | None = None,
) -> Panel | None:
    """The panel of one person, or None when no reading belongs to a known variable.

    The order of `readings` does not matter. `sittings` is what the person said; without it
    the times of the answers decide, and without times the diary counts as one sitting.
    `used` names the days on which each technique was done: at most three of them adjust.
    """
    cells = _cells(readings, variables)
    if not cells:
        return None
    days = _span({day for day, _ in cells})
    names = tuple(name for name in variables if any(key[1] == name for key in cells))
    values = {key: _aggregate(group, variables[key[1]]) for key, group in cells.items()}
    times = _answer_times(cells)
    said = sittings or _decide(times, variables)
    inputs, input_names = inputs_of(days, used or {})
    return Panel(
        days=days,
        variables=names,
        units=tuple(variables[name].unit for name in names),
        y=_matrix(values, days, names),
        usable=_usable(times, days, names, variables, said),
        sittings=said,
        inputs=inputs,
        input_names=input_names,
        steps=tuple(float(variables[name].step) for name in names),
        ranges=tuple(variables[name].range for name in names),
        nights=tuple(_is_night(variables[name]) for name in names),
        used=dict(used or {}),
    )


def values_by_day(
    readings: Iterable[Reading], variables: Mapping[str, Variable]
) -> dict[str, dict[date, float]]:
    """By variable the value of each noted day, as the panel has it; days without are left out."""
    built = build(readings, variables)
    if built is None:
        return {}
    return {
        name: {
            day: float(value)
            for day, value in zip(built.days, built.y[:, column], strict=True)
            if np.isfinite(value)
        }
        for column, name in enumerate(built.variables)
    }


def inputs_of(days: Days, used: Mapping[str, frozenset[date]]) -> tuple[Array, tuple[str, ...]]:
    """Adjust-only columns: trend (mean 0, sd 1), weekend, used techniques and their day after.

    Returns (n_days, n_inputs) and the names. A column with fewer than 8 days on or 8 off is
    left out, since it could not be told apart from single days; of what is left, the three
    techniques used most often stay. Nothing is said of them: people use them on bad days.
    """
    on = {name: [day in held for day in days] for name, held in used.items()}
    often = [name for name in sorted(on, key=lambda key: (-sum(on[key]), key)) if _varies(on[name])]
    flags = {"weekend": [day.weekday() >= 5 for day in days]}
    for name in often[:MAX_USED]:
        flags[f"used:{name}"] = on[name]
        flags[f"used:{name}:day_after"] = [day - timedelta(days=1) in used[name] for day in days]
    kept = {name: np.array(held, dtype=float) for name, held in flags.items() if _varies(held)}
    return np.column_stack([_trend(len(days)), *kept.values()]), ("trend", *kept)


def until(panel: Panel, n_rows: int) -> Panel:
    """The panel as it stood after its first `n_rows` calendar days."""
    days = panel.days[:n_rows]
    inputs, input_names = inputs_of(days, panel.used)
    return replace(
        panel,
        days=days,
        y=panel.y[:n_rows],
        usable=panel.usable[:n_rows],
        inputs=inputs,
        input_names=input_names,
    )


def _cells(
    readings: Iterable[Reading], variables: Mapping[str, Variable]
) -> dict[Cell, list[Reading]]:
    """Readings by (day, variable), from one source each: the diary first, else the fullest."""
    by_source: dict[str, dict[str, dict[date, list[Reading]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for reading in readings:
        if reading.variable in variables and np.isfinite(reading.value):
            by_source[reading.variable][reading.source][reading.local_date].append(reading)
    cells: dict[Cell, list[Reading]] = {}
    for name, sources in by_source.items():
        ranked = sorted(
            sources, key=lambda source: (source != DIARY, -len(sources[source]), source)
        )
        for source in reversed(ranked):
            cells.update({(day, name): group for day, group in sources[source].items()})
    return cells


def _span(days: set[date]) -> Days:
    first, last = min(days), max(days)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _last(group: Sequence[Reading]) -> float:
    return max(group, key=lambda r: (r.answered_at or r.end, r.end, r.value)).value


AGGREGATES: Mapping[str, Callable[[Sequence[Reading]], float]] = {
    "last": _last,
    "mean": lambda group: float(np.mean(sorted(r.value for r in group))),
    "sum": lambda group: float(np.sum(sorted(r.value for r in group))),
    "max": lambda group: max(r.value for r in group),
}


def _aggregate(group: Sequence[Reading], variable: Variable) -> float:
    return float(AGGREGATES[variable.aggregate](group))


def _matrix(values: Mapping[Cell, float], days: Days, names: tuple[str, ...]) -> Array:
    at = {day: row for row, day in enumerate(days)}
    y = np.full((len(days), len(names)), np.nan)
    for (day, name), value in values.items():
        y[at[day], names.index(name)] = value
    return y


def _is_night(variable: Variable) -> bool:
    return variable.sitting == "morning" and variable.node == "sleep"


def _answer_times(cells: Mapping[Cell, list[Reading]]) -> dict[Cell, datetime]:
    times: dict[Cell, datetime] = {}
    for key, group in cells.items():
        known = [at for at in map(halves.local_time, group) if at is not None]
        if known:
            times[key] = max(known)
    return times


def _half(
    times: Mapping[Cell, datetime], variables: Mapping[str, Variable], night: bool
) -> dict[date, datetime]:
    """The latest time at which each day's night, or evening, was answered."""
    found: dict[date, datetime] = {}
    for (day, name), at in times.items():
        variable = variables[name]
        wanted = _is_night(variable) if night else variable.sitting == "evening"
        if wanted:
            found[day] = max(found.get(day, at), at)
    return found


def _decide(times: Mapping[Cell, datetime], variables: Mapping[str, Variable]) -> Sittings:
    return halves.decide(_half(times, variables, True), _half(times, variables, False))


def _usable(
    times: Mapping[Cell, datetime],
    days: Days,
    names: tuple[str, ...],
    variables: Mapping[str, Variable],
    sittings: Sittings,
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(n_days, n_vars): may the answer take part in day-to-day pairs?"""
    nights, evenings = _half(times, variables, True), _half(times, variables, False)
    usable = np.ones((len(days), len(names)), dtype=np.bool_)
    for row, day in enumerate(days):
        for column, name in enumerate(names):
            night = _is_night(variables[name])
            answered = times.get((day, name))
            fine = not halves.too_late(answered, day, night)
            if sittings == "two" and night:
                fine = fine and halves.night_carries(answered, evenings.get(day), day)
            elif sittings == "two":
                following = nights.get(day + timedelta(days=1))
                fine = fine and halves.evening_carries(answered, following, day)
            usable[row, column] = fine
    return usable


def _varies(flags: Sequence[bool]) -> bool:
    on = sum(flags)
    return on >= MIN_ON and len(flags) - on >= MIN_OFF


def _trend(n_days: int) -> Array:
    line = np.arange(n_days, dtype=float)
    spread = float(line.std())
    return np.asarray((line - line.mean()) / (spread or 1.0))
