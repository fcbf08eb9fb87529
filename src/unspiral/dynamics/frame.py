"""A panel as the model sees it: chosen items, in within-person sd units, late answers absent."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from unspiral.records.estimate import Array, Panel
from unspiral.records.problem import Reason

# One night item and five evening items (decisions.md, Variables); the order is the model's own.
NIGHT_ITEMS = ("sleep_quality", "sleep_hours")
EVENING_ITEMS = ("stress", "anxiety", "mood", "activity_minutes", "pain")
LOG_ITEMS = frozenset({"activity_minutes"})
QUALITY_NEEDS_SHARE = 0.6
MIN_ANSWERS = 14
SD_FLOOR_STEPS = 0.3
MAX_DAYS = 730
ANSWERS_TO_KNOW_STEP, DISTINCT_TO_KNOW_STEP = 30, 3
MOST_AT_ENDS = 0.15  # more answers than this at the ends of a scale: there it is read as censored
# Device readings beside an item: another, unsure measure of the same thing. The fullest is used.
CHANNELS = {
    "sleep_hours": ("sleep_hours_device",),
    "activity_minutes": ("active_minutes_device", "steps"),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A device that measures item `column` too. `y`: (n_days,), in its own sd units."""

    name: str
    column: int
    y: Array


@dataclass(frozen=True, slots=True)
class Frame:
    """One person's data in the model's own units.

    `y`: (n_days, n_items), (value - centre) / spread, log1p first where `logs`; NaN = absent.
    `rounding`: (n_items,), variance of rounding to the answer step, in sd units squared.
    `inputs`: (n_days, n_inputs). `night`: column of the night item in the two-block form, or
    None in the one-block form. `centre`, `spread`: (n_items,), in (logged) answer points.
    `censored`: (n_items, 2), the values at and beyond which an answer only says "this far or
    farther", in sd units; infinite where the scale is not censored.
    """

    items: tuple[str, ...]
    days: tuple[date, ...]
    y: Array
    rounding: Array
    inputs: Array
    night: int | None
    centre: Array
    spread: Array
    logs: tuple[bool, ...]
    units: tuple[str, ...]
    steps: tuple[float, ...]
    ranges: tuple[tuple[float, float], ...]
    input_names: tuple[str, ...]
    censored: Array
    channels: tuple[Channel, ...] = ()

    def head(self, n_days: int) -> "Frame":
        """Its first days, in the units of the whole."""
        return replace(
            self,
            days=self.days[:n_days],
            y=self.y[:n_days],
            inputs=self.inputs[:n_days],
            channels=tuple(replace(one, y=one.y[:n_days]) for one in self.channels),
        )

    def points(self, column: int, standard: Array) -> Array:
        """Values of one item back in answer points."""
        raw = self.centre[column] + self.spread[column] * standard
        return np.asarray(np.expm1(raw) if self.logs[column] else raw)

    def points_per_sd(self, column: int) -> float:
        """Answer points in one within-person sd; for a logged item, at its usual level."""
        slope = float(np.exp(self.centre[column])) if self.logs[column] else 1.0
        return float(self.spread[column]) * slope


def choose_items(panel: Panel) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """The model's items in the days that are fitted, and why others had to stay out."""
    answers = {
        name: _usable_values(panel, name) for name in _wanted(panel) if name in panel.variables
    }
    reasons = {name: _unfit(values) for name, values in answers.items()}
    kept = tuple(name for name, code in reasons.items() if code is None)
    out = tuple(
        Reason(code, name, {"have": len(answers[name]), "needed": MIN_ANSWERS})
        for name, code in reasons.items()
        if code is not None
    )
    return kept, out


def completed_days(panel: Panel) -> tuple[int, ...]:
    """Row numbers of the days on which at least one item of the model was answered."""
    columns = [panel.variables.index(name) for name in _wanted(panel) if name in panel.variables]
    answered = np.isfinite(panel.y[:, columns]).any(axis=1)
    return tuple(int(row) for row in np.flatnonzero(answered))


def make_frame(panel: Panel, items: tuple[str, ...]) -> Frame:
    """`items` of `panel` in sd units: its last `MAX_DAYS` days, without answers that came late."""
    columns = [panel.variables.index(name) for name in items]
    answers = np.where(panel.usable[:, columns], panel.y[:, columns], np.nan)
    rows = np.flatnonzero(np.isfinite(answers).any(axis=1))
    window = slice(max(rows[0], rows[-1] + 1 - MAX_DAYS), rows[-1] + 1)
    logs = tuple(name in LOG_ITEMS for name in items)
    values = np.where(np.array(logs), np.log1p(np.maximum(answers[window], 0.0)), answers[window])
    centre = np.nanmean(values, axis=0)
    steps = tuple(_own_step(panel, column) for column in columns)
    grain = np.array(steps) / np.where(logs, np.exp(centre), 1.0)
    spread = np.maximum(np.nanstd(values, axis=0), SD_FLOOR_STEPS * grain)
    ranges = tuple(_range(panel, column) for column in columns)
    given = (answers[window, at] for at in range(len(items)))
    ends = np.array(list(map(_censored, given, ranges, steps)))
    in_logs = np.array(logs)[:, None] & np.isfinite(ends)
    beyond = np.where(in_logs, np.log1p(np.abs(ends)), ends)
    return Frame(
        items=items,
        days=panel.days[window],
        y=(values - centre) / spread,
        rounding=(grain / spread) ** 2 / 12.0,
        inputs=panel.inputs[window],
        night=_night_column(panel, items),
        centre=centre,
        spread=spread,
        logs=logs,
        units=tuple(panel.units[column] for column in columns),
        steps=steps,
        ranges=ranges,
        input_names=panel.input_names,
        censored=(beyond - centre[:, None]) / spread[:, None],
        channels=_channels(panel, items, window),
    )


def _wanted(panel: Panel) -> tuple[str, ...]:
    """Sleep quality, or hours when quality is there on fewer than 60 % of nights; then evening."""
    quality, hours = (_answered(panel, name) for name in NIGHT_ITEMS)
    nights = int((quality | hours).sum())
    enough = quality.sum() >= QUALITY_NEEDS_SHARE * nights
    return ("sleep_quality" if enough else "sleep_hours", *EVENING_ITEMS)


def _answered(panel: Panel, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    if name not in panel.variables:
        return np.zeros(len(panel.days), dtype=np.bool_)
    return np.isfinite(panel.y[:, panel.variables.index(name)])


def _usable_values(panel: Panel, name: str) -> Array:
    """The answers of one item in the last `MAX_DAYS` days up to the last completed one."""
    column, days = panel.variables.index(name), completed_days(panel)
    rows = slice(max(0, days[-1] + 1 - MAX_DAYS), days[-1] + 1) if days else slice(0)
    values = panel.y[rows, column][panel.usable[rows, column]]
    return np.asarray(values[np.isfinite(values)])


def _unfit(values: Array) -> str | None:
    if len(values) < MIN_ANSWERS:
        return "item_has_few_answers"
    return "item_never_changes" if np.ptp(values) == 0 else None


def _night_column(panel: Panel, items: tuple[str, ...]) -> int | None:
    nights = [column for column, name in enumerate(items) if name in NIGHT_ITEMS]
    return nights[0] if panel.sittings == "two" and nights and len(items) > 1 else None


def _own_step(panel: Panel, column: int) -> float:
    """The answer step this person has: coarser than the scale's when a coarse one was mapped."""
    step = panel.steps[column] if panel.steps else 1.0
    seen = np.unique(panel.y[np.isfinite(panel.y[:, column]), column])
    often = np.isfinite(panel.y[:, column]).sum() >= ANSWERS_TO_KNOW_STEP
    if often and len(seen) >= DISTINCT_TO_KNOW_STEP:
        return max(step, float(np.diff(seen).min()))
    return step


def _range(panel: Panel, column: int) -> tuple[float, float]:
    seen = panel.y[:, column]
    low, high = panel.ranges[column] if panel.ranges else (0.0, 10.0)
    return min(low, float(np.nanmin(seen))), max(high, float(np.nanmax(seen)))


def _censored(answers: Array, ends: tuple[float, float], step: float) -> tuple[float, float]:
    """Where answers at either end begin, half a step inside it; infinite when few lie there."""
    given = answers[np.isfinite(answers)]
    if np.isin(given, ends).mean() <= MOST_AT_ENDS:
        return -np.inf, np.inf
    return ends[0] + step / 2.0, ends[1] - step / 2.0


def _channels(panel: Panel, items: tuple[str, ...], window: slice) -> tuple[Channel, ...]:
    """The fullest device channel of each item. A device's zero means "not recorded"."""
    found = []
    for column, item in enumerate(items):
        there = [name for name in CHANNELS.get(item, ()) if name in panel.variables]
        values = [panel.y[window, panel.variables.index(name)] for name in there]
        read = [np.where(value > 0, value, np.nan) for value in values]
        counts = [int(np.isfinite(one).sum()) for one in read]
        if counts and max(counts) >= MIN_ANSWERS:
            best = read[int(np.argmax(counts))]
            logged = np.log1p(best) if item in LOG_ITEMS else best
            if (sd := float(np.nanstd(logged))) > 0:
                name = there[int(np.argmax(counts))]
                found.append(Channel(name, column, (logged - np.nanmean(logged)) / sd))
    return tuple(found)
