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
DECIMALS = 9  # points that went to sd units and back are the same numbers again
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
    `steps`: the answer steps this person uses, `scale_steps` those of the form.
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
    scale_steps: tuple[float, ...]
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

    def as_known_after(self, n_days: int) -> "Frame":
        """All days, in the units that the answers of the first `n_days` give; no later one counts.

        An item that had no answer by then stands in the middle of its range.
        """
        columns = range(len(self.items))
        points = np.column_stack([self.points(column, self.y[:, column]) for column in columns])
        own = _units_of(
            np.round(points, DECIMALS), n_days, self.logs, self.scale_steps, self.ranges
        )
        return replace(
            self,
            y=own.y,
            steps=own.steps,
            rounding=own.rounding,
            centre=own.centre,
            spread=own.spread,
            censored=own.censored,
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
    scale_steps = tuple(panel.steps[column] if panel.steps else 1.0 for column in columns)
    ranges = tuple(_range(panel, column) for column in columns)
    own = _units_of(answers[window], len(panel.days), logs, scale_steps, ranges)
    return Frame(
        items=items,
        days=panel.days[window],
        y=own.y,
        rounding=own.rounding,
        inputs=panel.inputs[window],
        night=_night_column(panel, items),
        centre=own.centre,
        spread=own.spread,
        logs=logs,
        units=tuple(panel.units[column] for column in columns),
        steps=own.steps,
        scale_steps=scale_steps,
        ranges=ranges,
        input_names=panel.input_names,
        censored=own.censored,
        channels=_channels(panel, items, window),
    )


@dataclass(frozen=True, slots=True)
class _Units:
    """Answers in sd units, and the units: as the fields of `Frame` of the same names."""

    y: Array
    steps: tuple[float, ...]
    rounding: Array
    centre: Array
    spread: Array
    censored: Array


def _units_of(
    points: Array,
    known: int,
    logs: tuple[bool, ...],
    scale_steps: tuple[float, ...],
    ranges: tuple[tuple[float, float], ...],
) -> _Units:
    """Answers (n_days, n_items) in the within-person sds of their first `known` days."""
    steps = tuple(map(_own_step, points[:known].T, scale_steps))
    logged = np.array(logs)
    values = np.where(logged, np.log1p(np.maximum(points, 0.0)), points)
    ends = np.where(logged[:, None], np.log1p(np.maximum(ranges, 0.0)), ranges)
    told = np.isfinite(values[:known])
    past = np.where(told, values[:known], ends.mean(axis=1))
    n = told.sum(axis=0)
    centre = np.where(n > 0, (past * told).sum(axis=0) / np.maximum(n, 1), ends.mean(axis=1))
    sd = np.sqrt((told * (past - centre) ** 2).sum(axis=0) / np.maximum(n, 1))
    grain = np.array(steps) / np.where(logged, np.exp(centre), 1.0)
    spread = np.maximum(sd, SD_FLOOR_STEPS * grain)
    beyond = np.array(list(map(_censored, points[:known].T, ranges, steps)))
    in_logs = logged[:, None] & np.isfinite(beyond)
    beyond = np.where(in_logs, np.log1p(np.abs(beyond)), beyond)
    return _Units(
        y=(values - centre) / spread,
        steps=steps,
        rounding=(grain / spread) ** 2 / 12.0,
        centre=centre,
        spread=spread,
        censored=(beyond - centre[:, None]) / spread[:, None],
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


def _own_step(answers: Array, step: float) -> float:
    """The answer step this person has: coarser than the scale's when a coarse one was mapped."""
    given = answers[np.isfinite(answers)]
    seen = np.unique(given)
    if len(given) >= ANSWERS_TO_KNOW_STEP and len(seen) >= DISTINCT_TO_KNOW_STEP:
        return max(step, float(np.diff(seen).min()))
    return step


def _range(panel: Panel, column: int) -> tuple[float, float]:
    seen = panel.y[:, column]
    low, high = panel.ranges[column] if panel.ranges else (0.0, 10.0)
    return min(low, float(np.nanmin(seen))), max(high, float(np.nanmax(seen)))


def _censored(answers: Array, ends: tuple[float, float], step: float) -> tuple[float, float]:
    """Where answers at either end begin, half a step inside it; infinite when few lie there."""
    given = answers[np.isfinite(answers)]
    if np.isin(given, ends).sum() <= MOST_AT_ENDS * len(given):
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
